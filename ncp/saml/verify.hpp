#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"
#include "certs/trust_store.hpp"
#include "certs/xml_signature.hpp"
#include "ncp/saml/assertion.hpp"
#include "ncp/saml/vocabulary.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::saml {

/// The transactions, as the rules and permissions tell them apart.
enum class Transaction : std::uint8_t { PatientDiscovery, Query, Retrieve, Provide };
std::string_view name(Transaction transaction) noexcept; ///< ITI-55, ITI-38, ITI-39, ITI-41

/// Assertions that passed every rule. Only the verifier makes one (DESIGN: proof types).
class VerifiedAssertions {
  public:
    const Assertion& hcp() const noexcept { return hcp_; }
    const std::optional<Assertion>& trc() const noexcept { return trc_; }
    const std::optional<Assertion>& nextOfKin() const noexcept { return nextOfKin_; }
    Transaction transaction() const noexcept { return transaction_; }
    const CountryCode& country() const noexcept {
        return country_;
    } ///< of signer, issuer and TLS client alike
    const std::optional<PatientId>& patient() const noexcept { return patient_; } ///< of the TRC
    const std::vector<std::string>& tolerated() const noexcept { return tolerated_; }

  private:
    friend class Verifier;
    VerifiedAssertions(Assertion hcp, CountryCode country, Transaction transaction)
        : hcp_(std::move(hcp)), transaction_(transaction), country_(std::move(country)) {}

    Assertion hcp_;
    std::optional<Assertion> trc_;
    std::optional<Assertion> nextOfKin_;
    std::optional<PatientId> patient_;
    Transaction transaction_;
    CountryCode country_;
    std::vector<std::string> tolerated_;
};

/// What came with a request.
struct Received {
    bool securityHeader = false;
    std::span<const xml::Node> assertions;
    Transaction transaction = Transaction::PatientDiscovery;
    std::optional<CountryCode> tlsCountry; ///< C of the TLS client certificate
    Instant now;
};

/// Everything one rule looks at: the parsed assertions, their signature proofs, the request's circumstances.
struct RuleContext;
/// One line of the rule table: its name (metrics, audit, log), what the peer sees, the function.
struct Rule {
    std::string_view name;
    ErrorCode code;
    Result<void> (*check)(const RuleContext& context);
};
/// The rules in the order in which they are applied. There is no switch for any of them.
std::span<const Rule> rules() noexcept;

/// Applies the rule table. Safe to share between threads.
class Verifier {
  public:
    Verifier(std::shared_ptr<const certs::TrustStore> trust, certs::SignatureVerifier& signatures,
             std::shared_ptr<const Vocabulary> vocabulary);

    /// A new trust list: verifications from now on ask it.
    void renewTrust(std::shared_ptr<const certs::TrustStore> trust);

    /// The first failing rule's error, with its name in `Error::rule`.
    Result<VerifiedAssertions> verify(const Received& received) const;

  private:
    Current<certs::TrustStore> trust_;
    certs::SignatureVerifier& signatures_;
    std::shared_ptr<const Vocabulary> vocabulary_;
};

} // namespace ncp::saml
