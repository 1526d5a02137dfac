#include "certs/credential_source.hpp"
#include "certs/key_modules.hpp"
#include "certs/service_metadata_signature.hpp"
#include "certs/xml_signature.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

const fs::path kModule = "/usr/lib/softhsm/libsofthsm2.so";
const std::string kPin = "4711";

bool isInstalled() {
    return fs::exists(kModule) && std::system("command -v softhsm2-util >/dev/null") == 0;
}

/// A software token of this test's own with one key on it.
struct Token {
    Token() {
        fs::create_directories(directory.path() / "tokens");
        const auto configuration = directory.write(
            "softhsm2.conf", "directories.tokendir = " + (directory.path() / "tokens").string() + "\n");
        REQUIRE(::setenv("SOFTHSM2_CONF", configuration.c_str(), 1) == 0);
        run("--init-token --free --label ncp-test --so-pin 08150 --pin " + kPin);
        const auto key = directory.write("seal.key", unprotectedPem(seal.key));
        run("--import " + key.string() + " --token ncp-test --label seal --id 01 --pin " + kPin);
        fs::remove(key);
    }

    static void run(const std::string& arguments) {
        REQUIRE(std::system(("softhsm2-util " + arguments + " >/dev/null").c_str()) == 0);
    }

    TestPki pki;
    const Credential& seal = pki.signer("NO");
    TemporaryDirectory directory;
    fs::path chain = directory.write("seal.pem", seal.certificate().pem());
    fs::path pin = directory.write("pin", kPin + "\n");
};

Pkcs11Key source(const Token& token) {
    return {kModule, "pkcs11:token=ncp-test;object=seal;type=private", {token.pin, {}}, token.chain};
}

} // namespace

TEST_CASE("a key on a token signs assertions that verify, and is loaded again without harm", "[certs]") {
    if (!isInstalled()) {
        std::cout << "skipped: SoftHSM is not installed\n";
        return;
    }
    Token token;
    KeyModules modules;
    const auto first = loadCredential(source(token), modules);
    INFO((first ? std::string{} : first.error().detail));
    REQUIRE(first);
    const auto sign = [](const Credential& credential) {
        return signEnveloped(
            R"(<a:Assertion xmlns:a="urn:test" ID="_1"><a:Issuer>x</a:Issuer></a:Assertion>)", credential,
            "xs");
    };
    const auto signedXml = sign(*first);
    REQUIRE(signedXml);
    const auto document = xml::Document::parse(*signedXml);
    REQUIRE(document);
    const auto proof = SignatureVerifier{}.verify(document->root());
    REQUIRE(proof);
    CHECK(proof->signer == token.seal.certificate());

    const auto metadata = xml::Document::parse("<m xmlns='urn:test'><place/></m>").value();
    REQUIRE(signDocument(metadata.root().firstChild().value(), *first));
    const auto signer =
        verifyDocumentSignature(metadata.root().path("urn:test", {"place"})->firstChild().value());
    REQUIRE(signer);
    CHECK(*signer == token.seal.certificate());

    {
        const auto again = loadCredential(source(token), modules);
        REQUIRE(again);
        CHECK(sign(*again));
    }
    CHECK(sign(*first));

    const auto other = token.directory.write("other.pem", token.pki.signer("PT").certificate().pem());
    auto mismatched = source(token);
    mismatched.chain = other;
    const auto refused = loadCredential(mismatched, modules);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().detail, Contains("does not belong"));

    auto absent = source(token);
    absent.uri = "pkcs11:token=ncp-test;object=nobody;type=private";
    CHECK_FALSE(loadCredential(absent, modules));
}
