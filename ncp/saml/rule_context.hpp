#pragma once

#include "ncp/saml/verify.hpp"
#include "ncp/saml/vocabulary.hpp"

#include <array>
#include <optional>
#include <vector>

namespace ncp::saml {

/// An element of the security header, read but not believed.
struct Candidate {
    xml::Node element;
    std::optional<Kind> kind;
    Result<Assertion> assertion;
};

/// Most assertions that a header can rightly hold: one of each kind.
inline constexpr std::size_t kMostAssertions = 3;

/// What the rules look at. Used by one thread; each signature is computed at most once.
struct RuleContext {
    const Received& received;
    const certs::TrustStore& trust;
    certs::SignatureVerifier& signatures;
    const Vocabulary& vocabulary;
    std::vector<Candidate> candidates{}; ///< empty when there are more than `kMostAssertions`
    mutable std::array<std::optional<Result<certs::SignatureProof>>, kMostAssertions> proofs{};

    /// The assertion of that kind; null where there is none that could be read.
    const Assertion* of(Kind kind) const noexcept;
    std::size_t count(Kind kind) const noexcept;
    /// The proof of that kind's own signature, computed at the first call.
    const Result<certs::SignatureProof>& proof(Kind kind) const;
    /// Country of that kind's signer (C of the certificate's subject); nothing where it is not proved.
    std::optional<CountryCode> signerCountry(Kind kind) const;
};

RuleContext makeRuleContext(const Received& received, const certs::TrustStore& trust,
                            certs::SignatureVerifier& signatures, const Vocabulary& vocabulary);

} // namespace ncp::saml
