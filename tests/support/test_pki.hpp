#pragma once

#include "base/clock.hpp"
#include "certs/development_authority.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "tests/support/temporary_directory.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// The moment around which every test certificate is valid: 2026-06-01T12:00:00Z.
Instant testNow();
/// From a day before to a year after the instant.
certs::Validity around(Instant now);

/// A throw-away PKI for tests: an authority for TLS and one for signatures, keys made when first asked for.
/// Made with `SystemClock{}.now()` it serves real TLS connections. Not for several threads at once.
class TestPki {
  public:
    explicit TestPki(Instant now = testNow());

    Instant now() const noexcept { return now_; }
    const certs::DevelopmentAuthority& tlsAuthority() const noexcept { return tls_; }
    const certs::DevelopmentAuthority& signatureAuthority() const noexcept { return signature_; }

    /// RSA-2048 seal of that country; the same at every call.
    const certs::Credential& signer(const std::string& country);
    /// Server certificate for 127.0.0.1, ::1 and localhost; the same at every call.
    const certs::Credential& tlsServer(const std::string& country);
    const certs::Credential& tlsClient(const std::string& country);

    /// Files with these anchors (and no revocation list) for what takes paths.
    certs::TrustStore::Files trustFiles(const TemporaryDirectory& directory) const;
    /// Trusts exactly these two authorities.
    certs::TrustStore trustStore() const;

  private:
    const certs::Credential& kept(const std::string& name, const certs::DevelopmentAuthority& authority,
                                  const certs::CertificateSubject& subject, certs::CertificateUse use,
                                  certs::KeyKind kind);

    Instant now_;
    certs::DevelopmentAuthority tls_;
    certs::DevelopmentAuthority signature_;
    std::map<std::string, certs::Credential> made_;
};

/// A credential on disk, as configuration refers to it.
struct CredentialFiles {
    std::filesystem::path key;
    std::filesystem::path chain;
};
CredentialFiles writeCredential(const TemporaryDirectory& directory, std::string_view name,
                                const certs::Credential& credential);

} // namespace ncp::test
