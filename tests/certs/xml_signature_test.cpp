#include "certs/xml_signature.hpp"

#include "base/base64.hpp"
#include "tests/certs/signed_assertion.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

TEST_CASE("a signed element verifies and names its signer", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const auto document = xml::Document::parse(text).value();
    SignatureVerifier verifier;
    const auto proof = verifier.verify(document.root());
    REQUIRE(proof);
    CHECK(proof->signer == pki.signer("PT").certificate());
    CHECK(proof->digest.size() == 32);
    CHECK_THAT(text, Catch::Contains("</saml2:Issuer><ds:Signature ") && Catch::Contains("rsa-sha256") &&
                         Catch::Contains("PrefixList=\"xs\"") && Catch::StartsWith("<saml2:Assertion "));
}

TEST_CASE("signing changes nothing but adds the signature", "[certs]") {
    TestPki pki;
    CHECK(withoutSignature(signedAssertion(pki.signer("PT"))) == unsignedAssertion());
}

TEST_CASE("an EC key signs with ECDSA and verifies", "[certs]") {
    const TestPki pki;
    const auto credential = pki.signatureAuthority().issueWithNewKey(
        {"PT", "Test EC seal", {}}, CertificateUse::Signature, around(testNow()), KeyKind::EcP256);
    const auto text = signedAssertion(credential);
    CHECK_THAT(text, Catch::Contains("ecdsa-sha256"));
    CHECK(ruleOf(text).empty());
}

TEST_CASE("a signature verifies inside an envelope with other namespaces", "[certs]") {
    TestPki pki;
    CHECK(ruleOf(inEnvelope(signedAssertion(pki.signer("PT")))).empty());
}

TEST_CASE("an element cut out of its envelope verifies, also when prefixes of values were declared outside",
          "[certs]") {
    TestPki pki;
    const auto envelope = xml::Document::parse(inEnvelope(signedAssertion(pki.signer("PT")))).value();
    CHECK(ruleOf(firstNamed(envelope, "Assertion").serialize()).empty());
}

TEST_CASE("lines and carriage returns in the signature value of others do no harm", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const std::string open = "<ds:SignatureValue>";
    const auto from = text.find(open) + open.size();
    const auto value = text.substr(from, text.find("</ds:SignatureValue>") - from);
    std::string broken;
    for (const auto c : value) {
        if (c != '\n') {
            broken += c;
            if ((broken.size() % 82) == 76) {
                broken += "&#xD;\n";
            }
        }
    }
    CHECK(ruleOf(withReplaced(text, value, broken)).empty());
}

TEST_CASE("the same signed element is recognised, an altered one never", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const auto altered = withReplaced(text, "Invented Hospital", "Another Hospital");
    SignatureVerifier verifier;
    const auto verify = [&](const std::string& candidate) {
        const auto document = xml::Document::parse(candidate).value();
        return verifier.verify(document.root());
    };
    const auto first = verify(text);
    const auto second = verify(text);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->digest == second->digest);
    CHECK_FALSE(verify(altered));
    CHECK_FALSE(verify(altered));
    CHECK(verify(text));
    // Same text, another meaning of a prefix inside a value.
    CHECK_FALSE(verify(withReplaced(text, "http://www.w3.org/2001/XMLSchema\"", "urn:example:other\"")));
}

TEST_CASE("an element altered after signing is refused", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK(ruleOf(withReplaced(text, "Invented Hospital", "Another Hospital")) == "signature-value");
    CHECK(ruleOf(withReplaced(text, "code=\"221\"", "code=\"222\"")) == "signature-value");
    CHECK(ruleOf(withReplaced(text, "urn:idp:PT:countryB", "urn:idp:NO:countryB")) == "signature-value");
}

TEST_CASE("no single changed character of the signed content verifies", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const auto signature = signatureOf(text);
    const auto from = text.find(signature);
    SignatureVerifier verifier;
    std::size_t refused = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at >= from && at < from + signature.size()) {
            continue;
        }
        auto changed = text;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        const auto document = xml::Document::parse(changed);
        const bool verified = document && verifier.verify(document->root());
        CHECK_FALSE(verified);
        ++refused;
    }
    CHECK(refused == text.size() - signature.size());
}

TEST_CASE("a signature under another's certificate is refused", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK(ruleOf(withReplaced(text, base64Encode(pki.signer("PT").certificate().der()),
                              base64Encode(pki.signer("NO").certificate().der()))) == "signature-value");
}

TEST_CASE("an unsigned element and one without usable ID are refused", "[certs]") {
    TestPki pki;
    CHECK(ruleOf(unsignedAssertion()) == "signature-missing");
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK(ruleOf(withReplaced(text, "ID=\"_a1\"", "")) == "id");
    CHECK(ruleOf(withReplaced(text, "ID=\"_a1\"", "ID=\"x') | id('_a1\"")) == "id");
    CHECK_FALSE(signEnveloped("<a/>", pki.signer("PT"), ""));
    CHECK_FALSE(signEnveloped("<a ID=\"x') | id('y\"/>", pki.signer("PT"), ""));
    CHECK_FALSE(signEnveloped("<a ID=\"x\">", pki.signer("PT"), ""));
}

TEST_CASE("key information beside the one certificate is refused", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const auto certificate =
        "<ds:X509Certificate>" + base64Encode(pki.signer("PT").certificate().der()) + "</ds:X509Certificate>";
    const std::string stranger = "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</"
                                 "ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue>"
                                 "</ds:KeyValue>";
    CHECK(ruleOf(withReplaced(text, "<ds:KeyInfo>", "<ds:KeyInfo>" + stranger)) == "key-info");
    CHECK(ruleOf(withReplaced(text, "<ds:X509Data>" + certificate + "</ds:X509Data>", stranger)) ==
          "key-info");
    CHECK(ruleOf(withReplaced(text, "<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>test</ds:KeyName>")) ==
          "key-info");
    CHECK(ruleOf(withReplaced(text, certificate, certificate + certificate)) == "certificate-count");
    CHECK(ruleOf(withReplaced(text, certificate, "")) == "certificate-count");
    CHECK(ruleOf(withReplaced(text, certificate, "<ds:X509Certificate>AAAA</ds:X509Certificate>")) ==
          "certificate");
    CHECK(ruleOf(withReplaced(text, certificate, "<ds:X509Certificate>?</ds:X509Certificate>")) ==
          "certificate");
}

TEST_CASE("a subject name beside the certificate is read over", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK(ruleOf(withReplaced(text, "<ds:X509Data>",
                              "<ds:X509Data><ds:X509SubjectName>C=NO</ds:X509SubjectName>"))
              .empty());
}

TEST_CASE("algorithms outside the list are refused before any is computed", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    const auto replaced = [&](const char* from, const char* to) {
        return ruleOf(withReplaced(text, from, to));
    };
    const char* rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    CHECK(replaced(rsa, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256") == "signature-method");
    CHECK(replaced(rsa, "http://www.w3.org/2000/09/xmldsig#hmac-sha1") == "signature-method");
    CHECK(replaced(rsa, "http://www.w3.org/2000/09/xmldsig#rsa-sha1") == "signature-method");
    CHECK(replaced("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1") ==
          "digest-method");
    CHECK(replaced("<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                   "<ds:CanonicalizationMethod "
                   "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"") ==
          "canonicalization");
    CHECK(replaced("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                   "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"") ==
          "transforms");
}

TEST_CASE("comments and processing instructions inside are refused", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK(ruleOf(withReplaced(text, "invented.doctor", "invented<!-- -->.doctor")) == "comment");
    CHECK(ruleOf(withReplaced(text, "invented.doctor", "invented<?a b?>.doctor")) == "comment");
    CHECK(ruleOf(withReplaced(text, "<ds:KeyInfo>", "<ds:KeyInfo><!-- -->")) == "comment");
}

TEST_CASE("what can't be canonicalized is refused", "[certs]") {
    TestPki pki;
    const auto text = signedAssertion(pki.signer("PT"));
    CHECK_FALSE(
        ruleOf(withReplaced(text, "<saml2:Subject>", "<saml2:Subject xmlns:r=\"relative\">")).empty());
}

TEST_CASE("one verifier serves many threads", "[certs]") {
    TestPki pki;
    std::vector<std::string> texts;
    for (int i = 0; i < 8; ++i) {
        texts.push_back(signedAssertion(pki.signer("PT"), "_t" + std::to_string(i)));
    }
    SignatureVerifier verifier;
    std::atomic<int> verified = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (const auto& text : texts) {
                    const auto good = xml::Document::parse(text).value();
                    const auto bad =
                        xml::Document::parse(withReplaced(text, "Invented H", "Altered H")).value();
                    verified += verifier.verify(good.root()) && !verifier.verify(bad.root()) ? 1 : 0;
                }
            });
        }
    }
    CHECK(verified == 32);
}
