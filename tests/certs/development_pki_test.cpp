#include "certs/development_pki.hpp"

#include "base/table.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::certs;
using std::filesystem::path;
using test::TemporaryDirectory;
using test::testNow;

namespace {

std::vector<DevelopmentCountry> countries() {
    return {{CountryCode::parse("NO").value(), {"localhost", "127.0.0.1"}}};
}

Credential load(const path& withoutExtension) {
    return loadCredential(path{withoutExtension}.concat(".key"), path{withoutExtension}.concat(".pem"))
        .value();
}

TrustStore trustIn(const path& pki) {
    return TrustStore::load({{pki / "ca/tls.pem"},
                             {pki / "ca/tls.pem"},
                             {pki / "ca/signature.pem"},
                             {pki / "ca/tls.crl", pki / "ca/signature.crl"}})
        .value();
}

} // namespace

TEST_CASE("a development PKI has an SMP whom an authority of its own vouches for, and no other", "[certs]") {
    const TemporaryDirectory directory;
    const auto pki = directory.path() / "pki";
    REQUIRE(makeDevelopmentPki(pki, countries(), testNow()));
    const auto signer = load(pki / "ca/smp-signer").certificate();
    const auto smps = TrustStore::load({{}, {}, {pki / "ca/smp.pem"}, {pki / "ca/smp.crl"}}).value();
    CHECK(smps.check(signer, {}, Purpose::Signature, testNow()));
    CHECK_FALSE(trustIn(pki).check(signer, {}, Purpose::Signature, testNow()));
    CHECK_FALSE(smps.check(load(pki / "no/signature").certificate(), {}, Purpose::Signature, testNow()));
}

TEST_CASE("a development PKI has credentials that its own authorities vouch for", "[certs]") {
    const TemporaryDirectory directory;
    const auto pki = directory.path() / "pki";
    REQUIRE(makeDevelopmentPki(pki, countries(), testNow()));
    const auto trust = trustIn(pki);
    const auto server = load(pki / "no/tls-server");
    const auto client = load(pki / "no/tls-client");
    const auto signature = load(pki / "no/signature");
    CHECK(trust.check(server.certificate(), {}, Purpose::TlsServer, testNow()));
    CHECK(trust.check(client.certificate(), {}, Purpose::TlsClient, testNow()));
    CHECK(trust.check(signature.certificate(), {}, Purpose::Signature, testNow()));
    CHECK_FALSE(trust.check(server.certificate(), {}, Purpose::TlsClient, testNow()));
    CHECK_FALSE(trust.check(client.certificate(), {}, Purpose::TlsServer, testNow()));
    CHECK_FALSE(trust.check(client.certificate(), {}, Purpose::Signature, testNow()));
    CHECK(server.certificate().dnsNames() == countries().front().hostNames);
    for (const auto& certificate : {server.certificate(), client.certificate(), signature.certificate()}) {
        CHECK(certificate.country() == "NO");
        CHECK(certificate.keyAlgorithm() == "RSA");
        CHECK(certificate.keyBits() == 2048);
        CHECK_THAT(certificate.subject(), Catch::Contains("O=ncp development"));
        CHECK(certificate.notAfter() == testNow() + std::chrono::days{825});
    }
}

TEST_CASE("only the owner may read the keys of a development PKI", "[certs]") {
    const TemporaryDirectory directory;
    REQUIRE(makeDevelopmentPki(directory.path(), countries(), testNow()));
    std::size_t keys = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory.path()}) {
        if (entry.path().extension() == ".key") {
            ++keys;
            CHECK((entry.status().permissions() & std::filesystem::perms::all) ==
                  (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
        }
    }
    CHECK(keys == 7); // three authorities, an SMP, three roles of one country
}

TEST_CASE("a second run leaves what is valid and renews what is about to expire", "[certs]") {
    const TemporaryDirectory directory;
    const auto seal = [&] { return load(directory.path() / "no/signature").certificate(); };
    REQUIRE(makeDevelopmentPki(directory.path(), countries(), testNow()));
    const auto first = seal();
    REQUIRE(makeDevelopmentPki(directory.path(), countries(), testNow() + std::chrono::days{800}));
    CHECK(seal() == first);
    const auto late = testNow() + std::chrono::days{820};
    REQUIRE(makeDevelopmentPki(directory.path(), countries(), late));
    CHECK_FALSE(seal() == first);
    CHECK(trustIn(directory.path()).check(seal(), {}, Purpose::Signature, late));
}

TEST_CASE("another host name makes a new server certificate", "[certs]") {
    const TemporaryDirectory directory;
    REQUIRE(makeDevelopmentPki(directory.path(), countries(), testNow()));
    auto changed = countries();
    changed.front().hostNames = {"ncp.example"};
    REQUIRE(makeDevelopmentPki(directory.path(), changed, testNow()));
    CHECK(load(directory.path() / "no/tls-server").certificate().dnsNames() ==
          std::vector<std::string>{"ncp.example"});
}

TEST_CASE("a directory with other files is refused and left as it is", "[certs]") {
    const TemporaryDirectory directory;
    SECTION("a file that is none of a PKI") {
        directory.write("notes.txt", "mine");
    }
    SECTION("an unknown file in a country's folder") {
        directory.write("no/real.key", "mine");
    }
    SECTION("a key of somebody else under a known name") {
        directory.write("no/signature.key", "mine");
    }
    SECTION("a certificate of somebody else under a known name") {
        directory.write("ca/tls.pem", "mine");
    }
    const auto refused = makeDevelopmentPki(directory.path(), countries(), testNow());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory.path()}) {
        if (entry.is_regular_file()) {
            ++files;
            CHECK(readFile(entry.path()) == "mine");
        }
    }
    CHECK(files == 1);
}

TEST_CASE("a host name that could add extensions is refused", "[certs]") {
    const TemporaryDirectory directory;
    auto hostile = countries();
    hostile.front().hostNames = {"a.example,DNS:b.example"};
    CHECK(makeDevelopmentPki(directory.path(), hostile, testNow()).error().code ==
          ErrorCode::ConfigurationInvalid);
}
