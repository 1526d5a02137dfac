#include "certs/xml_signature.hpp"

#include "base/base64.hpp"
#include "certs/bounded_cache.hpp"
#include "certs/canonical_element.hpp"
#include "certs/element_digest.hpp"
#include "certs/signature_profile.hpp"
#include "certs/signature_value.hpp"

#include <optional>
#include <utility>

namespace ncp::certs {
namespace {

constexpr std::size_t kVerifiedKept = 4096;
constexpr std::size_t kCertificatesKept = 256;
constexpr std::size_t kCertificateTextLimit = std::size_t{16} * 1024;

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

Canonicalization canonicalizationOf(xml::Node method) {
    Canonicalization found{method.attribute("Algorithm") == kExclusiveCanonicalization, {}};
    if (const auto inclusive = method.firstChild()) {
        found.inclusivePrefixes = prefixList(inclusive->attribute("PrefixList"));
    }
    return found;
}

std::optional<std::string> decoded(xml::Node value) {
    auto text = value.plainText();
    if (!text) {
        return std::nullopt;
    }
    auto bytes = base64Decode(*text);
    return bytes && !bytes->empty() ? std::optional{*std::move(bytes)} : std::nullopt;
}

/// The reference is to this very element by the profile, so nothing is looked up by its URI: what is digested
/// and what is signed are the nodes at hand.
Result<void> verifyWith(const Certificate& certificate, const ProfiledSignature& profiled,
                        xml::Node element) {
    const auto method = profiled.signatureMethod.attribute("Algorithm");
    if (!fitsMethod(certificate, method)) {
        return refuse("certificate-key", "the kind of key in the certificate is not supported");
    }
    const auto content =
        canonicalElement(element, profiled.signature, canonicalizationOf(profiled.transform));
    const auto info =
        canonicalElement(profiled.signedInfo, std::nullopt, canonicalizationOf(profiled.canonicalization));
    const auto digest = decoded(profiled.digestValue);
    const auto value = decoded(profiled.signatureValue);
    if (!content || !info || !digest || !value ||
        digestBy(profiled.digestMethod.attribute("Algorithm"), *content) != *digest ||
        !verifiesBy(method, certificate, *info, *value)) {
        return refuse("signature-value", "the signature does not verify with the certificate in it");
    }
    return {};
}

} // namespace

struct SignatureVerifier::State {
    BoundedCache<Certificate> certificates{kCertificatesKept}; ///< by the base64 text
    BoundedCache<bool> verified{kVerifiedKept};                ///< by the proof's digest

    Result<Certificate> certificateFrom(const std::string& text);
};

Result<Certificate> SignatureVerifier::State::certificateFrom(const std::string& text) {
    if (text.size() > kCertificateTextLimit) {
        return refuse("certificate", "the certificate is too large");
    }
    if (auto known = certificates.find(text)) {
        return *std::move(known);
    }
    const auto der = base64Decode(text);
    if (!der) {
        return refuse("certificate", "the certificate is not base64");
    }
    auto certificate = Certificate::fromDer(*der);
    if (!certificate) {
        return refuse("certificate", certificate.error().detail);
    }
    certificates.put(text, *certificate);
    return certificate;
}

SignatureVerifier::SignatureVerifier() : state_(std::make_unique<State>()) {}

SignatureVerifier::~SignatureVerifier() = default;

Result<SignatureProof> SignatureVerifier::verify(xml::Node element) {
    const auto profiled = checkSignatureProfile(element);
    if (!profiled) {
        return passOn(profiled);
    }
    auto certificate = state_->certificateFrom(profiled->certificateText);
    if (!certificate) {
        return passOn(certificate);
    }
    // The certificate is all that counts of the KeyInfo, and no signature covers it.
    auto digest = elementDigest(element, certificate->sha256(), profiled->keyInfo);
    if (!state_->verified.find(digest)) {
        if (const auto verified = verifyWith(*certificate, *profiled, element); !verified) {
            return passOn(verified);
        }
        state_->verified.put(digest, true);
    }
    return SignatureProof{*std::move(certificate), std::move(digest)};
}

} // namespace ncp::certs
