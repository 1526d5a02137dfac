#include "ncp/saml/rule_checks.hpp"

#include "ncp/saml/issuer_country.hpp"

#include <string>

namespace ncp::saml::rule {

template <Kind K>
Result<void> signatureValid(const RuleContext& context) {
    if (context.of(K) == nullptr) {
        return {};
    }
    const auto& proof = context.proof(K);
    if (!proof) {
        return fail(ErrorCode::SignatureNotValid, proof.error().rule + ": " + proof.error().detail);
    }
    return {};
}

template <Kind K>
Result<void> signerTrusted(const RuleContext& context) {
    if (context.of(K) == nullptr) {
        return {};
    }
    const auto& proof = context.proof(K);
    if (!proof) {
        return passOn(proof);
    }
    const auto trusted =
        context.trust.check(proof->signer, {}, certs::Purpose::Signature, context.received.now);
    if (!trusted) {
        return fail(ErrorCode::SignatureNotValid, trusted.error().rule + ": " + trusted.error().detail);
    }
    return {};
}

template <Kind K>
Result<void> signerOfTlsCountry(const RuleContext& context) {
    if (context.of(K) == nullptr) {
        return {};
    }
    const auto signer = context.signerCountry(K);
    if (!signer || !context.received.tlsCountry || *signer != *context.received.tlsCountry) {
        return fail(ErrorCode::SignatureNotValid, "the signer's country is not the TLS client's");
    }
    return {};
}

template <Kind K>
Result<void> issuerOfSignerCountry(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    const auto issuer = issuerCountry(assertion->issuer);
    if (issuer && context.signerCountry(K) != issuer) {
        return fail(ErrorCode::SignatureNotValid, "the Issuer names another country than the signer's");
    }
    return {};
}

template Result<void> signatureValid<Kind::Hcp>(const RuleContext&);
template Result<void> signatureValid<Kind::Trc>(const RuleContext&);
template Result<void> signatureValid<Kind::NextOfKin>(const RuleContext&);
template Result<void> signerTrusted<Kind::Hcp>(const RuleContext&);
template Result<void> signerTrusted<Kind::Trc>(const RuleContext&);
template Result<void> signerTrusted<Kind::NextOfKin>(const RuleContext&);
template Result<void> signerOfTlsCountry<Kind::Hcp>(const RuleContext&);
template Result<void> issuerOfSignerCountry<Kind::Hcp>(const RuleContext&);
template Result<void> issuerOfSignerCountry<Kind::Trc>(const RuleContext&);
template Result<void> issuerOfSignerCountry<Kind::NextOfKin>(const RuleContext&);

} // namespace ncp::saml::rule
