#include "certs/ocsp.hpp"

#include "tests/certs/ocsp_workshop.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

namespace {

constexpr std::chrono::hours kHour{1};

struct World {
    TestPki pki;
    const DevelopmentAuthority& authority = pki.signatureAuthority();
    const Certificate& issuer = authority.certificate();
    Certificate seal = pki.signer("PT").certificate();
    Credential responder = appointed(around(testNow()));

    Credential appointed(Validity validity, CertificateUse use = CertificateUse::OcspResponder) const {
        return authority.issueWithNewKey({"", "Test responder", {}}, use, validity, KeyKind::EcP256);
    }
    Statement says(Statement::Status status = Statement::Status::Good) const {
        return {seal, issuer, responder, testNow() - kHour, testNow() + kHour, status};
    }
    Result<OcspAnswer> read(const std::string& response, std::string_view nonce = {},
                            Instant now = testNow()) const {
        return readOcspResponse(response, seal, issuer, nonce, now);
    }
    std::string ruleOf(const Statement& statement, std::string_view nonce = {}) const {
        const auto answer = read(ocspResponse(statement), nonce);
        return answer ? "" : answer.error().rule;
    }
};

} // namespace

TEST_CASE("a responder that the issuer appointed, and the issuer itself, are believed", "[certs]") {
    const World world;
    const auto good = world.read(ocspResponse(world.says()));
    REQUIRE(good);
    CHECK_FALSE(good->revoked);
    CHECK(good->thisUpdate == testNow() - kHour);
    CHECK(good->nextUpdate == testNow() + kHour);
    CHECK(world.read(ocspResponse(world.says(Statement::Status::Revoked)))->revoked);
    const Statement byIssuer{world.seal, world.issuer, world.authority.credential(), testNow() - kHour,
                             testNow() + kHour};
    CHECK(world.ruleOf(byIssuer).empty());
}

TEST_CASE("nobody else is believed", "[certs][hostile]") {
    World world;
    const World stranger;
    const auto by = [&](const Credential& signer) {
        return world.ruleOf({world.seal, world.issuer, signer, testNow() - kHour, testNow() + kHour});
    };
    CHECK(by(stranger.responder) == "ocsp-signer");
    CHECK(by(stranger.authority.credential()) == "ocsp-signature"); // it bears the issuer's name
    CHECK(by(world.pki.signer("PT")) == "ocsp-signer");
    CHECK(by(world.appointed(around(testNow()), CertificateUse::TlsServer)) == "ocsp-signer");
    CHECK(by(world.appointed({testNow() - 2 * kHour, testNow() - kHour})) == "ocsp-signer");
    const DevelopmentAuthority middle{world.authority.issueWithNewKey(
        {"", "Test intermediate", {}}, CertificateUse::Authority, around(testNow()), KeyKind::EcP256)};
    CHECK(by(middle.issueWithNewKey({"", "Test responder", {}}, CertificateUse::OcspResponder,
                                    around(testNow()), KeyKind::EcP256)) == "ocsp-signer");
}

TEST_CASE("a response about another certificate says nothing of this one", "[certs][hostile]") {
    World world;
    const auto& other = world.pki.signer("SE").certificate();
    CHECK(world.ruleOf({other, world.issuer, world.responder, testNow() - kHour, testNow() + kHour}) ==
          "ocsp-other-certificate");
    const World stranger;
    CHECK(world.ruleOf({world.seal, stranger.issuer, world.responder, testNow() - kHour,
                        testNow() + kHour}) == "ocsp-other-certificate");
}

TEST_CASE("an altered response is refused", "[certs][hostile]") {
    const World world;
    auto response = ocspResponse(world.says());
    std::size_t refused = 0;
    for (std::size_t at = 0; at < response.size(); at += 7) {
        response[at] = static_cast<char>(response[at] ^ 0x01);
        const auto answer = world.read(response);
        refused += std::size_t{!answer || answer->revoked ? 1U : 0U};
        response[at] = static_cast<char>(response[at] ^ 0x01);
    }
    // A bit of the unused parts of the responder's certificate changes nothing that is believed.
    CHECK(refused > response.size() / 7 / 2);
    CHECK(world.read(response));
}

TEST_CASE("the nonce of another question is refused, no nonce is not", "[certs][hostile]") {
    const World world;
    const auto mine = makeOcspRequest(world.seal, world.issuer);
    const auto other = makeOcspRequest(world.seal, world.issuer);
    auto statement = world.says();
    CHECK(world.ruleOf(statement, mine.nonce).empty());
    statement.request = mine.der;
    CHECK(world.ruleOf(statement, mine.nonce).empty());
    CHECK(world.ruleOf(statement, other.nonce) == "ocsp-nonce");
}

TEST_CASE("a response that is over, from the future or without an answer is refused", "[certs][hostile]") {
    const World world;
    auto statement = world.says();
    statement.nextUpdate = testNow() - std::chrono::minutes{30};
    CHECK(world.ruleOf(statement) == "ocsp-time");
    statement.nextUpdate = std::nullopt;
    statement.thisUpdate = testNow() - 2 * kHour;
    CHECK(world.ruleOf(statement) == "ocsp-time");
    statement.thisUpdate = testNow() - std::chrono::minutes{5};
    CHECK(world.ruleOf(statement).empty());
    statement.thisUpdate = testNow() + kHour;
    statement.nextUpdate = testNow() + 2 * kHour;
    CHECK(world.ruleOf(statement) == "ocsp-time");
    CHECK(world.ruleOf(world.says(Statement::Status::Unknown)) == "ocsp-unknown");
    CHECK(world.read(ocspTryLater()).error().rule == "ocsp-status");
    CHECK(world.read("rubbish").error().rule == "ocsp-form");
    CHECK(world.read("").error().rule == "ocsp-form");
}

TEST_CASE("a response signed with SHA-1 is refused", "[certs][hostile]") {
    const World world;
    auto statement = world.says();
    statement.sha1 = true;
    CHECK(world.ruleOf(statement) == "ocsp-algorithm");
}
