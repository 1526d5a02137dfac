#pragma once

#include "base/clock.hpp"
#include "certs/certificate.hpp"
#include "certs/private_key.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// The organization in every certificate of a development authority.
inline constexpr std::string_view kDevelopmentOrganization = "ncp development";

enum class KeyKind : std::uint8_t { Rsa2048, Rsa3072, EcP256 };

/// A new private key from the system's random source.
PrivateKey generateKey(KeyKind kind);
/// PKCS #8 PEM without pass phrase: for the file of a development key, nothing else.
std::string unprotectedPem(const PrivateKey& key);

struct Validity {
    Instant notBefore;
    Instant notAfter;
};

/// What a certificate is for; decides its extensions as the NCP certificate profiles have them: servers
/// digitalSignature + keyEncipherment, serverAuth and alternative names; clients digitalSignature and
/// clientAuth; signatures (seal) digitalSignature only; authorities keyCertSign + cRLSign; responders
/// digitalSignature, OCSPSigning and id-pkix-ocsp-nocheck.
enum class CertificateUse : std::uint8_t { TlsServer, TlsClient, Signature, Authority, OcspResponder };

struct CertificateSubject {
    std::string country; ///< C, ISO 3166-1 alpha-2; left out where empty
    std::string commonName;
    std::vector<std::string> hostNames;               ///< alternative names: DNS names or IP addresses
    std::vector<std::string> responders = {};         ///< addresses of OCSP responders to state
    std::vector<std::string> distributionPoints = {}; ///< addresses of revocation lists to state
    std::string nameConstraints = {}; ///< of an authority, as OpenSSL writes them: `permitted;DNS:example`
};

/// A certificate authority for development and tests: its certificates say that they are for development.
/// Immutable and safe to share. Failures of the library are exceptions: nothing here depends on the world.
class DevelopmentAuthority {
  public:
    /// A self-signed authority with a new key.
    static DevelopmentAuthority make(std::string_view commonName, Validity validity, KeyKind kind);
    /// An authority that exists: root or intermediate.
    explicit DevelopmentAuthority(Credential credential) : credential_(std::move(credential)) {}

    const Certificate& certificate() const noexcept { return credential_.certificate(); }
    const Credential& credential() const noexcept { return credential_; }

    /// Any validity, also one in the past or in the future: tests need them.
    Certificate issue(const CertificateSubject& subject, CertificateUse use, Validity validity,
                      const PrivateKey& key) const;
    /// The same with a new key; the chain of the answer is the one certificate.
    Credential issueWithNewKey(const CertificateSubject& subject, CertificateUse use, Validity validity,
                               KeyKind kind = KeyKind::Rsa2048) const;
    /// A CRL (PEM) of these certificates; thisUpdate and nextUpdate are the ends of `validity`.
    std::string revocationList(std::span<const Certificate> revoked, Validity validity) const;

  private:
    Credential credential_;
};

} // namespace ncp::certs
