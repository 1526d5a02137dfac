#pragma once

#include "base/uuid.hpp"
#include "ncp/saml/issue.hpp"
#include "ncp/saml/verify.hpp"
#include "tests/support/test_pki.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    Instant now() const override { return now_; }

  private:
    Instant now_;
};

/// Numbers that count upwards.
class CountingRandom final : public Random {
  public:
    std::array<std::uint8_t, 16> sixteenBytes() override;

  private:
    std::uint8_t next_ = 0;
};

/// One assertion of a header in the making: its text without signature, and who signs it.
struct Draft {
    std::string text;
    const certs::Credential* signer = nullptr; ///< null: left unsigned
    std::function<std::string(std::string)> afterSigning{};

    /// Replaces the only occurrence of `from`; a test whose text is not there is wrong.
    void replace(std::string_view from, std::string_view to);
};

/// A request's security header and circumstances, right as made, for a test to spoil.
struct Scene {
    Draft hcp;
    Draft trc;
    Draft nok;
    std::vector<std::string> order{"nok", "hcp", "trc"}; ///< which go into the header; repeats allowed
    bool securityHeader = true;
    saml::Transaction transaction = saml::Transaction::Query;
    std::optional<CountryCode> tlsCountry{};
    Instant now{};
};

/// Real issuer, real signatures, real trust store of an invented Norway asking an invented Portugal.
class Workshop {
  public:
    Workshop();

    Scene scene();
    Result<saml::VerifiedAssertions> verify(const Scene& scene);
    /// Signs the drafts and writes them into a header element, in the scene's order.
    std::string header(const Scene& scene) const;

    const saml::Issuer& issuer() const noexcept { return issuer_; }
    const std::vector<saml::IssuedAssertion>& issued() const noexcept { return issued_; } ///< hcp, trc, nok
    TestPki& pki() noexcept { return pki_; }
    const certs::Credential& strangerOf(const std::string& country); ///< an authority nobody trusts

    static saml::Clinician clinician();
    static PatientId patient();
    static std::shared_ptr<const saml::Vocabulary> vocabulary();

  private:
    TestPki pki_;
    FixedClock clock_;
    CountingRandom random_;
    saml::Issuer issuer_;
    std::vector<saml::IssuedAssertion> issued_;
    std::unique_ptr<TestPki> stranger_;
    certs::SignatureVerifier signatures_;
    saml::Verifier verifier_;
};

} // namespace ncp::test
