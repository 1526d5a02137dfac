#include "certs/credential_source.hpp"

#include "base/handle.hpp"
#include "certs/certificate_bundle.hpp"
#include "certs/key_modules.hpp"
#include "certs/pkcs12.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>

#include <cstdlib>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::chrono::hours kHour{1};
const std::string kPassPhrase = "correct horse";

std::string contentOf(BIO* memory) {
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

std::string pkcs12Of(const PrivateKey& key, const Certificate& certificate,
                     const std::vector<Certificate>& others) {
    const Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }> stack{
        sk_X509_new_null()};
    for (const auto& other : others) {
        REQUIRE(sk_X509_push(stack.get(), other.native()) > 0);
    }
    const Handle<PKCS12, &PKCS12_free> made{PKCS12_create(kPassPhrase.c_str(), "test", key.native(),
                                                          certificate.native(), stack.get(), 0, 0, 0, 0, 0)};
    REQUIRE(made);
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    REQUIRE(i2d_PKCS12_bio(out.get(), made.get()) == 1);
    return contentOf(out.get());
}

std::string encryptedPem(const PrivateKey& key) {
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    REQUIRE(PEM_write_bio_PKCS8PrivateKey(out.get(), key.native(), EVP_aes_256_cbc(), kPassPhrase.c_str(),
                                          static_cast<int>(kPassPhrase.size()), nullptr, nullptr) == 1);
    return contentOf(out.get());
}

/// A PKCS #7 file that holds certificates only, as authorities answer.
std::string pkcs7Of(const std::vector<Certificate>& certificates) {
    const Handle<PKCS7, &PKCS7_free> made{PKCS7_new()};
    REQUIRE(PKCS7_set_type(made.get(), NID_pkcs7_signed) == 1);
    REQUIRE(PKCS7_content_new(made.get(), NID_pkcs7_data) == 1);
    for (const auto& certificate : certificates) {
        REQUIRE(PKCS7_add_certificate(made.get(), certificate.native()) == 1);
    }
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    REQUIRE(i2d_PKCS7_bio(out.get(), made.get()) == 1);
    return contentOf(out.get());
}

std::string faultOf(const CredentialSource& source) {
    KeyModules modules;
    const auto refused = loadCredential(source, modules);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
    CHECK_THAT(refused.error().detail, !Contains(kPassPhrase));
    return refused.error().detail;
}

} // namespace

TEST_CASE("a PKCS #12 file gives key and chain, leaf first and without the root", "[certs]") {
    const TestPki pki;
    const TemporaryDirectory directory;
    const auto& root = pki.signatureAuthority();
    const DevelopmentAuthority middle{root.issueWithNewKey(
        {"", "Test intermediate", {}}, CertificateUse::Authority, around(testNow()), KeyKind::EcP256)};
    const auto seal =
        middle.issueWithNewKey({"NO", "Test seal", {}}, CertificateUse::Signature, around(testNow()));
    const auto file = directory.write(
        "seal.p12", pkcs12Of(seal.key, seal.certificate(), {root.certificate(), middle.certificate()}));
    const auto secret = directory.write("seal.pass", kPassPhrase + "\n");
    KeyModules modules;
    const auto loaded = loadCredential(Pkcs12File{file, {secret, {}}}, modules);
    REQUIRE(loaded);
    CHECK(loaded->chain == std::vector{seal.certificate(), middle.certificate()});
    CHECK(loaded->key.matches(seal.certificate()));
}

TEST_CASE("a PKCS #12 file with a wrong pass phrase, another key or no key is refused", "[certs][hostile]") {
    TestPki pki;
    const TemporaryDirectory directory;
    const auto& seal = pki.signer("NO");
    const auto file = directory.write("seal.p12", pkcs12Of(seal.key, seal.certificate(), {}));
    CHECK_THAT(faultOf(Pkcs12File{file, {directory.write("wrong", "wrong"), {}}}), Contains("pass phrase"));
    CHECK_THAT(faultOf(Pkcs12File{file, {}}), Contains("pass phrase"));
    CHECK_THAT(faultOf(Pkcs12File{directory.write("rubbish.p12", "rubbish"), {}}), Contains("rubbish.p12"));
    CHECK_FALSE(credentialFromPkcs12({}, kPassPhrase));
}

TEST_CASE("an encrypted PEM key is read with the pass phrase of a file or a variable", "[certs]") {
    TestPki pki;
    const TemporaryDirectory directory;
    const auto& seal = pki.signer("NO");
    const auto key = directory.write("seal.key", encryptedPem(seal.key));
    const auto chain = directory.write("seal.pem", seal.certificate().pem());
    const auto secret = directory.write("seal.pass", kPassPhrase + "\r\nsecond line\n");
    KeyModules modules;
    CHECK(loadCredential(PemFiles{key, chain, {secret, {}}}, modules));
    REQUIRE(::setenv("NCP_TEST_PASS_PHRASE", kPassPhrase.c_str(), 1) == 0);
    CHECK(loadCredential(PemFiles{key, chain, {{}, "NCP_TEST_PASS_PHRASE"}}, modules));
    REQUIRE(::unsetenv("NCP_TEST_PASS_PHRASE") == 0);
    CHECK_THAT(faultOf(PemFiles{key, chain, {{}, "NCP_TEST_PASS_PHRASE"}}), Contains("NCP_TEST_PASS_PHRASE"));
    CHECK_THAT(faultOf(PemFiles{key, chain, {}}), Contains("seal.key"));
    CHECK_THAT(faultOf(PemFiles{key, chain, {directory.write("empty", ""), {}}}), Contains("empty"));
}

TEST_CASE("key and certificate of different pairs are refused", "[certs][hostile]") {
    TestPki pki;
    const TemporaryDirectory directory;
    const auto mine = writeCredential(directory, "mine", pki.signer("NO"));
    const auto other = writeCredential(directory, "other", pki.signer("PT"));
    CHECK_THAT(faultOf(PemFiles{mine.key, other.chain, {}}), Contains("does not belong"));
}

TEST_CASE("of several credentials the newest valid one is used", "[certs]") {
    const TestPki pki;
    const auto valid = [&](Instant from, Instant until) {
        return pki.signatureAuthority().issueWithNewKey({"NO", "Test seal", {}}, CertificateUse::Signature,
                                                        {from, until}, KeyKind::EcP256);
    };
    const auto now = testNow();
    const std::vector credentials{valid(now - 5 * kHour, now + kHour),
                                  valid(now - 2 * kHour, now + 2 * kHour),
                                  valid(now + kHour, now + 9 * kHour), valid(now - 9 * kHour, now - kHour)};
    CHECK(&newestValid(credentials, now) == &credentials[1]);
    CHECK(&newestValid(credentials, now + 2 * kHour) == &credentials[2]);
    CHECK(&newestValid(credentials, now - 4 * kHour) == &credentials[0]);
    CHECK(&newestValid(credentials, now + 100 * kHour) == &credentials[2]);
}

TEST_CASE("an authority's answer is read as PEM, DER and PKCS #7", "[certs]") {
    TestPki pki;
    const auto& leaf = pki.signer("NO").certificate();
    const auto& root = pki.signatureAuthority().certificate();
    CHECK(readCertificates(leaf.pem() + root.pem()).value() == std::vector{leaf, root});
    CHECK(readCertificates(leaf.der()).value() == std::vector{leaf});
    const auto bundle = readCertificates(pkcs7Of({root, leaf}));
    REQUIRE(bundle);
    CHECK(bundle->size() == 2);
    CHECK(orderedChain(leaf, *bundle) == std::vector{leaf});
    CHECK_FALSE(readCertificates("rubbish"));
    CHECK_FALSE(readCertificates(""));
    CHECK_FALSE(readCertificates(pkcs7Of({})));
}

TEST_CASE("a key on a token is named without its PIN", "[certs][hostile]") {
    const TemporaryDirectory directory;
    const auto chain = directory.write("seal.pem", "");
    const auto source = [&](const std::string& uri) {
        return Pkcs11Key{"/usr/lib/softhsm/libsofthsm2.so", uri, {}, chain};
    };
    CHECK_THAT(faultOf(source("pkcs11:object=seal?pin-value=1234")), Contains("without a PIN"));
    CHECK_THAT(faultOf(source("file:seal.key")), Contains("pkcs11:"));
    CHECK_THAT(faultOf(Pkcs11Key{directory.path() / "absent.so", "pkcs11:object=seal", {}, chain}),
               Contains("absent.so"));
}
