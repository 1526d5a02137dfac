#include "certs/trust_store.hpp"

#include "base/handle.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

namespace {

constexpr std::chrono::hours kHour{1};

/// The rule that refuses, "" where the certificate is trusted.
std::string ruleOf(const TrustStore& trust, const Certificate& certificate,
                   Purpose purpose = Purpose::Signature, Instant now = testNow(),
                   std::span<const Certificate> intermediates = {}) {
    const auto checked = trust.check(certificate, intermediates, purpose, now);
    if (checked) {
        return "";
    }
    CHECK(checked.error().code ==
          (purpose == Purpose::Signature ? ErrorCode::SignatureNotValid : ErrorCode::PeerUntrusted));
    return checked.error().rule;
}

/// A trust list of one signature authority with these revocation lists.
TrustStore trustWith(const DevelopmentAuthority& authority, const std::vector<std::string>& lists) {
    const TemporaryDirectory directory;
    TrustStore::Files files{{}, {}, {directory.write("anchor.pem", authority.certificate().pem())}, {}};
    for (const auto& list : lists) {
        const auto name = "list" + std::to_string(files.revocationLists.size()) + ".crl";
        files.revocationLists.push_back(directory.write(name, list));
    }
    return TrustStore::load(files).value();
}

Certificate sealOf(const DevelopmentAuthority& authority, Validity validity = around(testNow())) {
    return authority
        .issueWithNewKey({"PT", "Test seal", {}}, CertificateUse::Signature, validity, KeyKind::EcP256)
        .certificate();
}

PrivateKey weakKey(EVP_PKEY* made) {
    const Handle<EVP_PKEY, &EVP_PKEY_free> key{made};
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    REQUIRE(PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return PrivateKey::fromPem({text, static_cast<std::size_t>(length)}).value();
}

} // namespace

TEST_CASE("a certificate of a listed authority is trusted for its purpose only", "[certs]") {
    TestPki pki;
    const auto trust = pki.trustStore();
    CHECK(ruleOf(trust, pki.signer("PT").certificate()).empty());
    CHECK(ruleOf(trust, pki.tlsServer("PT").certificate(), Purpose::TlsServer).empty());
    CHECK(ruleOf(trust, pki.tlsClient("PT").certificate(), Purpose::TlsClient).empty());
    CHECK(ruleOf(trust, pki.tlsClient("PT").certificate()) == "chain");
    CHECK(ruleOf(trust, pki.signer("PT").certificate(), Purpose::TlsClient) == "chain");
    CHECK(ruleOf(trust, pki.tlsServer("PT").certificate(), Purpose::TlsClient) == "key-usage");
    CHECK(ruleOf(trust, pki.tlsClient("PT").certificate(), Purpose::TlsServer) == "key-usage");
    CHECK(trust.anchors(Purpose::Signature) == std::vector{pki.signatureAuthority().certificate()});
}

TEST_CASE("a stranger is refused, also one who names himself like a listed authority", "[certs]") {
    const TestPki pki;
    const TestPki stranger;
    const auto trust = pki.trustStore();
    CHECK(ruleOf(trust, sealOf(stranger.signatureAuthority())) == "chain");
    const std::vector carried{stranger.signatureAuthority().certificate()};
    CHECK(ruleOf(trust, sealOf(stranger.signatureAuthority()), Purpose::Signature, testNow(), carried) ==
          "chain");
    CHECK(ruleOf(trust, stranger.signatureAuthority().certificate()) == "chain");
}

TEST_CASE("without anchors nobody is trusted", "[certs]") {
    const TestPki pki;
    const auto trust = TrustStore::load({}).value();
    CHECK(ruleOf(trust, sealOf(pki.signatureAuthority())) == "chain");
}

TEST_CASE("times are looked at on every check, also when the path is known", "[certs]") {
    const TestPki pki;
    const auto trust = pki.trustStore();
    const auto seal = sealOf(pki.signatureAuthority(), {testNow() - kHour, testNow() + kHour});
    CHECK(ruleOf(trust, seal).empty());
    CHECK(ruleOf(trust, seal, Purpose::Signature, testNow() - 2 * kHour) == "not-yet-valid");
    CHECK(ruleOf(trust, seal, Purpose::Signature, testNow() + 2 * kHour) == "expired");
    CHECK(ruleOf(trust, seal).empty());
}

TEST_CASE("an expired authority vouches for nobody", "[certs]") {
    const auto old = DevelopmentAuthority::make("Test old authority",
                                                {testNow() - 2 * kHour, testNow() - kHour}, KeyKind::EcP256);
    const auto trust = trustWith(old, {});
    CHECK(ruleOf(trust, sealOf(old)) == "expired");
}

TEST_CASE("a path through an intermediate needs it to be carried, and it must be an authority", "[certs]") {
    const TestPki pki;
    const auto trust = pki.trustStore();
    const auto& root = pki.signatureAuthority();
    const DevelopmentAuthority middle{root.issueWithNewKey(
        {"", "Test intermediate", {}}, CertificateUse::Authority, around(testNow()), KeyKind::EcP256)};
    const std::vector carried{middle.certificate()};
    CHECK(ruleOf(trust, sealOf(middle)) == "chain");
    CHECK(ruleOf(trust, sealOf(middle), Purpose::Signature, testNow(), carried).empty());

    const DevelopmentAuthority seal{root.issueWithNewKey({"PT", "Test seal", {}}, CertificateUse::Signature,
                                                         around(testNow()), KeyKind::EcP256)};
    const std::vector notAuthority{seal.certificate()};
    CHECK(ruleOf(trust, sealOf(seal), Purpose::Signature, testNow(), notAuthority) == "chain");
}

TEST_CASE("of two certificates of one authority the valid one counts, whichever comes first", "[certs]") {
    const TestPki pki;
    const auto trust = pki.trustStore();
    const auto& root = pki.signatureAuthority();
    const auto key = generateKey(KeyKind::EcP256);
    const auto authority = [&](Validity validity) {
        return root.issue({"", "Test renewed", {}}, CertificateUse::Authority, validity, key);
    };
    const auto old = authority({testNow() - 2 * kHour, testNow() - kHour});
    const auto renewed = authority({testNow() - kHour, testNow() + kHour});
    const DevelopmentAuthority issuer{Credential{key, {renewed}}};
    const auto seal = sealOf(issuer);
    const std::vector oldFirst{old, renewed};
    const std::vector renewedFirst{renewed, old};
    const std::vector onlyOld{old};
    CHECK(ruleOf(trust, seal, Purpose::Signature, testNow(), onlyOld) == "expired");
    CHECK(ruleOf(trust, seal, Purpose::Signature, testNow(), oldFirst).empty());
    const auto other = sealOf(issuer);
    CHECK(ruleOf(trust, other, Purpose::Signature, testNow() - std::chrono::minutes{90}, onlyOld).empty());
    CHECK(ruleOf(trust, other, Purpose::Signature, testNow(), renewedFirst).empty());
}

TEST_CASE("a listed intermediate ends the path", "[certs]") {
    const TestPki pki;
    const DevelopmentAuthority middle{pki.signatureAuthority().issueWithNewKey(
        {"", "Test intermediate", {}}, CertificateUse::Authority, around(testNow()), KeyKind::EcP256)};
    CHECK(ruleOf(trustWith(middle, {}), sealOf(middle)).empty());
}

TEST_CASE("a seal without digitalSignature is refused", "[certs]") {
    const TestPki pki;
    const auto trust = pki.trustStore();
    const auto authority = pki.signatureAuthority().issueWithNewKey(
        {"PT", "Test intermediate", {}}, CertificateUse::Authority, around(testNow()), KeyKind::EcP256);
    CHECK(ruleOf(trust, authority.certificate()) == "key-usage");
}

TEST_CASE("short keys are refused", "[certs]") {
    const TestPki pki;
    const auto trust = pki.trustStore();
    const auto withKey = [&](EVP_PKEY* key) {
        return pki.signatureAuthority().issue({"PT", "Test weak seal", {}}, CertificateUse::Signature,
                                              around(testNow()), weakKey(key));
    };
    CHECK(ruleOf(trust, withKey(EVP_RSA_gen(1024U))) == "key-size");
    CHECK(ruleOf(trust, withKey(EVP_EC_gen("P-224"))) == "key-size");
    CHECK(ruleOf(trust, withKey(EVP_EC_gen("P-384"))).empty());
    CHECK(ruleOf(trust, withKey(EVP_RSA_gen(2048U))).empty());
}

TEST_CASE("a revoked certificate is refused, others of the authority are not", "[certs]") {
    const TestPki pki;
    const auto& authority = pki.signatureAuthority();
    const std::vector revoked{sealOf(authority)};
    const auto trust = trustWith(authority, {authority.revocationList(revoked, around(testNow()))});
    CHECK(ruleOf(trust, revoked.front()) == "revoked");
    CHECK(ruleOf(trust, revoked.front()) == "revoked");
    CHECK(ruleOf(trust, sealOf(authority)).empty());
}

TEST_CASE("a revocation list that is not current leaves revocation unknown", "[certs]") {
    const TestPki pki;
    const auto& authority = pki.signatureAuthority();
    const auto seal = sealOf(authority);
    const auto expired = authority.revocationList({}, {testNow() - 2 * kHour, testNow() - kHour});
    const auto future = authority.revocationList({}, {testNow() + kHour, testNow() + 2 * kHour});
    const auto current = authority.revocationList({}, {testNow() - kHour, testNow() + kHour});
    CHECK(ruleOf(trustWith(authority, {expired}), seal) == "revocation-unknown");
    CHECK(ruleOf(trustWith(authority, {future}), seal) == "revocation-unknown");
    const auto trust = trustWith(authority, {expired, current});
    CHECK(ruleOf(trust, seal).empty());
    CHECK(ruleOf(trust, seal, Purpose::Signature, testNow() + 2 * kHour) == "revocation-unknown");
    const std::vector revoked{seal};
    const auto oldButClear = authority.revocationList(revoked, {testNow() - 2 * kHour, testNow() - kHour});
    CHECK(ruleOf(trustWith(authority, {oldButClear, current}), seal) == "revoked");
}

TEST_CASE("a revocation list in the authority's name but of another key says nothing", "[certs]") {
    const TestPki pki;
    const TestPki stranger;
    const auto& authority = pki.signatureAuthority();
    const auto forged = stranger.signatureAuthority().revocationList({}, around(testNow()));
    CHECK(ruleOf(trustWith(authority, {forged}), sealOf(authority)) == "revocation-unknown");
}

TEST_CASE("an issuer without any configured revocation list is not asked", "[certs]") {
    const TestPki pki;
    const auto otherList = pki.tlsAuthority().revocationList({}, {testNow() - 2 * kHour, testNow() - kHour});
    CHECK(ruleOf(trustWith(pki.signatureAuthority(), {otherList}), sealOf(pki.signatureAuthority())).empty());
}

TEST_CASE("a trust list that can't be read names the file", "[certs]") {
    const TestPki pki;
    const TemporaryDirectory directory;
    const auto rubbish = directory.write("rubbish.pem", "rubbish");
    const auto faultOf = [](const TrustStore::Files& files) {
        const auto refused = TrustStore::load(files);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
        return refused.error().detail;
    };
    CHECK_THAT(faultOf({{rubbish}, {}, {}, {}}), Catch::Contains("rubbish.pem"));
    CHECK_THAT(faultOf({{}, {}, {}, {rubbish}}), Catch::Contains("rubbish.pem"));
    CHECK_THAT(faultOf({{}, {}, {directory.path() / "absent.pem"}, {}}), Catch::Contains("absent.pem"));
}
