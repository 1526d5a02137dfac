#include "tests/certs/signed_assertion.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

namespace {

/// Runs the independent command-line implementation; true when it says yes.
bool xmlsec1(const std::string& arguments) {
    const auto line = "xmlsec1 " + arguments + " >/dev/null 2>&1";
    return std::system(line.c_str()) == 0;
}

std::string quoted(const std::filesystem::path& file) {
    return "'" + file.string() + "' ";
}

const std::string kIdAttribute = "--id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion ";

/// A signature of another maker: inclusive prefixes, line feeds inside SignedInfo, empty values.
std::string othersTemplate(std::string_view method) {
    return R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
<ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#)" +
           std::string{method} + R"("/>
<ds:Reference URI="#_a1"><ds:Transforms>
<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="xs"/></ds:Transform>
</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>)";
}

} // namespace

TEST_CASE("the xmlsec1 command is there for the tests against another implementation", "[certs]") {
    CHECK(xmlsec1("--version"));
}

TEST_CASE("what we sign verifies with the xmlsec1 command, altered text does not", "[certs]") {
    TestPki pki{SystemClock{}.now()};
    const TemporaryDirectory directory;
    const auto anchor = directory.write("anchor.pem", pki.signatureAuthority().certificate().pem());
    const auto text = signedAssertion(pki.signer("PT"));
    const auto verify = "--verify " + kIdAttribute + "--trusted-pem " + quoted(anchor);
    CHECK(xmlsec1(verify + quoted(directory.write("signed.xml", text))));
    CHECK_FALSE(xmlsec1(
        verify + quoted(directory.write("altered.xml", withReplaced(text, "Invented H", "Another H")))));
    // In an envelope the command finds the signature by itself.
    CHECK(xmlsec1(verify + quoted(directory.write("envelope.xml", inEnvelope(text)))));
}

TEST_CASE("what we sign with an EC key verifies with the xmlsec1 command", "[certs]") {
    const TestPki pki{SystemClock{}.now()};
    const TemporaryDirectory directory;
    const auto anchor = directory.write("anchor.pem", pki.signatureAuthority().certificate().pem());
    const auto credential = pki.signatureAuthority().issueWithNewKey(
        {"PT", "Test EC seal", {}}, CertificateUse::Signature, around(pki.now()), KeyKind::EcP256);
    CHECK(xmlsec1("--verify " + kIdAttribute + "--trusted-pem " + quoted(anchor) +
                  quoted(directory.write("signed.xml", signedAssertion(credential)))));
}

TEST_CASE("what the xmlsec1 command signs verifies with us, altered text does not", "[certs]") {
    TestPki pki{SystemClock{}.now()};
    const auto method = GENERATE(as<std::string>{}, "rsa-sha256", "rsa-sha384", "rsa-sha512");
    const TemporaryDirectory directory;
    const auto files = writeCredential(directory, "seal", pki.signer("PT"));
    const auto blank = directory.write("blank.xml", withReplaced(unsignedAssertion(), "</saml2:Issuer>",
                                                                 "</saml2:Issuer>" + othersTemplate(method)));
    const auto out = directory.path() / "signed.xml";
    REQUIRE(xmlsec1("--sign " + kIdAttribute + "--privkey-pem '" + files.key.string() + "','" +
                    files.chain.string() + "' --output " + quoted(out) + quoted(blank)));
    const auto text = readFile(out).value();
    CHECK(ruleOf(text).empty());
    CHECK(ruleOf(withReplaced(text, "Invented H", "Another H")) == "signature-value");
    const auto element = xml::Document::parse(text).value().root().serialize();
    CHECK(ruleOf(inEnvelope(element)).empty());
}
