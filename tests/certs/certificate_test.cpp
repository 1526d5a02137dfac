#include "certs/certificate.hpp"

#include "certs/development_authority.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::certs;
using test::testNow;
using test::TestPki;

TEST_CASE("a certificate tells its subject, country, names, validity and key", "[certs]") {
    TestPki pki;
    const auto& certificate = pki.tlsServer("PT").certificate();
    CHECK(certificate.subject() == "CN=Test server PT,O=ncp development,C=PT");
    CHECK(certificate.issuer() == "CN=Test TLS authority,O=ncp development");
    CHECK(certificate.commonName() == "Test server PT");
    CHECK(certificate.country() == "PT");
    CHECK(certificate.dnsNames() == std::vector<std::string>{"127.0.0.1", "::1", "localhost"});
    CHECK(certificate.notBefore() == testNow() - std::chrono::days{1});
    CHECK(certificate.notAfter() == testNow() + std::chrono::days{365});
    CHECK(certificate.keyAlgorithm() == "EC");
    CHECK(certificate.keyBits() == 256);
    CHECK(certificate.allowsDigitalSignature());
    CHECK_FALSE(certificate.isAuthority());
    CHECK(certificate.serialNumber().size() == 32);
    CHECK(certificate.sha256().size() == 32);
    CHECK(certificate.fingerprint().size() == 64);
}

TEST_CASE("an authority is one, and may not sign messages", "[certs]") {
    const TestPki pki;
    CHECK(pki.signatureAuthority().certificate().isAuthority());
    CHECK_FALSE(pki.signatureAuthority().certificate().allowsDigitalSignature());
    CHECK_FALSE(pki.signatureAuthority().certificate().country());
}

TEST_CASE("the country is the subject's C attribute, never text that looks like it", "[certs]") {
    const TestPki pki;
    const auto key = generateKey(KeyKind::EcP256);
    const auto issue = [&](const CertificateSubject& subject) {
        return pki.signatureAuthority().issue(subject, CertificateUse::Signature, test::around(testNow()),
                                              key);
    };
    CHECK_FALSE(issue({"", "Seal, C=NO", {}}).country());
    CHECK(issue({"pt", "DC=NO,C=NO", {}}).country() == "PT");
}

TEST_CASE("PEM and DER are read back to an equal certificate", "[certs]") {
    TestPki pki;
    const auto& certificate = pki.tlsClient("NO").certificate();
    CHECK(Certificate::fromDer(certificate.der()).value() == certificate);
    CHECK(Certificate::fromPem(certificate.pem()).value() == certificate);
    const auto chain = Certificate::chainFromPem("first\n" + certificate.pem() + "second\n" +
                                                 pki.tlsAuthority().certificate().pem());
    REQUIRE(chain);
    CHECK(*chain == std::vector{certificate, pki.tlsAuthority().certificate()});
}

TEST_CASE("what is no certificate is refused", "[certs]") {
    TestPki pki;
    const auto& certificate = pki.tlsClient("NO").certificate();
    CHECK(Certificate::fromDer("").error().code == ErrorCode::InputRefused);
    CHECK(Certificate::fromDer("rubbish").error().code == ErrorCode::InputRefused);
    CHECK(Certificate::fromDer(certificate.der() + "x").error().code == ErrorCode::InputRefused);
    CHECK(Certificate::fromDer(certificate.der().substr(0, 200)).error().code == ErrorCode::InputRefused);
    CHECK(Certificate::fromPem("").error().code == ErrorCode::InputRefused);
    const auto damaged = certificate.pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    CHECK(Certificate::chainFromPem(damaged).error().code == ErrorCode::InputRefused);
}

TEST_CASE("a key belongs to its own certificate only", "[certs]") {
    TestPki pki;
    const auto& client = pki.tlsClient("NO");
    const auto& server = pki.tlsServer("NO");
    CHECK(client.key.matches(client.certificate()));
    CHECK_FALSE(client.key.matches(server.certificate()));
}

TEST_CASE("a credential is loaded when both files belong together; else the file at fault is named",
          "[certs]") {
    TestPki pki;
    const test::TemporaryDirectory directory;
    const auto client = test::writeCredential(directory, "client", pki.tlsClient("NO"));
    const auto server = test::writeCredential(directory, "server", pki.tlsServer("NO"));
    const auto loaded = loadCredential(client.key, client.chain);
    REQUIRE(loaded);
    CHECK(loaded->certificate() == pki.tlsClient("NO").certificate());

    const auto faultOf = [](const std::filesystem::path& key, const std::filesystem::path& chain) {
        const auto refused = loadCredential(key, chain);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
        return refused.error().detail;
    };
    CHECK_THAT(faultOf(client.key, server.chain), Catch::Contains("client.key"));
    CHECK_THAT(faultOf(directory.path() / "absent.key", client.chain), Catch::Contains("absent.key"));
    CHECK_THAT(faultOf(client.key, directory.path() / "absent.pem"), Catch::Contains("absent.pem"));
    const auto rubbish = directory.write("rubbish.key", "SECRET-TEXT");
    CHECK_THAT(faultOf(rubbish, client.chain),
               Catch::Contains("rubbish.key") && !Catch::Contains("SECRET-TEXT"));
    CHECK_THAT(faultOf(client.key, rubbish), Catch::Contains("rubbish.key"));
}

TEST_CASE("a key behind a pass phrase is refused without asking for one", "[certs]") {
    const auto refused =
        PrivateKey::fromPem("-----BEGIN ENCRYPTED "
                            "PRIVATE KEY-----\n"
                            "MIGjMF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBAAAAAAAAAAAAAAAAAA\n"
                            "-----END ENCRYPTED "
                            "PRIVATE KEY-----\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::InputRefused);
}
