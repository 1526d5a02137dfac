#include "ncp/saml/rule_context.hpp"

#include "ncp/saml/recognise.hpp"

#include <algorithm>

namespace ncp::saml {

const Assertion* RuleContext::of(Kind kind) const noexcept {
    const auto found = std::ranges::find_if(candidates, [&](const Candidate& candidate) {
        return candidate.kind == kind && candidate.assertion;
    });
    return found == candidates.end() ? nullptr : &*found->assertion;
}

std::size_t RuleContext::count(Kind kind) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(candidates, kind, &Candidate::kind));
}

const Result<certs::SignatureProof>& RuleContext::proof(Kind kind) const {
    auto& proof = proofs.at(static_cast<std::size_t>(kind));
    if (!proof) {
        const auto found = std::ranges::find(candidates, kind, &Candidate::kind);
        proof = found == candidates.end()
                    ? Result<certs::SignatureProof>{fail(ErrorCode::SignatureNotValid, "no such assertion")}
                    : signatures.verify(found->element);
    }
    return *proof;
}

std::optional<CountryCode> RuleContext::signerCountry(Kind kind) const {
    const auto& proved = proof(kind);
    const auto text = proved ? proved->signer.country() : std::nullopt;
    const auto country =
        text ? CountryCode::parse(*text) : Result<CountryCode>{fail(ErrorCode::Internal, "")};
    return country ? std::optional{*country} : std::nullopt;
}

RuleContext makeRuleContext(const Received& received, const certs::TrustStore& trust,
                            certs::SignatureVerifier& signatures, const Vocabulary& vocabulary) {
    RuleContext context{received, trust, signatures, vocabulary};
    if (received.assertions.size() > kMostAssertions) {
        return context;
    }
    for (const auto element : received.assertions) {
        context.candidates.push_back({element, recognise(element), parseAssertion(element)});
    }
    return context;
}

} // namespace ncp::saml
