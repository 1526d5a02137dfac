#include "tests/certs/signed_assertion.hpp"

#include "certs/xml_signature.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

// The classic shapes of signature wrapping: a genuine signature is kept valid somewhere while the reader is
// led to an element that nobody signed. In each, the attacker's element comes first and must be refused.

namespace {

/// What the attacker wants to be read: like the original, for another person, with the original's ID or not.
std::string forged(std::string_view id) {
    return withReplaced(unsignedAssertion(id), "invented.doctor", "invented.attacker");
}

/// The forged element with that signature in the place where a signature belongs.
std::string forgedWith(std::string_view id, std::string_view signature) {
    return withReplaced(forged(id), "</saml2:Issuer>", "</saml2:Issuer>" + std::string{signature});
}

std::string original(TestPki& pki) {
    return signedAssertion(pki.signer("PT"));
}

} // namespace

TEST_CASE("wrapping 1: the original moved elsewhere, a forged element with the same ID in its place",
          "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    CHECK(ruleOf(inEnvelope(forgedWith("_a1", signatureOf(genuine)), genuine)) == "id-not-unique");
    CHECK(ruleOf(inEnvelope(forgedWith("_a1", signatureOf(genuine)), withoutSignature(genuine))) ==
          "id-not-unique");
}

TEST_CASE("wrapping 2: a forged element whose signature refers to the original", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    CHECK(ruleOf(inEnvelope(forgedWith("_evil", signatureOf(genuine)), withoutSignature(genuine))) ==
          "reference-uri");
}

TEST_CASE("wrapping 3: the original inside a ds:Object of the forged element's signature", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto object = "<ds:Object>" + withoutSignature(genuine) + "</ds:Object></ds:Signature>";
    const auto signature = withReplaced(signatureOf(genuine), "</ds:Signature>", object);
    CHECK(ruleOf(forgedWith("_evil", signature)) == "signature-structure");
    CHECK(ruleOf(forgedWith("_a1", signature)) == "id-not-unique");
}

TEST_CASE("wrapping 4: the original with its signature inside an extension of the forged element",
          "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto advice = "<saml2:Advice>" + genuine + "</saml2:Advice><saml2:AttributeStatement>";
    CHECK(ruleOf(withReplaced(forged("_evil"), "<saml2:AttributeStatement>", advice)) == "signature-nested");
    CHECK(ruleOf(withReplaced(forgedWith("_evil", signatureOf(genuine)), "<saml2:AttributeStatement>",
                              "<saml2:Advice>" + withoutSignature(genuine) +
                                  "</saml2:Advice><saml2:AttributeStatement>")) == "reference-uri");
}

TEST_CASE("wrapping 5: two signatures in one element", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto twice = signatureOf(genuine) + signatureOf(genuine);
    CHECK(ruleOf(withReplaced(genuine, signatureOf(genuine), twice)) == "signature-count");
    CHECK(ruleOf(forgedWith("_evil", twice)) == "signature-count");
}

TEST_CASE("wrapping 6: the signature under another parent than the signed element", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto inside = "<saml2:Subject>" + signatureOf(genuine);
    CHECK(ruleOf(withReplaced(withoutSignature(genuine), "<saml2:Subject>", inside)) == "signature-nested");
    CHECK(ruleOf(inEnvelope(withoutSignature(genuine) + signatureOf(genuine))) == "signature-missing");
}

TEST_CASE("wrapping 7: a reference without or with another target", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto target = [&](const char* uri) { return ruleOf(withReplaced(genuine, "URI=\"#_a1\"", uri)); };
    CHECK(target("URI=\"\"") == "reference-uri");
    CHECK(target("") == "reference-uri");
    CHECK(target("URI=\"#\"") == "reference-uri");
    CHECK(target("URI=\"#xpointer(/)\"") == "reference-uri");
    CHECK(target("URI=\"#xpointer(id('_a1'))\"") == "reference-uri");
    CHECK(target("URI=\"file:///etc/hostname\"") == "reference-uri");
}

TEST_CASE("wrapping 8: a transform that chooses what is signed", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const std::string enveloped =
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    const auto with = [&](const std::string& transform) {
        return ruleOf(withReplaced(genuine, enveloped, transform));
    };
    const std::string xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
                              "<ds:XPath>ancestor-or-self::saml2:Issuer</ds:XPath></ds:Transform>";
    CHECK(with(xpath) == "transforms");
    CHECK(with(enveloped + xpath) == "transforms");
    CHECK(with("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>") == "transforms");
    CHECK(with("") == "transforms");
    CHECK(with(enveloped + enveloped) == "transforms");
}

TEST_CASE("an ID that another element has under another name is refused", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    CHECK(ruleOf(inEnvelope(genuine, "<a ID=\"_a1\"/>")) == "id-not-unique");
    CHECK(ruleOf(inEnvelope(genuine, "<a Id=\"_a1\"/>")) == "id-not-unique");
    CHECK(ruleOf(inEnvelope(genuine, "<a id=\"_a1\"/>")) == "id-not-unique");
    CHECK(ruleOf(inEnvelope(genuine, "<a xml:id=\"_a1\"/>")) == "id-not-unique");
    CHECK(ruleOf(inEnvelope(genuine, "<a ID=\"_a2\"/>")).empty());
}

TEST_CASE("more than one reference, or a manifest of others, is refused", "[certs]") {
    TestPki pki;
    const auto genuine = original(pki);
    const auto from = genuine.find("<ds:Reference ");
    const std::string end = "</ds:Reference>";
    const auto reference = genuine.substr(from, genuine.find(end) + end.size() - from);
    CHECK(ruleOf(withReplaced(genuine, reference, reference + reference)) == "reference-count");
    CHECK(ruleOf(withReplaced(genuine, reference, "")) == "reference-count");
    CHECK(ruleOf(withReplaced(genuine, reference, "<ds:Manifest>" + reference + "</ds:Manifest>")) ==
          "reference-count");
}

TEST_CASE("verifying leaves no ID behind for a later reader of the same document", "[certs]") {
    TestPki pki;
    const auto text =
        inEnvelope(signedAssertion(pki.signer("PT"), "_a1") + signedAssertion(pki.signer("PT"), "_a2"));
    const auto document = xml::Document::parse(text).value();
    SignatureVerifier verifier;
    const auto security = firstNamed(document, "Security");
    for (int round = 0; round < 2; ++round) {
        for (const auto assertion : security.children()) {
            CHECK(verifier.verify(assertion));
        }
    }
    const auto again = SignatureVerifier{}.verify(*security.firstChild());
    CHECK(again);
}
