#include "tests/ncp/discovery/network.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;
using namespace ncp::test;

namespace {

std::string pathOf(const std::string& participant, std::string_view document) {
    return "/" + std::string{kParticipantScheme} + "::" + participant + "/services/" +
           std::string{kDocumentScheme} + "::" + std::string{document};
}

const std::string kQuery = pathOf("urn:ehealth:pt:ncp-idp", documentIdentifier(Service::Query));

/// A request as the listener hands it on.
http::Request request(std::string method, std::string path, std::string body = {},
                      std::optional<certs::Certificate> client = std::nullopt) {
    http::Request made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.headers = {{"host", "smp.example:1"}};
    made.body = std::move(body);
    made.clientCertificate = std::move(client);
    return made;
}

struct Publisher {
    SmpUnderTest smp;
    certs::Certificate client = smp.countries.tlsClient("PT").certificate();
    OwnServices own = servicesOf(smp.countries, "PT");
    std::string national = nationalMetadata(own, Service::Query, smp.countries.signer("PT"));

    http::Response put(const std::string& path, const std::string& body,
                       std::optional<certs::Certificate> by) {
        return smp.service().handle(request("PUT", path, body, std::move(by)));
    }
    int status(const std::string& method, const std::string& path) {
        return smp.service().handle(request(method, path)).status;
    }
};

} // namespace

TEST_CASE("a country publishes, replaces and removes its own metadata", "[discovery]") {
    Publisher publisher;
    CHECK(publisher.status("GET", kQuery) == 404);
    CHECK(publisher.put(kQuery, publisher.national, publisher.client).status == 201);
    CHECK(publisher.put(kQuery, publisher.national, publisher.client).status == 200);
    CHECK(publisher.status("GET", kQuery) == 200);
    const auto group =
        publisher.smp.service().handle(request("GET", "/ehealth-participantid-qns::urn:ehealth:pt:ncp-idp"));
    CHECK(group.status == 200);
    CHECK(group.body.find("href=\"http://smp.example:1/ehealth-participantid-qns%3A%3A") !=
          std::string::npos);
    CHECK(publisher.smp.service().handle(request("DELETE", kQuery, {}, publisher.client)).status == 200);
    CHECK(publisher.smp.service().handle(request("DELETE", kQuery, {}, publisher.client)).status == 404);
    CHECK(publisher.status("GET", kQuery) == 404);
}

TEST_CASE("nobody publishes for another country, or without a certificate", "[discovery]") {
    Publisher publisher;
    const auto sweden = publisher.smp.countries.tlsClient("SE").certificate();
    CHECK(publisher.put(kQuery, publisher.national, std::nullopt).status == 401);
    CHECK(publisher.put(kQuery, publisher.national, sweden).status == 401);
    CHECK(publisher.smp.service().handle(request("DELETE", kQuery, {}, sweden)).status == 401);
    CHECK(publisher.smp.service().handle(request("DELETE", kQuery)).status == 401);
    CHECK(publisher.status("GET", kQuery) == 404);
}

TEST_CASE("only what the country itself has signed, and for this address, is taken", "[discovery]") {
    Publisher publisher;
    const auto refusedWith = [&](const std::string& path, const std::string& body) {
        const auto answer = publisher.put(path, body, publisher.client);
        CHECK(answer.status == 400);
        return readPublishAnswer(answer.status, answer.body).businessCode;
    };
    CHECK(refusedWith(kQuery, "not xml") == "XSD_INVALID");
    CHECK(refusedWith(kQuery, "<ServiceMetadata/>") == "XSD_INVALID");
    const auto swedish =
        nationalMetadata(publisher.own, Service::Query, publisher.smp.countries.signer("SE"));
    CHECK(refusedWith(kQuery, swedish) == "OTHER_ERROR");
    const auto unsignedOne = writeServiceMetadata(describe(publisher.own, Service::Query).value());
    CHECK(refusedWith(kQuery, unsignedOne.serialize()) == "OTHER_ERROR");
    const auto provide = pathOf("urn:ehealth:pt:ncp-idp", documentIdentifier(Service::Provide));
    CHECK(refusedWith(provide, publisher.national) == "WRONG_FIELD");
    CHECK(publisher.status("GET", provide) == 404);
}

TEST_CASE("addresses that are none of a participant's are not found", "[discovery]") {
    Publisher publisher;
    for (const auto* path :
         {"/", "", "/other", "/ehealth-participantid-qns::urn:ehealth:../x:ncp-idp",
          "/ehealth-participantid-qns::urn:ehealth:pt:ncp-idp/services/",
          "/ehealth-participantid-qns::urn:ehealth:pt:ncp-idp/services/../../etc/passwd"}) {
        INFO(path);
        CHECK(publisher.status("GET", path) == 404);
    }
    const auto hostile = pathOf("urn:ehealth:pt:ncp-idp", "../../escape");
    CHECK(publisher.put(hostile, publisher.national, publisher.client).status == 400);
    CHECK_FALSE(std::filesystem::exists(publisher.smp.folder().parent_path() / "escape"));
    CHECK(publisher.status("POST", kQuery) == 405);
}

TEST_CASE("an SMP's refusal is read with code and description, and so is anything else", "[discovery]") {
    const auto answer = readPublishAnswer(
        400, "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"ec:services:SMP:1.0\"><BusinessCode>OUT_OF_RANGE"
             "</BusinessCode><ErrorDescription>expired</ErrorDescription></ErrorResponse>");
    CHECK(answer.status == 400);
    CHECK(answer.businessCode == "OUT_OF_RANGE");
    CHECK(answer.description == "expired");
    CHECK(readPublishAnswer(502, "<html><body>Bad gateway").businessCode.empty());
}
