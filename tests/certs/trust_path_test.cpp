#include "certs/trust_store.hpp"

#include "base/handle.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

#include <openssl/x509.h>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;
using Catch::Matchers::Contains;

namespace {

/// Trusts the authority for every purpose, as the countries table says.
Result<TrustStore> trustWith(const DevelopmentAuthority& authority, const std::string& countries) {
    const TemporaryDirectory directory;
    const auto anchor = directory.write("anchor.pem", authority.certificate().pem());
    TrustStore::Files files{{anchor}, {anchor}, {anchor}, {}};
    if (!countries.empty()) {
        files.anchorCountries = directory.write("countries.tsv", "anchor\tcountries\n" + countries);
    }
    return TrustStore::load(files);
}

std::string ruleOf(const TrustStore& trust, const Certificate& certificate, Purpose purpose,
                   std::span<const Certificate> intermediates = {}) {
    const auto checked = trust.check(certificate, intermediates, purpose, testNow());
    return checked ? "" : checked.error().rule;
}

Certificate sealOf(const DevelopmentAuthority& authority, const std::string& country) {
    return authority
        .issueWithNewKey({country, "Test seal", {}}, CertificateUse::Signature, around(testNow()),
                         KeyKind::EcP256)
        .certificate();
}

/// The same certificate, signed once more by its issuer, with a digest of the past.
Certificate signedWith(const EVP_MD* digest, const Certificate& certificate,
                       const DevelopmentAuthority& authority) {
    const Handle<X509, &X509_free> copy{X509_dup(certificate.native())};
    REQUIRE(X509_sign(copy.get(), authority.credential().key.native(), digest) > 0);
    unsigned char* der = nullptr;
    const int length = i2d_X509(copy.get(), &der);
    REQUIRE(length > 0);
    const std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
    OPENSSL_free(der);
    return Certificate::fromDer(bytes).value();
}

} // namespace

TEST_CASE("an anchor speaks for its countries only", "[certs][hostile]") {
    const TestPki pki;
    const auto& authority = pki.signatureAuthority();
    const auto trust = trustWith(authority, "anchor.pem\tPT SE\n");
    REQUIRE(trust);
    CHECK(ruleOf(*trust, sealOf(authority, "PT"), Purpose::Signature).empty());
    CHECK(ruleOf(*trust, sealOf(authority, "SE"), Purpose::Signature).empty());
    CHECK(ruleOf(*trust, sealOf(authority, "NO"), Purpose::Signature) == "country");
    CHECK(ruleOf(*trust, sealOf(authority, ""), Purpose::Signature) == "country");
    const auto client = authority.issueWithNewKey({"NO", "Test client", {}}, CertificateUse::TlsClient,
                                                  around(testNow()), KeyKind::EcP256);
    CHECK(ruleOf(*trust, client.certificate(), Purpose::TlsClient) == "country");
    const auto everybody = trustWith(authority, authority.certificate().fingerprint() + "\t*\n");
    REQUIRE(everybody);
    CHECK(ruleOf(*everybody, sealOf(authority, "NO"), Purpose::Signature).empty());
}

TEST_CASE("a countries table that leaves an anchor out or can't be read is refused", "[certs]") {
    const TestPki pki;
    const auto faultOf = [&](const std::string& rows) {
        const auto refused = trustWith(pki.signatureAuthority(), rows);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
        return refused.error().detail;
    };
    CHECK_THAT(faultOf(pki.tlsAuthority().certificate().fingerprint() + "\tPT\n"),
               Contains("Test signature authority"));
    CHECK_THAT(faultOf("absent.pem\tPT\n"), Contains("countries.tsv:2") && Contains("absent.pem"));
    CHECK_THAT(faultOf("anchor.pem\tPORTUGAL\n"), Contains("countries.tsv:2"));
}

TEST_CASE("an authority's name constraints hold", "[certs][hostile]") {
    const TestPki pki;
    const auto& root = pki.tlsAuthority();
    CertificateSubject subject{"", "Test constrained", {}};
    subject.nameConstraints = "permitted;DNS:ncp.pt.example";
    const DevelopmentAuthority middle{
        root.issueWithNewKey(subject, CertificateUse::Authority, around(testNow()), KeyKind::EcP256)};
    const std::vector carried{middle.certificate()};
    const auto serverFor = [&](const std::string& host) {
        return middle
            .issueWithNewKey({"PT", "Test server", {host}}, CertificateUse::TlsServer, around(testNow()),
                             KeyKind::EcP256)
            .certificate();
    };
    const auto trust = trustWith(root, "");
    CHECK(ruleOf(*trust, serverFor("ncp.pt.example"), Purpose::TlsServer, carried).empty());
    CHECK(ruleOf(*trust, serverFor("ncp.no.example"), Purpose::TlsServer, carried) == "name-constraints");
}

TEST_CASE("SHA-1 and MD5 signatures are refused wherever they stand on the path", "[certs][hostile]") {
    const TestPki pki;
    const auto& root = pki.signatureAuthority();
    const auto trust = trustWith(root, "");
    const auto seal = sealOf(root, "PT");
    CHECK(ruleOf(*trust, seal, Purpose::Signature).empty());
    CHECK(ruleOf(*trust, signedWith(EVP_sha384(), seal, root), Purpose::Signature).empty());
    CHECK(ruleOf(*trust, signedWith(EVP_sha1(), seal, root), Purpose::Signature) == "algorithm");
    const auto issued = root.issueWithNewKey({"", "Test intermediate", {}}, CertificateUse::Authority,
                                             around(testNow()), KeyKind::EcP256);
    const DevelopmentAuthority middle{issued};
    const auto below = sealOf(middle, "PT");
    const std::vector strong{issued.certificate()};
    const std::vector weak{signedWith(EVP_sha1(), issued.certificate(), root)};
    CHECK(ruleOf(*trust, below, Purpose::Signature, weak) == "algorithm");
    CHECK(ruleOf(*trust, below, Purpose::Signature, strong).empty());
}

TEST_CASE("the path of a certificate is told leaf first", "[certs]") {
    const TestPki pki;
    const auto& root = pki.signatureAuthority();
    const auto trust = trustWith(root, "");
    const auto seal = sealOf(root, "PT");
    CHECK(trust->path(seal, {}, Purpose::Signature, testNow()).value() ==
          std::vector{seal, root.certificate()});
    const TestPki stranger;
    CHECK_FALSE(trust->path(sealOf(stranger.signatureAuthority(), "PT"), {}, Purpose::Signature, testNow()));
}
