#include "base/xml/document.hpp"
#include "ncp/identify/messages.hpp"
#include "tests/support/discovery.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using identify::DiscoveryRequest;

namespace {

constexpr std::string_view kSchema = "xcpd/PRPA_IN201305UV02.xsd";

Result<identify::ReceivedRequest> read(std::string_view xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return identify::parseRequest(document->root());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void checkSame(const DiscoveryRequest& a, const DiscoveryRequest& b) {
    CHECK(a.id == b.id);
    CHECK(a.creationTime == b.creationTime);
    CHECK(a.receiver == b.receiver);
    CHECK(a.sender == b.sender);
    CHECK(a.queryId == b.queryId);
    CHECK((a.identifiers == b.identifiers));
    CHECK((a.demographics == b.demographics));
}

} // namespace

TEST_CASE("the request is the reference implementation's, valid and reads back", "[identify]") {
    const auto request = test::inventedRequest();
    const auto xml = identify::writeRequest(request);
    test::checkGolden(xml, "identify/request.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
    const auto received = read(xml);
    REQUIRE(received);
    checkSame(received->request, request);
    CHECK(received->versionCode == "V3PR1");
    CHECK(received->interactionRoot == "2.16.840.1.113883.1.6");
    CHECK(received->queryStatus == "new");
    CHECK(received->tolerated.empty());
}

TEST_CASE("a request by identifier alone is valid", "[identify]") {
    auto request = test::inventedRequest();
    request.demographics = {};
    const auto xml = identify::writeRequest(request);
    test::checkGolden(xml, "identify/request-by-identifier.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
}

TEST_CASE("whatever subset of traits and text a request has, it reads back equal and is valid",
          "[identify]") {
    std::mt19937 random{20260131};
    const std::vector<std::string> texts{"",           "A",    "Åse Ørn", "O'Neil & <Sons>",
                                         "\"quoted\"", "Żółć", "a  b",    "-"};
    const auto text = [&] { return texts[random() % texts.size()]; };
    for (int round = 0; round < 200; ++round) {
        auto request = test::inventedRequest();
        request.demographics = {text(),
                                text(),
                                random() % 2 == 0 ? "" : "19701231",
                                std::vector<std::string>{"", "F", "M", "UN"}[random() % 4],
                                {text(), text(), text(), text()}};
        request.identifiers.resize(random() % 3, *PatientId::make("2.25.1", "X"));
        const auto xml = identify::writeRequest(request);
        const auto received = read(xml);
        REQUIRE(received);
        checkSame(received->request, request);
        if (round % 20 == 0) {
            CHECK(test::schemaFaults(xml, kSchema).empty());
        }
    }
}

TEST_CASE("the reference's requests parse", "[identify]") {
    const auto* name = GENERATE("request-1", "request-2", "response-1");
    const auto file = test::referencePath("messages/xcpd/" + std::string{name} + ".xml");
    if (file) {
        const auto received = read(test::readFile(*file));
        REQUIRE(received);
        CHECK(received->request.receiver.str() == "2.16.17.710.820.1000.990.1");
        CHECK(formatHl7(received->request.creationTime) == "20120531101021");
    }
}

TEST_CASE("an identifier without extension identifies nobody", "[identify]") {
    const auto received =
        read(replaced(identify::writeRequest(test::inventedRequest()), " extension=\"TEST-0001\"", ""));
    REQUIRE(received);
    CHECK(received->request.identifiers.size() == 1);
    CHECK(received->tolerated == std::vector{std::string{identify::kIdentifierWithoutExtension}});
}

TEST_CASE("of several values of one parameter the first counts", "[identify]") {
    const auto received =
        read(replaced(identify::writeRequest(test::inventedRequest()), "<value value=\"19700102\"/>",
                      "<value value=\"19700102\"/><value value=\"19800102\"/>"));
    REQUIRE(received);
    CHECK(received->request.demographics.birthDate == "19700102");
    CHECK(received->tolerated == std::vector{std::string{identify::kSeveralValues}});
}

TEST_CASE("what the answer echoes keeps its namespaces, whatever prefixes the peer uses", "[identify]") {
    auto xml = identify::writeRequest(test::inventedRequest());
    for (std::size_t at = 0; (at = xml.find('<', at)) != std::string::npos; ++at) {
        xml.insert(xml[at + 1] == '/' ? at + 2 : at + 1, "h:");
    }
    const auto received = read(replaced(xml, "xmlns=", "xmlns:h="));
    REQUIRE(received);
    CHECK(received->parameterListXml.starts_with("<h:parameterList xmlns:h=\"urn:hl7-org:v3\""));
    CHECK(received->senderXml.starts_with("<h:device xmlns:h=\"urn:hl7-org:v3\""));
}

TEST_CASE("a request without its parts, or with one twice, is refused", "[identify]") {
    const auto whole = identify::writeRequest(test::inventedRequest());
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"<queryId root=\"2.25.42\" extension=\"q1\"/>", ""},
        {"<queryId root=\"2.25.42\" extension=\"q1\"/>", "<queryId root=\"1.2\"/><queryId root=\"1.3\"/>"},
        {"<receiver typeCode=\"RCV\">", "<receiver/><receiver typeCode=\"RCV\">"},
        {"<sender typeCode=\"SND\">", "<sender/><sender typeCode=\"SND\">"},
        {"<id root=\"2.16.578.1.12.4.5.10.1\"/>", ""},
        {"<id root=\"2.16.578.1.12.4.5.10.1\"/>", "<id root=\"Norway\"/>"},
        {"<id root=\"2.16.578.1.12.4.5.10.1\"/>", "<id root=\"1.2\"/><id root=\"1.3\"/>"},
        {"<creationTime value=\"20260131101500.000+0000\"/>", "<creationTime value=\"today\"/>"},
        {"<creationTime value=\"20260131101500.000+0000\"/>", ""},
        {"<parameterList>", "<parameterList/><parameterList>"},
        {"root=\"0f0e0d0c-0b0a-4908-8706-050403020100\"", ""},
        {"xmlns=\"urn:hl7-org:v3\"", "xmlns=\"urn:hl7-org:v2\""},
        {"code=\"F\"", "code=\"female?\""},
        {"value=\"19700102\"", "value=\"1970-01-02\""},
        {"extension=\"TEST-0001\"", "extension=\"TEST^0001\""},
    }));
    INFO(from << " -> " << to);
    const auto received = read(replaced(whole, from, to));
    REQUIRE_FALSE(received);
    CHECK(received.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("a comment inside a trait is refused", "[identify]") {
    const auto whole = identify::writeRequest(test::inventedRequest());
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"<city>Lisboa", "<city>Lis<!-- x -->boa"},
        {"<given>Ana", "<given>A<?x?>na"},
        {"<family>", "<family><b/>"},
    }));
    CHECK_FALSE(read(replaced(whole, from, to)));
}

TEST_CASE("32 identifiers are taken, 33 are not", "[identify]") {
    auto request = test::inventedRequest();
    request.identifiers.assign(32, *PatientId::make("2.25.1", "X"));
    CHECK(read(identify::writeRequest(request)));
    request.identifiers.push_back(*PatientId::make("2.25.1", "X"));
    CHECK_FALSE(read(identify::writeRequest(request)));
}
