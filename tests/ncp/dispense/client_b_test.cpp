#include "ncp/dispense/client_b.hpp"

#include "ncp/soap/envelope.hpp"
#include "tests/ncp/dispense/invented_submission.hpp"
#include "tests/ncp/http/http_world.hpp"

#include <atomic>
#include <catch2/catch.hpp>

using namespace ncp;
using dispense::Kind;

namespace {

/// A country at an address of this machine, and our client that reports to it.
struct World {
    test::HttpPki pki;
    http::Client client{test::clientSettings(pki)};
    SystemRandom random;

    dispense::Submitted submitTo(const std::string& url, Kind kind = Kind::Dispensation,
                                 int milliseconds = 20'000) {
        const discovery::Peer peer{*CountryCode::parse("PT"), *HomeCommunityId::parse("2.25.1"), "", "", url};
        const discovery::OutgoingRequest request{peer,
                                                 {},
                                                 *MessageId::parse("urn:uuid:" + makeUuid(random)),
                                                 *CorrelationId::parse(makeUuid(random)),
                                                 test::within(milliseconds)};
        return dispense::submit(client, random, request, test::inventedSubmission(kind));
    }

    /// What comes of it when the country gives this HTTP answer.
    dispense::Submitted submitAnswered(const http::Response& response) {
        requests = 0;
        test::ServerUnderTest server{pki, [&](const http::Request&) {
                                         ++requests;
                                         return response;
                                     }};
        return submitTo(server.url("/XDR_Service"));
    }

    std::atomic<int> requests = 0;
};

http::Response soapAnswer(const std::string& body) {
    SystemRandom random;
    const soap::ResponseHeader header{std::string{dispense::kProvideResponseAction},
                                      *MessageId::parse("urn:uuid:" + makeUuid(random)), std::nullopt};
    return {200, "application/soap+xml; charset=UTF-8", soap::writeResponse(header, body), {}};
}

http::Response soapFault(ErrorCode code) {
    SystemRandom random;
    const soap::ResponseHeader header{"http://www.w3.org/2005/08/addressing/soap/fault",
                                      *MessageId::parse("urn:uuid:" + makeUuid(random)), std::nullopt};
    return {500,
            "application/soap+xml; charset=UTF-8",
            soap::writeFault(Error{code, "invented", {}}, header, *CorrelationId::parse("12345678")),
            {}};
}

std::string response(const std::string& status, const std::string& errors) {
    return "<rs:RegistryResponse xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\" status=\"" + status +
           "\">" + (errors.empty() ? "" : "<rs:RegistryErrorList>" + errors + "</rs:RegistryErrorList>") +
           "</rs:RegistryResponse>";
}

std::string registryError(const std::string& code, const std::string& severity = "Error") {
    return "<rs:RegistryError codeContext=\"x\" errorCode=\"" + code +
           "\" severity=\"urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:" + severity + "\"/>";
}

const std::string kSuccess = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success";
const std::string kFailure = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure";
const std::string kPartialSuccess = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess";

ErrorCode codeOf(const dispense::Submitted& submitted) {
    REQUIRE_FALSE(submitted.outcome);
    return submitted.outcome.error().code;
}

} // namespace

TEST_CASE("a submission arrives as it was written, and success is success", "[dispense]") {
    World world;
    std::optional<dispense::ReceivedSubmission> received;
    test::ServerUnderTest server{
        world.pki, [&](const http::Request& request) {
            const auto envelope = soap::parseEnvelope(request.body, dispense::kProvideAction);
            REQUIRE(envelope);
            received = dispense::parseSubmission(*envelope->body, {}).value();
            return soapAnswer(response(kSuccess, registryError("WARNING_ED_GENERIC", "Warning")));
        }};
    const auto submitted = world.submitTo(server.url("/XDR_Service"), Kind::Discard);
    CHECK(submitted.outcome);
    REQUIRE(received);
    CHECK(received->kind == Kind::Discard);
    CHECK(received->submissionSetId == "2.25.9001");
    CHECK(submitted.traffic.requestBytes > 0);
    CHECK(submitted.traffic.answerBytes > 0);
    CHECK(submitted.traffic.peerCertificate.find("PT") != std::string::npos);
}

TEST_CASE("a refusal of the country is told as such, in both spellings of its codes", "[dispense]") {
    World world;
    CHECK(codeOf(world.submitAnswered(soapAnswer(response(kFailure, registryError("4106"))))) ==
          ErrorCode::PrescriptionAlreadyDispensed);
    CHECK(codeOf(world.submitAnswered(
              soapAnswer(response(kFailure, registryError("ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE"))))) ==
          ErrorCode::PrescriptionNotIdentifiable);
    CHECK(codeOf(world.submitAnswered(soapAnswer(response(kFailure, registryError("4202"))))) ==
          ErrorCode::SubmissionUnknown);
    CHECK(codeOf(world.submitAnswered(soapAnswer(response(kFailure, registryError("NEVER_HEARD_OF"))))) ==
          ErrorCode::DispensationFailed);
    CHECK(codeOf(world.submitAnswered(soapAnswer(response(
              kFailure, registryError("WARNING_ED_GENERIC", "Warning"))))) != ErrorCode::DispensationUnknown);
}

TEST_CASE("a code of the country never passes for what our own side found out", "[dispense]") {
    World world;
    for (const auto* code : {"ERROR_GENERIC_CONNECTION_NOT_POSSIBLE",
                             "ERROR_ED_EDISPENSATION_ACK_NOT_RECEIVED", "ERROR_SEC_GENERIC", "4201"}) {
        const auto found = codeOf(world.submitAnswered(soapAnswer(response(kFailure, registryError(code)))));
        CAPTURE(code, spec(found).id);
        CHECK(found != ErrorCode::ConnectionNotPossible);
        CHECK(found != ErrorCode::PeerUntrusted);
        CHECK(found != ErrorCode::DispensationUnknown);
        CHECK(found != ErrorCode::UnsupportedFeature);
    }
}

TEST_CASE("an answer that leaves open what became of it is unknown, and not asked for again", "[dispense]") {
    World world;
    const std::vector<http::Response> answers{
        soapFault(ErrorCode::StorageFailed),
        soapFault(ErrorCode::Internal),
        soapAnswer(response(kSuccess, registryError("4106"))),
        soapAnswer(response(kPartialSuccess, registryError("4106"))),
        soapAnswer(response(kFailure, "")),
        soapAnswer("<x xmlns=\"urn:other\"/>"),
        {200, "text/html", "<html>Welcome</html>", {}},
        {504, "text/plain", "the gateway waited in vain", {}},
        {500, "application/soap+xml", "<cut", {}},
    };
    for (std::size_t i = 0; i < answers.size(); ++i) {
        CAPTURE(i);
        CHECK(codeOf(world.submitAnswered(answers[i])) == ErrorCode::DispensationUnknown);
        CHECK(world.requests == 1);
    }
}

TEST_CASE("a fault of the sender is a refusal: the message was not processed", "[dispense]") {
    World world;
    CHECK(codeOf(world.submitAnswered(soapFault(ErrorCode::Replayed))) == ErrorCode::PeerFault);
    CHECK(codeOf(world.submitAnswered(soapFault(ErrorCode::NotUnderstood))) == ErrorCode::PeerFault);
}

TEST_CASE("a connection that breaks or is silent after the request leaves it unknown, sent once",
          "[dispense]") {
    World world;
    const auto tls = test::tlsContext(http::TlsRole::Server, world.pki.server(), world.pki.trust);
    SECTION("it breaks before an answer") {
        test::ScriptedPeer peer{
            tls.get(), [](http::Connection& connection, std::size_t) { test::readRequest(connection); }};
        CHECK(codeOf(world.submitTo(peer.url())) == ErrorCode::DispensationUnknown);
        CHECK(peer.connections() == 1);
    }
    SECTION("it breaks within the answer") {
        test::ScriptedPeer peer{tls.get(), [](http::Connection& connection, std::size_t) {
                                    test::readRequest(connection);
                                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<half",
                                                     test::within(5'000));
                                }};
        CHECK(codeOf(world.submitTo(peer.url())) == ErrorCode::DispensationUnknown);
        CHECK(peer.connections() == 1);
    }
    SECTION("nothing comes until the time is up") {
        test::ScriptedPeer peer{tls.get(), [](http::Connection& connection, std::size_t) {
                                    test::readRequest(connection);
                                    test::readRequest(connection); // until our side gives up
                                }};
        CHECK(codeOf(world.submitTo(peer.url(), Kind::Dispensation, 1'500)) ==
              ErrorCode::DispensationUnknown);
        CHECK(peer.connections() == 1);
    }
}

TEST_CASE("what was never sent is told from what may have arrived", "[dispense]") {
    World world;
    SECTION("nobody listens") {
        std::string url;
        {
            const test::ServerUnderTest gone{world.pki, test::echo};
            url = gone.url("/XDR_Service");
        }
        CHECK(codeOf(world.submitTo(url)) == ErrorCode::ConnectionNotPossible);
    }
    SECTION("the time is up before") {
        CHECK(codeOf(world.submitTo("https://127.0.0.1:1/", Kind::Dispensation, -1)) ==
              ErrorCode::ConnectionNotPossible);
    }
    SECTION("the server is not the country's") {
        test::HttpPki stranger;
        std::atomic<bool> reached = false;
        test::ServerUnderTest server{stranger, [&](const http::Request&) {
                                         reached = true;
                                         return soapAnswer(response(kSuccess, ""));
                                     }};
        CHECK(codeOf(world.submitTo(server.url("/XDR_Service"))) == ErrorCode::PeerUntrusted);
        CHECK_FALSE(reached);
    }
    SECTION("the country takes none") {
        CHECK(codeOf(world.submitTo("")) == ErrorCode::UnsupportedFeature);
    }
}
