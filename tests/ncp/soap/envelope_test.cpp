#include "ncp/soap/envelope.hpp"

#include "base/xml/canonical.hpp"
#include "ncp/soap/error_phrase.hpp"
#include "tests/support/golden.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using soap::parseEnvelope;

namespace {

const std::string kAssertion = "<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_1\"/>";

/// A request with these header blocks. The prefixes env, wsa, anon, wsse are declared.
std::string envelope(const std::string& header, const std::string& body = "<q xmlns=\"urn:q\"/>") {
    return "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" "
           "xmlns:wsa=\"http://www.w3.org/2005/08/addressing\" "
           "xmlns:anon=\"http://www.w3.org/2005/08/addressing/anonymous\" "
           "xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
           "<env:Header>" +
           header + "</env:Header><env:Body>" + body + "</env:Body></env:Envelope>";
}

ErrorCode refusalOf(const std::string& xml, std::string_view action = {}) {
    const auto parsed = parseEnvelope(xml, action);
    REQUIRE_FALSE(parsed);
    return parsed.error().code;
}

soap::RequestHeader requestHeader() {
    return {"https://ncp.example.pt:8443/services/XCA_Service",
            "urn:ihe:iti:2007:CrossGatewayQuery",
            *MessageId::parse("urn:uuid:11111111-2222-4333-8444-555555555555"),
            *CorrelationId::parse("click-0000-1111"),
            {kAssertion, "<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_2\"/>"}};
}

soap::ResponseHeader responseHeader() {
    return {"urn:ihe:iti:2007:CrossGatewayQueryResponse",
            *MessageId::parse("urn:uuid:66666666-7777-4888-8999-000000000000"),
            "urn:uuid:11111111-2222-4333-8444-555555555555"};
}

} // namespace

TEST_CASE("a request that we write reads back whole", "[soap]") {
    const auto xml = soap::writeRequest(requestHeader(), "<q xmlns=\"urn:q\"/>");
    test::checkGolden(xml, "soap/request.xml");
    const auto read = parseEnvelope(xml, "urn:ihe:iti:2007:CrossGatewayQuery");
    REQUIRE(read);
    CHECK(read->action == "urn:ihe:iti:2007:CrossGatewayQuery");
    CHECK(read->messageId->str() == "urn:uuid:11111111-2222-4333-8444-555555555555");
    CHECK(read->correlation->str() == "click-0000-1111");
    REQUIRE(read->assertions.size() == 2);
    CHECK(read->assertions[0].attribute("ID") == "_1");
    CHECK(read->assertions[1].attribute("ID") == "_2");
    REQUIRE(read->body);
    CHECK(read->body->is("urn:q", "q"));
    CHECK(read->tolerated.empty());
}

TEST_CASE("the security header never asks to be understood: the reference implementation would fault",
          "[soap]") {
    const auto read = parseEnvelope(soap::writeRequest(requestHeader(), "<q/>"), "");
    REQUIRE(read);
    CHECK_FALSE(read->security->attributeIfPresent("mustUnderstand", soap::kEnvelopeNamespace));
}

TEST_CASE("an answer carries action, its own id and the id of the request", "[soap]") {
    const auto xml = soap::writeResponse(responseHeader(), "<r xmlns=\"urn:r\"/>");
    test::checkGolden(xml, "soap/response.xml");
    const auto read = parseEnvelope(xml, "");
    REQUIRE(read);
    CHECK(read->relatesTo == "urn:uuid:11111111-2222-4333-8444-555555555555");
}

TEST_CASE("headers are read by namespace: default declarations and other prefixes, in any order", "[soap]") {
    const auto read = parseEnvelope(
        envelope("<wsse:Security>" + kAssertion +
                 "</wsse:Security><Action xmlns=\"http://www.w3.org/2005/08/addressing\" "
                 "env:mustUnderstand=\"1\"> urn:a "
                 "</Action><MessageID xmlns=\"http://www.w3.org/2005/08/addressing\">uuid:1</MessageID>"),
        "\"urn:a\"");
    REQUIRE(read);
    CHECK(read->action == "urn:a");
    CHECK(read->messageId->str() == "uuid:1");
    CHECK(read->assertions.size() == 1);
}

TEST_CASE("blocks in the mistaken addressing namespace are ignored", "[soap]") {
    const auto read = parseEnvelope(
        envelope(
            "<anon:To>x</anon:To><anon:Action>urn:wrong</anon:Action><anon:MessageID>uuid:2</anon:MessageID>"
            "<wsa:Action>urn:a</wsa:Action><wsa:MessageID>uuid:1</wsa:MessageID>"),
        "urn:a");
    REQUIRE(read);
    CHECK(read->action == "urn:a");
    CHECK(read->messageId->str() == "uuid:1");
    CHECK(read->tolerated.empty());
}

TEST_CASE("header blocks of unknown kind are ignored and noted once", "[soap]") {
    const auto read = parseEnvelope(
        envelope("<x:Trace xmlns:x=\"urn:example:trace\">1</x:Trace><x:Span xmlns:x=\"urn:example:trace\"/>"
                 "<wsa:MessageID>uuid:1</wsa:MessageID>"),
        "urn:a");
    REQUIRE(read);
    CHECK(read->messageId->str() == "uuid:1");
    CHECK(read->tolerated == std::vector{std::string{soap::kUnknownHeaderTolerance}});
}

TEST_CASE("where the right namespace has no MessageID the mistaken one serves", "[soap]") {
    const auto read = parseEnvelope(envelope("<anon:MessageID>uuid:2</anon:MessageID>"), "urn:a");
    REQUIRE(read);
    CHECK(read->messageId->str() == "uuid:2");
    CHECK(read->tolerated == std::vector{std::string{soap::kMessageIdTolerance}});
}

TEST_CASE("without wsa:Action the action of HTTP counts, and two that differ are refused", "[soap]") {
    CHECK(parseEnvelope(envelope(""), "urn:a").value().action == "urn:a");
    CHECK(parseEnvelope(envelope("<wsa:Action>urn:a</wsa:Action>"), "").value().action == "urn:a");
    const auto differing = parseEnvelope(envelope("<wsa:Action>urn:a</wsa:Action>"), "urn:b");
    REQUIRE_FALSE(differing);
    CHECK(differing.error().rule == soap::kActionRule);
}

TEST_CASE("an unknown block that must be understood is not understood", "[soap]") {
    const auto* value = GENERATE("1", "true");
    const auto block = [&](const std::string& more) {
        return envelope("<x xmlns=\"urn:x\" env:mustUnderstand=\"" + std::string{value} + "\"" + more + "/>");
    };
    CHECK(refusalOf(block("")) == ErrorCode::NotUnderstood);
    CHECK(refusalOf(block(" env:role=\"http://www.w3.org/2003/05/soap-envelope/role/next\"")) ==
          ErrorCode::NotUnderstood);
    CHECK(parseEnvelope(block(" env:role=\"http://www.w3.org/2003/05/soap-envelope/role/none\""), ""));
    CHECK(parseEnvelope(envelope("<x xmlns=\"urn:x\" env:mustUnderstand=\"0\"/><y xmlns=\"urn:x\"/>"), ""));
}

TEST_CASE("the security header may ask to be understood", "[soap]") {
    CHECK(parseEnvelope(
        envelope("<wsse:Security env:mustUnderstand=\"1\">" + kAssertion + "</wsse:Security>"), ""));
}

TEST_CASE("a block that stands twice is refused", "[soap]") {
    const std::string block = GENERATE("<wsse:Security/>", "<wsa:Action>urn:a</wsa:Action>",
                                       "<wsa:MessageID>uuid:1</wsa:MessageID>", "<wsa:To>x</wsa:To>");
    CHECK(parseEnvelope(envelope(block), ""));
    const auto twice = parseEnvelope(envelope(block + block), "");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().rule == soap::kSingleBlockRule);
}

TEST_CASE("a second Body or Header is refused", "[soap]") {
    const std::string start = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\">";
    CHECK(parseEnvelope(start + "<e:Body><a/></e:Body></e:Envelope>", ""));
    const auto* content =
        GENERATE("<e:Body><a/></e:Body><e:Body><b/></e:Body>", "<e:Header/><e:Header/><e:Body><a/></e:Body>",
                 "<e:Body><a/></e:Body><e:Header/>", "<e:Header/>", "", "<e:Body/>",
                 "<e:Body><a/><b/></e:Body>", "<e:Body><a/></e:Body><e:Trailer/>", "<Body><a/></Body>");
    CHECK(refusalOf(start + content + "</e:Envelope>") == ErrorCode::MalformedMessage);
}

TEST_CASE("a comment or an instruction inside an identifier is refused", "[soap]") {
    const std::string block =
        GENERATE("<wsa:MessageID>uuid:<!-- x -->1</wsa:MessageID>", "<wsa:Action>urn:<?x y?>a</wsa:Action>",
                 "<wsa:RelatesTo>uuid:<b/>1</wsa:RelatesTo>");
    CHECK(refusalOf(envelope(block)) == ErrorCode::MalformedMessage);
}

TEST_CASE("a MessageID with blanks or without end is refused", "[soap]") {
    CHECK(refusalOf(envelope("<wsa:MessageID>a b</wsa:MessageID>")) == ErrorCode::MalformedMessage);
    CHECK(refusalOf(envelope("<wsa:MessageID/>")) == ErrorCode::MalformedMessage);
    CHECK(refusalOf(envelope("<wsa:MessageID>" + std::string(300, 'x') + "</wsa:MessageID>")) ==
          ErrorCode::MalformedMessage);
}

TEST_CASE("a correlation id that could not stand in a log is left out", "[soap]") {
    const auto read = parseEnvelope(
        envelope("<CorrelationId xmlns=\"urn:ncp:correlation:1\">line\nbreak: injected</CorrelationId>"), "");
    REQUIRE(read);
    CHECK_FALSE(read->correlation);
    CHECK(read->tolerated == std::vector{std::string{soap::kCorrelationTolerance}});
}

TEST_CASE("security headers count only as children of the Header", "[soap]") {
    const auto read =
        parseEnvelope(envelope("<x xmlns=\"urn:x\"><wsse:Security>" + kAssertion + "</wsse:Security></x>",
                               "<q><wsse:Security>" + kAssertion + "</wsse:Security></q>"),
                      "");
    REQUIRE(read);
    CHECK_FALSE(read->security);
    CHECK(read->assertions.empty());
}

TEST_CASE("elements of other namespaces in the security header are no assertions", "[soap]") {
    const auto read = parseEnvelope(
        envelope("<wsse:Security><Assertion/><wsse:Timestamp/>" + kAssertion + "</wsse:Security>"), "");
    REQUIRE(read);
    CHECK(read->assertions.size() == 1);
}

TEST_CASE("SOAP 1.1 is refused as a version mismatch", "[soap]") {
    const auto read = parseEnvelope(
        "<e:Envelope "
        "xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><a/></e:Body></e:Envelope>",
        "");
    REQUIRE_FALSE(read);
    CHECK(read.error().rule == soap::kVersionRule);
    const auto fault = parseEnvelope(
        soap::writeFault(read.error(), responseHeader(), *CorrelationId::parse("corr-12345")), "");
    REQUIRE(fault);
    CHECK(fault->fault->code == "VersionMismatch");
}

TEST_CASE("a fault says whose mistake it was, with the reference and without the detail", "[soap]") {
    const auto [code, expected] = GENERATE(table<ErrorCode, std::string>({
        {ErrorCode::MalformedMessage, "Sender"},
        {ErrorCode::SignatureNotValid, "Sender"},
        {ErrorCode::UnknownAction, "Sender"},
        {ErrorCode::NotUnderstood, "MustUnderstand"},
        {ErrorCode::Internal, "Receiver"},
        {ErrorCode::Overloaded, "Receiver"},
    }));
    const auto xml = soap::writeFault(Error{code, "detail that stays here", {}}, responseHeader(),
                                      *CorrelationId::parse("corr-12345"));
    const auto read = parseEnvelope(xml, "");
    REQUIRE(read);
    REQUIRE(read->fault);
    CHECK_FALSE(read->body);
    CHECK(read->fault->code == expected);
    CHECK(read->fault->reason.find("corr-12345") != std::string::npos);
    CHECK(xml.find("detail that stays here") == std::string::npos);
}

TEST_CASE("the fault message is the one of SOAP 1.2", "[soap]") {
    test::checkGolden(soap::writeFault(Error{ErrorCode::Internal, "", {}}, responseHeader(),
                                       *CorrelationId::parse("corr-12345")),
                      "soap/fault.xml");
}

TEST_CASE("every error has a sentence of its own for the wire", "[soap]") {
    for (const auto& row : errorTable()) {
        INFO(row.id);
        CHECK(soap::errorPhrase(row.code).size() > 5);
    }
}

TEST_CASE("a message that is no XML, has a DOCTYPE or is cut off is refused", "[soap]") {
    const std::string whole = envelope("<wsa:Action>urn:a</wsa:Action>");
    CHECK(refusalOf("") == ErrorCode::MalformedXml);
    CHECK(refusalOf(whole.substr(0, whole.size() / 2)) == ErrorCode::MalformedXml);
    CHECK(refusalOf("<!DOCTYPE a [<!ENTITY b \"c\">]>" + whole) == ErrorCode::MalformedXml);
}
