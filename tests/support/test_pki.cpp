#include "tests/support/test_pki.hpp"

#include <utility>

namespace ncp::test {

using certs::CertificateUse;
using certs::DevelopmentAuthority;
using certs::KeyKind;

Instant testNow() {
    using namespace std::chrono;
    return Instant{sys_days{2026y / June / 1} + 12h};
}

certs::Validity around(Instant now) {
    return {now - std::chrono::days{1}, now + std::chrono::days{365}};
}

TestPki::TestPki(Instant now)
    : now_(now), tls_(DevelopmentAuthority::make("Test TLS authority", around(now), KeyKind::EcP256)),
      signature_(DevelopmentAuthority::make("Test signature authority", around(now), KeyKind::EcP256)) {}

const certs::Credential& TestPki::kept(const std::string& name, const DevelopmentAuthority& authority,
                                       const certs::CertificateSubject& subject, CertificateUse use,
                                       KeyKind kind) {
    const auto found = made_.find(name);
    if (found != made_.end()) {
        return found->second;
    }
    return made_.emplace(name, authority.issueWithNewKey(subject, use, around(now_), kind)).first->second;
}

const certs::Credential& TestPki::signer(const std::string& country) {
    return kept("signer " + country, signature_, {country, "Test signature " + country, {}},
                CertificateUse::Signature, KeyKind::Rsa2048);
}

const certs::Credential& TestPki::tlsServer(const std::string& country) {
    return kept("server " + country, tls_,
                {country, "Test server " + country, {"127.0.0.1", "::1", "localhost"}},
                CertificateUse::TlsServer, KeyKind::EcP256);
}

const certs::Credential& TestPki::tlsClient(const std::string& country) {
    return kept("client " + country, tls_, {country, "Test client " + country, {}}, CertificateUse::TlsClient,
                KeyKind::EcP256);
}

certs::TrustStore::Files TestPki::trustFiles(const TemporaryDirectory& directory) const {
    const auto tls = directory.write("trust/tls.pem", tls_.certificate().pem());
    const auto signature = directory.write("trust/signature.pem", signature_.certificate().pem());
    return {{tls}, {tls}, {signature}, {}};
}

certs::TrustStore TestPki::trustStore() const {
    const TemporaryDirectory directory;
    return certs::TrustStore::load(trustFiles(directory)).value();
}

CredentialFiles writeCredential(const TemporaryDirectory& directory, std::string_view name,
                                const certs::Credential& credential) {
    std::string chain;
    for (const auto& certificate : credential.chain) {
        chain += certificate.pem();
    }
    return {directory.write(std::string{name} + ".key", certs::unprotectedPem(credential.key)),
            directory.write(std::string{name} + ".pem", chain)};
}

} // namespace ncp::test
