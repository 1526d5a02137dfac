#include "tests/ncp/discovery/network.hpp"

#include "ncp/discovery/signed_metadata.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;
using namespace ncp::test;

// Each way to make somebody believe metadata that were not signed by the country and by the SMP.

namespace {

struct Parties {
    TestPki countries;
    TestPki smps;
    OwnServices own = servicesOf(countries, "PT");
    std::string national = nationalMetadata(own, Service::Query, countries.signer("PT"));
    std::string answer = signAsSmp(national, smps.signer("BE")).value();

    Result<SignedMetadata> verify(std::string_view xml, const std::string& country = "PT") const {
        const auto smp = smps.trustStore();
        const auto signers = countries.trustStore();
        return verifySignedMetadata(xml, CountryCode::parse(country).value(), smp, signers, testNow());
    }
    std::string ruleOf(std::string_view xml, const std::string& country = "PT") const {
        const auto verified = verify(xml, country);
        return verified ? "accepted" : verified.error().rule;
    }
    std::string smpSigned(std::string_view inner) { return signAsSmp(inner, smps.signer("BE")).value(); }
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

std::string between(const std::string& text, std::string_view start, std::string_view end) {
    const auto first = text.find(start);
    const auto last = text.find(end, first);
    REQUIRE(first != std::string::npos);
    REQUIRE(last != std::string::npos);
    return text.substr(first, last + end.size() - first);
}

} // namespace

TEST_CASE("metadata that country and SMP have signed are believed, and name both signers", "[discovery]") {
    Parties parties;
    const auto verified = parties.verify(parties.answer);
    REQUIRE(verified.has_value());
    CHECK(verified->nationalSigner == parties.countries.signer("PT").certificate());
    CHECK(verified->smpSigner == parties.smps.signer("BE").certificate());
    const auto* information = std::get_if<ServiceInformation>(&verified->metadata);
    REQUIRE(information != nullptr);
    CHECK(information->processes.front().endpoints.front().uri == "https://localhost:1/XCA_Service");
}

TEST_CASE("namespaces that the SMP declares round the metadata don't touch the national signature",
          "[discovery]") {
    Parties parties;
    const auto wrapped =
        replaced(parties.answer, "<SignedServiceMetadata ", "<SignedServiceMetadata xmlns:extra=\"urn:x\" ");
    CHECK(parties.ruleOf(wrapped) == "smp-signature-value"); // the SMP's own covers it
    const auto inner = between(parties.answer, "<ServiceMetadata", "</ServiceMetadata>");
    auto document = xml::Document::parse("<s:SignedServiceMetadata xmlns:s=\"" + std::string{kSmpNamespace} +
                                         "\" xmlns:extra=\"urn:x\">" + inner + "</s:SignedServiceMetadata>")
                        .value();
    CHECK(parties.ruleOf(document.serialize()) == "smp-signature-missing");
}

TEST_CASE("a change anywhere breaks a signature", "[discovery]") {
    Parties parties;
    CHECK(parties.ruleOf(replaced(parties.answer, "localhost:1/XCA", "localhost:2/XCA")) ==
          "smp-signature-value");
    // An SMP that changes what the country has signed, and signs the result itself.
    CHECK(parties.ruleOf(parties.smpSigned(replaced(parties.national, "localhost:1/XCA",
                                                    "localhost:2/XCA"))) == "national-signature-value");
    CHECK(parties.ruleOf(parties.smpSigned(replaced(parties.national, "<ServiceDescription>",
                                                    "<ServiceDescription>x"))) == "national-signature-value");
}

TEST_CASE("both signatures are always required", "[discovery]") {
    Parties parties;
    auto unsignedDocument = writeServiceMetadata(describe(parties.own, Service::Query).value());
    CHECK(parties.ruleOf(parties.smpSigned(unsignedDocument.serialize())) == "national-signature-missing");
    const auto smpSignature = parties.answer.substr(parties.answer.rfind("<Signature "));
    const auto bare = replaced(parties.answer, smpSignature, "</SignedServiceMetadata>");
    CHECK(parties.ruleOf(bare) == "smp-signature-missing");
    CHECK(parties.verify(parties.national).error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("signers that nobody trusts, or that are somebody else, are refused", "[discovery]") {
    Parties parties;
    TestPki strangers;
    const auto foreign = nationalMetadata(parties.own, Service::Query, strangers.signer("PT"));
    CHECK(parties.ruleOf(parties.smpSigned(foreign)) == "national-chain");
    CHECK(parties.ruleOf(signAsSmp(parties.national, strangers.signer("BE")).value()) == "smp-chain");
    // Sweden signs for Portugal.
    const auto swedish = nationalMetadata(parties.own, Service::Query, parties.countries.signer("SE"));
    CHECK(parties.ruleOf(parties.smpSigned(swedish)) == "national-country");
    // A country's key is no SMP's, and an SMP's no country's.
    CHECK(parties.ruleOf(signAsSmp(parties.national, parties.countries.signer("PT")).value()) == "smp-chain");
    const auto bySmp = nationalMetadata(parties.own, Service::Query, parties.smps.signer("PT"));
    CHECK(parties.ruleOf(parties.smpSigned(bySmp)) == "national-chain");
    CHECK(parties.ruleOf(parties.answer, "SE") == "national-country");
}

TEST_CASE("a genuine signature does not vouch for what stands beside it", "[discovery]") {
    Parties parties;
    const auto genuine = between(parties.answer, "<ServiceMetadata", "</ServiceMetadata>");
    const auto forged = replaced(genuine, "localhost:1/XCA", "evil.example/XCA");
    const auto head = "<SignedServiceMetadata xmlns=\"" + std::string{kSmpNamespace} + "\">";
    const auto smpSignature = parties.answer.substr(parties.answer.rfind("<Signature "));

    SECTION("two ServiceMetadata, the forged one first") {
        CHECK(parties.ruleOf(head + forged + genuine + smpSignature) == "smp-signature-missing");
    }
    SECTION("the forged metadata with the genuine ones behind the signature") {
        CHECK(parties.ruleOf(head + forged +
                             replaced(smpSignature, "</SignedServiceMetadata>",
                                      genuine + "</SignedServiceMetadata>")) == "smp-signature-count");
    }
    SECTION("the genuine metadata in a ds:Object") {
        const auto object = "<Object>" + genuine + "</Object></Signature>";
        CHECK(parties.ruleOf(head + forged + replaced(smpSignature, "</Signature>", object)) ==
              "smp-signature-structure");
    }
    SECTION("the genuine metadata in an extension of forged ones, by an SMP that is trusted") {
        const auto nested = replaced(forged, "<Extension><Signature", "<Extension>" + genuine + "<Signature");
        CHECK(parties.ruleOf(parties.smpSigned(nested)) == "national-signature-count");
    }
    SECTION("a reference to a part instead of the whole") {
        const auto partial = replaced(parties.national, "URI=\"\"", "URI=\"#part\"");
        CHECK(parties.ruleOf(parties.smpSigned(partial)) == "national-reference-uri");
    }
    SECTION("a transform that selects what is signed") {
        const auto selected = replaced(
            parties.national, "</Transforms>",
            "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>false()</XPath>"
            "</Transform></Transforms>");
        CHECK(parties.ruleOf(parties.smpSigned(selected)) == "national-transforms");
    }
    SECTION("a stranger's bare key") {
        const auto keyed =
            replaced(parties.national, between(parties.national, "<X509Data>", "</X509Data>"),
                     "<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
                     "</KeyValue>");
        CHECK(parties.ruleOf(parties.smpSigned(keyed)) == "national-key-info");
    }
    SECTION("weak algorithms") {
        const auto sha1 = replaced(parties.national, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                                   "http://www.w3.org/2000/09/xmldsig#rsa-sha1");
        CHECK(parties.ruleOf(parties.smpSigned(sha1)) == "national-signature-method");
    }
}

TEST_CASE("a comment can't cut a value that was signed without it", "[discovery]") {
    Parties parties;
    const auto commented = replaced(parties.national, "https://localhost:1/XCA_Service",
                                    "https://localhost:1/XCA<!-- -->_Service");
    const auto verified = parties.verify(parties.smpSigned(commented));
    REQUIRE_FALSE(verified.has_value());
    CHECK(verified.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("what is no service metadata is told so", "[discovery]") {
    Parties parties;
    CHECK(parties.verify("").error().code == ErrorCode::MalformedXml);
    CHECK(parties.verify("<html/>").error().code == ErrorCode::MalformedMessage);
    CHECK(parties.verify("<!DOCTYPE x><SignedServiceMetadata/>").error().code == ErrorCode::MalformedXml);
    const std::string large(kMetadataLimit + 1, ' ');
    CHECK(parties.verify(parties.answer + large).error().code == ErrorCode::XmlLimitExceeded);
}
