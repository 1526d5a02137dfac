#include "tests/certs/signed_assertion.hpp"

#include <stdexcept>

namespace ncp::test {

std::string unsignedAssertion(std::string_view id) {
    return R"(<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" )"
           R"(xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID=")" +
           std::string{id} + R"(" IssueInstant="2026-06-01T12:00:00.000Z" Version="2.0">
  <saml2:Issuer NameQualifier="urn:ehdsi:assertions:hcp">urn:idp:PT:countryB</saml2:Issuer>
  <saml2:Subject><saml2:NameID>invented.doctor</saml2:NameID></saml2:Subject>
  <saml2:AttributeStatement>
    <saml2:Attribute Name="urn:oasis:names:tc:xacml:2.0:subject:role"><saml2:AttributeValue><Role xmlns="urn:hl7-org:v3" code="221"/></saml2:AttributeValue></saml2:Attribute>
    <saml2:Attribute Name="urn:oasis:names:tc:xspa:1.0:environment:locality"><saml2:AttributeValue xsi:type="xs:string">Invented Hospital</saml2:AttributeValue></saml2:Attribute>
  </saml2:AttributeStatement>
</saml2:Assertion>)";
}

std::string signedAssertion(const certs::Credential& credential, std::string_view id) {
    return certs::signEnveloped(unsignedAssertion(id), credential, "xs").value();
}

std::string withReplaced(std::string_view text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string_view::npos || text.find(from, at + 1) != std::string_view::npos) {
        throw std::invalid_argument("not exactly one occurrence: " + std::string{from});
    }
    return std::string{text.substr(0, at)} + std::string{to} + std::string{text.substr(at + from.size())};
}

std::string signatureOf(std::string_view signedText) {
    constexpr std::string_view end = "</ds:Signature>";
    const auto from = signedText.find("<ds:Signature ");
    return std::string{signedText.substr(from, signedText.find(end) + end.size() - from)};
}

std::string withoutSignature(std::string_view signedText) {
    return withReplaced(signedText, signatureOf(signedText), "");
}

std::string inEnvelope(std::string_view securityContent, std::string_view bodyContent) {
    return R"(<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns="urn:hl7-org:v3" )"
           R"(xmlns:other="urn:example:other" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><soap:Header>)"
           R"(<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">)" +
           std::string{securityContent} + "</wsse:Security></soap:Header><soap:Body>" +
           std::string{bodyContent} + "</soap:Body></soap:Envelope>";
}

xml::Node firstNamed(const xml::Document& document, std::string_view name) {
    std::optional<xml::Node> found;
    xml::walk(document.root(), [&](xml::Node node) {
        if (!found && node.name() == name) {
            found = node;
        }
        return !found;
    });
    return found.value();
}

std::string ruleOf(std::string_view text) {
    const auto document = xml::Document::parse(text).value();
    certs::SignatureVerifier verifier;
    const auto proof = verifier.verify(firstNamed(document, "Assertion"));
    if (proof) {
        return "";
    }
    if (proof.error().code != ErrorCode::SignatureNotValid) {
        throw std::logic_error("another error than SignatureNotValid");
    }
    return proof.error().rule;
}

} // namespace ncp::test
