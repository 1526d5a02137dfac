#include "ncp/saml/issue.hpp"

#include "ncp/saml/assertion.hpp"
#include "tests/ncp/saml/workshop.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

using namespace ncp;
using test::Workshop;

namespace {

constexpr std::string_view kSamlSchema = "/usr/share/xml/opensaml/saml-schema-assertion-2.0.xsd";
constexpr std::string_view kSignatureSchema = "/usr/share/xml/xmltooling/xmldsig-core-schema.xsd";
constexpr std::string_view kEncryptionSchema = "/usr/share/xml/xmltooling/xenc-schema.xsd";

/// One schema that takes the imported ones from Debian's packages instead of the network.
std::string localSchema() {
    const auto import = [](std::string_view uri, std::string_view file) {
        return R"(<xs:import namespace=")" + std::string{uri} + R"(" schemaLocation="file://)" +
               std::string{file} + R"("/>)";
    };
    return R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">)" +
           import("http://www.w3.org/2000/09/xmldsig#", kSignatureSchema) +
           import("http://www.w3.org/2001/04/xmlenc#", kEncryptionSchema) +
           import("urn:oasis:names:tc:SAML:2.0:assertion", kSamlSchema) + "</xs:schema>";
}

bool succeeds(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

std::vector<std::string> childNames(xml::Node element) {
    std::vector<std::string> names;
    for (const auto child : element.children()) {
        names.emplace_back(child.name());
    }
    return names;
}

std::vector<std::string> friendlyNames(const std::string& text) {
    const auto document = xml::Document::parse(text).value();
    const auto assertion = saml::parseAssertion(document.root()).value();
    std::vector<std::string> names;
    for (const auto& attribute : assertion.attributes) {
        names.push_back(attribute.friendlyName);
    }
    return names;
}

} // namespace

TEST_CASE("issued assertions are valid against the SAML schema") {
    if (!succeeds("xmllint --version") || !std::filesystem::exists(kSamlSchema) ||
        !std::filesystem::exists(kSignatureSchema)) {
        WARN("skipped: xmllint, opensaml-schemas or xmltooling-schemas is not installed");
        return;
    }
    Workshop workshop;
    const test::TemporaryDirectory directory;
    const auto schema = directory.write("saml.xsd", localSchema()).string();
    const auto valid = [&](const std::string& text) {
        return succeeds("xmllint --nonet --noout --schema " + schema + " " +
                        directory.write("assertion.xml", text).string());
    };
    for (const auto& issued : workshop.issued()) {
        CHECK(valid(issued.xml));
    }
    auto spoilt = workshop.issued()[0].xml;
    spoilt.replace(spoilt.find("saml2:Subject>"), 14, "saml2:Sbject>>");
    CHECK_FALSE(valid(spoilt));
    CHECK_FALSE(valid(R"(<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"/>)"));
}

TEST_CASE("issued assertions verify with another program, and altered ones do not") {
    if (!succeeds("xmlsec1 --version")) {
        WARN("skipped: xmlsec1 is not installed");
        return;
    }
    Workshop workshop;
    const test::TemporaryDirectory directory;
    const auto anchor =
        directory.write("anchor.pem", workshop.pki().signatureAuthority().certificate().pem()).string();
    const auto verifies = [&](const std::string& text) {
        return succeeds(
            "xmlsec1 --verify --id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion "
            "--enabled-key-data x509 --verification-gmt-time '2026-06-01 12:00:00' --trusted-pem " +
            anchor + " " + directory.write("assertion.xml", text).string());
    };
    for (const auto& issued : workshop.issued()) {
        CHECK(verifies(issued.xml));
        auto altered = issued.xml;
        altered.replace(altered.find("invented.doctor"), 8, "Invented");
        CHECK_FALSE(verifies(altered));
    }
}

TEST_CASE("elements and attributes stand in the order of the reference implementation") {
    Workshop workshop;
    const auto hcp = xml::Document::parse(workshop.issued()[0].xml).value();
    CHECK(childNames(hcp.root()) == std::vector<std::string>{"Issuer", "Signature", "Subject", "Conditions",
                                                             "AuthnStatement", "AttributeStatement"});
    const auto trc = xml::Document::parse(workshop.issued()[1].xml).value();
    CHECK(childNames(trc.root()) == std::vector<std::string>{"Issuer", "Signature", "Subject", "Conditions",
                                                             "Advice", "AuthnStatement",
                                                             "AttributeStatement"});
    CHECK(friendlyNames(workshop.issued()[0].xml) ==
          std::vector<std::string>{"HCI Identifier", "XSPA Subject", "XSPA Role", "XSPA Organization",
                                   "XSPA Organization ID", "eHealth DSI Healthcare Facility Type",
                                   "XSPA Purpose Of Use", "XSPA Locality", "Hl7 Permissions"});
    CHECK(friendlyNames(workshop.issued()[1].xml) ==
          std::vector<std::string>{"XSPA Subject", "XSPA Purpose Of Use", "Dispensation Pin Code",
                                   "Prescription ID"});
    CHECK(friendlyNames(workshop.issued()[2].xml) ==
          std::vector<std::string>{"NextOfKinId", "NextOfKinFirstName", "NextOfKinFamilyName",
                                   "NextOfKinGender", "NextOfKinBirthDate", "NextOfKinAddressCountry"});
}

TEST_CASE("Role and PurposeOfUse carry no prefix, values no white space") {
    Workshop workshop;
    const auto& text = workshop.issued()[0].xml;
    CHECK(text.find(R"(<Role xmlns="urn:hl7-org:v3" code="221")") != std::string::npos);
    CHECK(text.find(R"(<PurposeOfUse xmlns="urn:hl7-org:v3" code="TREATMENT")") != std::string::npos);
    CHECK(text.find(R"(xsi:type="xs:string">Hospital</)") != std::string::npos);
}

TEST_CASE("assertions are back-dated within their span: four hours, two hours") {
    Workshop workshop;
    const auto now = workshop.pki().now();
    CHECK(workshop.issued()[0].notOnOrAfter == now + std::chrono::minutes{239});
    CHECK(workshop.issued()[1].notOnOrAfter == now + std::chrono::minutes{119});
    CHECK(workshop.issued()[2].notOnOrAfter == now + std::chrono::minutes{119});
}

TEST_CASE("nothing is issued for a clinician who lacks what the profile demands") {
    Workshop workshop;
    const std::vector<std::function<void(saml::Clinician&)>> lacks{
        [](saml::Clinician& c) { c.id.clear(); },
        [](saml::Clinician& c) { c.name.clear(); },
        [](saml::Clinician& c) { c.role.code.clear(); },
        [](saml::Clinician& c) { c.role.display.clear(); },
        [](saml::Clinician& c) { c.facilityType.clear(); },
        [](saml::Clinician& c) { c.locality.clear(); },
        [](saml::Clinician& c) { c.permissions.clear(); },
        [](saml::Clinician& c) { c.role.code = "44"; },
        [](saml::Clinician& c) { c.authnContextClass.clear(); },
    };
    for (const auto& lack : lacks) {
        auto clinician = Workshop::clinician();
        lack(clinician);
        const auto refused = workshop.issuer().issueHcp(clinician, saml::PurposeOfUse::Treatment);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::InputRefused);
    }
    auto clerk = Workshop::clinician();
    clerk.role.code = "44";
    clerk.onBehalfOf = "221";
    CHECK(workshop.issuer().issueHcp(clerk, saml::PurposeOfUse::Emergency));
}

TEST_CASE("no treatment relation rests on an HCP assertion that has expired") {
    Workshop workshop;
    auto hcp = workshop.issued()[0];
    hcp.notOnOrAfter = workshop.pki().now();
    const auto refused = workshop.issuer().issueTrc(hcp, Workshop::clinician(), Workshop::patient(),
                                                    saml::PurposeOfUse::Treatment);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::AssertionNotValid);
}

TEST_CASE("text for people is escaped in what is issued") {
    Workshop workshop;
    auto clinician = Workshop::clinician();
    clinician.name = "A & B <\"Lege\">";
    const auto issued = workshop.issuer().issueHcp(clinician, saml::PurposeOfUse::Treatment);
    REQUIRE(issued);
    const auto document = xml::Document::parse(issued->xml);
    REQUIRE(document);
    CHECK(saml::parseAssertion(document->root())
              ->firstValue("urn:oasis:names:tc:xspa:1.0:subject:subject-id") == clinician.name);
}
