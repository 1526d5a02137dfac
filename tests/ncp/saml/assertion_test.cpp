#include "ncp/saml/assertion.hpp"

#include "ncp/saml/attribute_names.hpp"
#include "tests/ncp/saml/workshop.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using test::Workshop;

namespace {

Result<saml::Assertion> parsed(const std::string& text) {
    const auto document = xml::Document::parse(text);
    REQUIRE(document);
    return saml::parseAssertion(document->root());
}

std::string withReplaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("an issued HCP assertion is read field by field") {
    Workshop workshop;
    const auto hcp = parsed(workshop.issued()[0].xml);
    REQUIRE(hcp);
    CHECK(hcp->kind == saml::Kind::Hcp);
    CHECK(hcp->id == workshop.issued()[0].id);
    CHECK(hcp->version == "2.0");
    CHECK(hcp->issueInstant == workshop.pki().now());
    CHECK(hcp->issuer == "urn:idp:NO:countryB");
    CHECK(hcp->nameId == "invented.doctor");
    CHECK(hcp->nameIdFormat == "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified");
    CHECK(hcp->subjectConfirmationMethods == std::vector{std::string{saml::kSenderVouches}});
    CHECK(hcp->notBefore == workshop.pki().now() - std::chrono::seconds{60});
    CHECK(hcp->notOnOrAfter == workshop.pki().now() + std::chrono::minutes{239});
    CHECK(hcp->audiences == std::vector{std::string{saml::kAudience}});
    CHECK(hcp->assertionIdRefs.empty());
    CHECK(hcp->authnContextClassRef == "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI");
    CHECK(hcp->firstValue(saml::kHomeCommunityAttribute) == "urn:oid:2.16.578.1.12.4.5.10.1");
    CHECK(hcp->role() == Code{"221", "2.16.840.1.113883.2.9.6.2.7", "", ""});
    CHECK(hcp->role()->display == "Medical Doctors");
    CHECK(hcp->purposeOfUse() == "TREATMENT");
    CHECK(hcp->permissions() == Workshop::clinician().permissions);
}

TEST_CASE("TRC and next of kin name what they refer to") {
    Workshop workshop;
    const auto trc = parsed(workshop.issued()[1].xml);
    const auto nok = parsed(workshop.issued()[2].xml);
    REQUIRE(trc);
    REQUIRE(nok);
    CHECK(trc->kind == saml::Kind::Trc);
    CHECK(nok->kind == saml::Kind::NextOfKin);
    CHECK(trc->assertionIdRefs == std::vector{workshop.issued()[0].id});
    CHECK(nok->assertionIdRefs == std::vector{workshop.issued()[0].id});
    CHECK(PatientId::parseCx(trc->firstValue(saml::kSubjectIdAttribute)) == Workshop::patient());
    CHECK(trc->firstValue(saml::kPrescriptionIdAttribute) == "RX-1");
    CHECK(trc->firstValue(saml::kDispensationPinAttribute) == "1234");
    CHECK(nok->firstValue("urn:ehdsi:names:subject:nextofkin:birthdate") == "1970-01-31");
    CHECK(nok->attribute("urn:ehdsi:names:subject:nextofkin:address:city") == nullptr);
}

TEST_CASE("absent fields are left empty for the rules to judge") {
    const auto bare = parsed(R"(<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">)"
                             R"(<a:Issuer NameQualifier="urn:ehdsi:assertions:hcp"/></a:Assertion>)");
    REQUIRE(bare);
    CHECK(bare->id.empty());
    CHECK_FALSE(bare->notBefore);
    CHECK_FALSE(bare->role());
    CHECK(bare->permissions().empty());
}

TEST_CASE("what is not an assertion's structure is refused") {
    Workshop workshop;
    const auto text = workshop.issued()[1].xml;
    struct Spoilt {
        std::string_view what, from, to;
    };
    const std::vector<Spoilt> cases{
        {"other namespace", "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:1.0:assertion"},
        {"unknown kind", "urn:ehdsi:assertions:trc", "urn:ehdsi:assertions:TRC"},
        {"no kind", R"( NameQualifier="urn:ehdsi:assertions:trc")", ""},
        {"ID with colons", R"( ID="_)", R"( ID="urn:uuid:)"},
        {"two issuers", "<saml2:Subject>", "<saml2:Issuer/><saml2:Subject>"},
        {"conditions before subject", "<saml2:Subject>", "<saml2:Conditions/><saml2:Subject>"},
        {"two subjects", "<saml2:Conditions", "<saml2:Subject/><saml2:Conditions"},
        {"unknown condition", "</saml2:Conditions>", "<saml2:ProxyRestriction/></saml2:Conditions>"},
        {"an assertion inside Advice", "</saml2:Advice>", "<saml2:Assertion/></saml2:Advice>"},
        {"two AuthnStatements", "<saml2:AttributeStatement>",
         "<saml2:AuthnStatement/><saml2:AttributeStatement>"},
        {"an encrypted attribute", "</saml2:AttributeStatement>",
         "<saml2:EncryptedAttribute/></saml2:AttributeStatement>"},
        {"element inside a name", "invented.doctor", "invented<saml2:x/>.doctor"},
        {"comment inside an identifier", "PAT-1", "PAT<!-- -->-1"},
        {"instruction inside an identifier", "PAT-1", "PAT<?x?>-1"},
        {"unknown attribute", " NotBefore=", R"( Not="1" NotBefore=)"},
        {"no time", R"(NotBefore="2026)", R"(NotBefore="26)"},
    };
    for (const auto& spoilt : cases) {
        INFO(spoilt.what);
        const auto refused = parsed(withReplaced(text, spoilt.from, spoilt.to));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::MalformedMessage);
    }
}

TEST_CASE("a refusal never quotes the assertion") {
    Workshop workshop;
    const auto refused = parsed(withReplaced(workshop.issued()[1].xml, "PAT-1", "PAT<!-- -->-1"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find("PAT") == std::string::npos);
}
