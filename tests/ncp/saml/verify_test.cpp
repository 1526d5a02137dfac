#include "tests/ncp/saml/workshop.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace ncp;
using test::Scene;
using test::Workshop;

namespace {

/// A right header, spoilt in one respect, and the rule that must notice.
struct HostileTwin {
    std::string_view rule;
    std::function<void(Scene&, Workshop&)> spoil;
};

/// Spoils by replacing text of one assertion before it is signed again by its rightful signer.
HostileTwin edited(std::string_view rule, test::Draft Scene::* draft, std::string_view from,
                   std::string_view to) {
    return {rule, [=](Scene& scene, Workshop&) { (scene.*draft).replace(from, to); }};
}

constexpr auto kHcp = &Scene::hcp;
constexpr auto kTrc = &Scene::trc;
constexpr auto kNok = &Scene::nok;
constexpr std::string_view kAudienceText = "urn:ehdsi:assertions.audience:x-border";
constexpr std::string_view kPrevious = "classes:PreviousSession";
constexpr std::string_view kAuthnNow = R"(AuthnInstant="2026-06-01T12:00:00.000Z")";
constexpr std::string_view kNotBefore = R"(NotBefore="2026-06-01T11:59:00.000Z")";
constexpr std::string_view kHcpEnd = R"(NotOnOrAfter="2026-06-01T15:59:00.000Z")";
constexpr std::string_view kShortEnd = R"(NotOnOrAfter="2026-06-01T13:59:00.000Z")";
constexpr std::string_view kVersion = R"(Version="2.0")";
constexpr std::string_view kFormat = R"( Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")";
constexpr std::string_view kVouches = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches";

std::vector<HostileTwin> presenceTwins() {
    return {
        {"security-header-present",
         [](Scene& s, Workshop&) {
             s.securityHeader = false;
             s.order.clear();
         }},
        {"assertion-count", [](Scene& s, Workshop&) { s.order = {"nok", "hcp", "trc", "trc"}; }},
        edited("assertion-kind-known", kNok, "urn:ehdsi:assertions:nok", "urn:ehdsi:assertions:other"),
        edited("assertion-kind-known", kHcp, "urn:ehdsi:assertions:hcp", "urn:ehdsi:assertions:hcp2"),
        edited("assertion-structure", kHcp, "<saml2:Subject>", "<saml2:Extra/><saml2:Subject>"),
        edited("assertion-structure", kHcp, "invented.doctor", "invented<!-- x -->.doctor"),
        edited("assertion-structure", kHcp, "invented.doctor", "invented<?x?>.doctor"),
        edited("assertion-structure", kTrc, "</saml2:Advice>", "<saml2:EncryptedAssertion/></saml2:Advice>"),
        edited("assertion-structure", kTrc, "</saml2:Conditions>", "<saml2:OneTimeUse/></saml2:Conditions>"),
        edited("assertion-structure", kHcp, kAuthnNow, R"(AuthnInstant="yesterday")"),
        edited("assertion-structure", kHcp, R"( Version="2.0")", R"( Version="2.0" Extra="1")"),
        {"hcp-present", [](Scene& s, Workshop&) { s.order = {"trc"}; }},
        {"hcp-present", [](Scene& s, Workshop&) { s.order.clear(); }},
        {"trc-present", [](Scene& s, Workshop&) { s.order = {"hcp"}; }},
        {"trc-present",
         [](Scene& s, Workshop&) {
             s.order = {"nok", "hcp"};
             s.transaction = saml::Transaction::Retrieve;
         }},
        {"trc-present",
         [](Scene& s, Workshop&) {
             s.order = {"hcp"};
             s.transaction = saml::Transaction::Provide;
         }},
        {"hcp-single", [](Scene& s, Workshop&) { s.order = {"hcp", "hcp", "trc"}; }},
        {"trc-single", [](Scene& s, Workshop&) { s.order = {"hcp", "trc", "trc"}; }},
        {"nok-single",
         [](Scene& s, Workshop&) {
             s.order = {"nok", "nok", "hcp"};
             s.transaction = saml::Transaction::PatientDiscovery;
         }},
        {"assertion-ids-distinct",
         [](Scene& s, Workshop& w) {
             s.trc.replace(R"(ID=")" + w.issued()[1].id, R"(ID=")" + w.issued()[0].id);
             s.trc.signer = nullptr;
         }},
    };
}

std::vector<HostileTwin> fieldTwins() {
    std::vector<HostileTwin> twins;
    const std::array kinds{std::pair{"hcp-fields-present", kHcp}, std::pair{"trc-fields-present", kTrc},
                           std::pair{"nok-fields-present", kNok}};
    for (const auto& [rule, draft] : kinds) {
        const auto end = draft == kHcp ? kHcpEnd : kShortEnd;
        for (const std::string_view gone :
             {std::string_view{R"( IssueInstant="2026-06-01T12:00:00.000Z")"}, kVersion, kFormat, kNotBefore,
              end, kAuthnNow, std::string_view{R"( Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches")"},
              std::string_view{">invented.doctor"}}) {
            twins.push_back(edited(rule, draft, gone, gone.front() == '>' ? ">" : ""));
        }
    }
    for (const auto& [rule, draft] :
         {std::pair{"trc-fields-present", kTrc}, std::pair{"nok-fields-present", kNok}}) {
        twins.push_back({rule, [which = draft](Scene& scene, Workshop& workshop) {
                             (scene.*which)
                                 .replace("<saml2:AssertionIDRef>" + workshop.issued()[0].id +
                                              "</saml2:AssertionIDRef>",
                                          "");
                         }});
    }
    twins.push_back(
        edited("hcp-attributes-unambiguous", kHcp, "Dikta Lege</saml2:AttributeValue>",
               "Dikta Lege</saml2:AttributeValue><saml2:AttributeValue>Another</saml2:AttributeValue>"));
    twins.push_back(edited("hcp-attributes-unambiguous", kHcp,
                           R"(Name="urn:ihe:iti:xca:2010:homeCommunityId")",
                           R"(Name="urn:oasis:names:tc:xspa:1.0:subject:subject-id")"));
    twins.push_back(edited("trc-attributes-unambiguous", kTrc,
                           "urn:ehdsi:names:document:document-id:prescriptionId",
                           "urn:oasis:names:tc:xspa:1.0:subject:subject-id"));
    twins.push_back(edited("nok-attributes-unambiguous", kNok, "urn:ehdsi:names:subject:nextofkin:firstname",
                           "urn:ehdsi:names:subject:nextofkin:id"));
    twins.push_back(
        edited("nok-attributes-unambiguous", kNok, "Oppdiktet</saml2:AttributeValue>",
               "Oppdiktet</saml2:AttributeValue><saml2:AttributeValue>Another</saml2:AttributeValue>"));
    twins.push_back(edited("hcp-version", kHcp, kVersion, R"(Version="1.1")"));
    twins.push_back(edited("trc-version", kTrc, kVersion, R"(Version="2.1")"));
    twins.push_back(edited("nok-version", kNok, kVersion, R"(Version="3.0")"));
    return twins;
}

std::string altered(std::string text) {
    const auto at = text.find("invented.doctor");
    return text.replace(at, 8, "Invented");
}

std::vector<HostileTwin> trustTwins() {
    std::vector<HostileTwin> twins;
    const std::array kinds{std::pair{std::string_view{"hcp"}, kHcp}, std::pair{std::string_view{"trc"}, kTrc},
                           std::pair{std::string_view{"nok"}, kNok}};
    static const std::map<std::string_view, std::array<std::string_view, 2>> rules{
        {"hcp", {"hcp-signature", "hcp-signer-trusted"}},
        {"trc", {"trc-signature", "trc-signer-trusted"}},
        {"nok", {"nok-signature", "nok-signer-trusted"}}};
    for (const auto& [kind, draft] : kinds) {
        const auto [signature, trusted] = rules.at(kind);
        twins.push_back({signature, [which = draft](Scene& s, Workshop&) { (s.*which).signer = nullptr; }});
        twins.push_back(
            {signature, [which = draft](Scene& s, Workshop&) { (s.*which).afterSigning = altered; }});
        twins.push_back(
            {trusted, [which = draft](Scene& s, Workshop& w) { (s.*which).signer = &w.strangerOf("NO"); }});
    }
    twins.push_back({"signer-country-tls", [](Scene& s, Workshop& w) {
                         for (auto* draft : {&s.hcp, &s.trc, &s.nok}) {
                             draft->signer = &w.pki().signer("SE");
                         }
                     }});
    twins.push_back(
        {"signer-country-tls", [](Scene& s, Workshop&) { s.tlsCountry = CountryCode::parse("DK").value(); }});
    twins.push_back({"signer-country-tls", [](Scene& s, Workshop&) { s.tlsCountry.reset(); }});
    twins.push_back(
        {"trc-signer-country", [](Scene& s, Workshop& w) { s.trc.signer = &w.pki().signer("SE"); }});
    twins.push_back(
        {"nok-signer-country", [](Scene& s, Workshop& w) { s.nok.signer = &w.pki().signer("SE"); }});
    twins.push_back(edited("hcp-issuer-country", kHcp, "urn:idp:NO:", "urn:idp:SE:"));
    twins.push_back(edited("trc-issuer-country", kTrc, "urn:initgw:NO:", "urn:initgw:SE:"));
    twins.push_back(edited("nok-issuer-country", kNok, "urn:initgw:NO:", "urn:initgw:SE:"));
    return twins;
}

std::vector<HostileTwin> timeTwins() {
    return {
        edited("hcp-not-before", kHcp, kNotBefore, R"(NotBefore="2026-06-01T12:01:00.001Z")"),
        edited("trc-not-before", kTrc, kNotBefore, R"(NotBefore="2026-06-01T12:01:00.001Z")"),
        edited("nok-not-before", kNok, kNotBefore, R"(NotBefore="2026-06-01T12:01:00.001Z")"),
        edited("hcp-expired", kHcp, kHcpEnd, R"(NotOnOrAfter="2026-06-01T11:58:59.999Z")"),
        edited("trc-expired", kTrc, kShortEnd, R"(NotOnOrAfter="2026-06-01T11:58:59.999Z")"),
        edited("nok-expired", kNok, kShortEnd, R"(NotOnOrAfter="2026-06-01T11:58:59.999Z")"),
        edited("hcp-span", kHcp, kHcpEnd, R"(NotOnOrAfter="2026-06-01T15:59:00.001Z")"),
        edited("trc-span", kTrc, kShortEnd, R"(NotOnOrAfter="2026-06-01T13:59:00.001Z")"),
        edited("nok-span", kNok, kShortEnd, R"(NotOnOrAfter="2026-06-01T13:59:00.001Z")"),
        edited("hcp-span", kHcp, kHcpEnd, R"(NotOnOrAfter="2026-06-01T11:59:00.000Z")"),
        edited("hcp-authn-in-future", kHcp, kAuthnNow, R"(AuthnInstant="2026-06-01T12:01:00.001Z")"),
        edited("trc-authn-in-future", kTrc, kAuthnNow, R"(AuthnInstant="2026-06-01T12:01:00.001Z")"),
        edited("nok-authn-in-future", kNok, kAuthnNow, R"(AuthnInstant="2026-06-01T12:01:00.001Z")"),
        edited("hcp-authn-too-old", kHcp, kAuthnNow, R"(AuthnInstant="2026-06-01T07:58:59.999Z")"),
        edited("trc-authn-too-old", kTrc, kAuthnNow, R"(AuthnInstant="2026-06-01T09:58:59.999Z")"),
        edited("nok-authn-too-old", kNok, kAuthnNow, R"(AuthnInstant="2026-06-01T09:58:59.999Z")"),
    };
}

std::vector<HostileTwin> contentTwins() {
    constexpr std::string_view role = R"(code="221")";
    return {
        edited("hcp-audience", kHcp, kAudienceText, "urn:example:someone-else"),
        edited("trc-audience", kTrc, kAudienceText, "urn:example:someone-else"),
        edited("nok-audience", kNok, kAudienceText, "urn:example:someone-else"),
        edited("hcp-confirmation-method", kHcp, kVouches, "urn:oasis:names:tc:SAML:2.0:cm:bearer"),
        edited("trc-confirmation-method", kTrc, kVouches, "urn:oasis:names:tc:SAML:2.0:cm:bearer"),
        edited("nok-confirmation-method", kNok, kVouches, "urn:oasis:names:tc:SAML:2.0:cm:bearer"),
        edited("hcp-authn-context", kHcp, "classes:SmartcardPKI", "classes:Password"),
        edited("hcp-authn-context", kHcp, "classes:SmartcardPKI", "classes:PreviousSession"),
        edited("trc-authn-context", kTrc, kPrevious, "classes:SmartcardPKI"),
        edited("nok-authn-context", kNok, kPrevious, "classes:Password"),
        edited("hcp-subject-id", kHcp, "Dikta Lege", " "),
        edited("hcp-role", kHcp, role, R"(code="222")"),
        edited("hcp-role", kHcp, "2.16.840.1.113883.2.9.6.2.7", "1.2.3"),
        edited("hcp-role", kHcp, R"(<Role xmlns="urn:hl7-org:v3")", R"(<Role xmlns="urn:example:other")"),
        edited("hcp-on-behalf-of", kHcp, role, R"(code="44")"),
        edited("hcp-facility-type", kHcp, ">Hospital<", ">Garage<"),
        edited("hcp-locality", kHcp, "Oppdiktet poliklinikk", ""),
        edited("hcp-purpose-present", kHcp, "<PurposeOfUse", "<PurposeOfVisit"),
        edited("hcp-purpose-present", kHcp, R"(code="TREATMENT")", R"(code="")"),
        edited("hcp-purpose", kHcp, R"(code="TREATMENT")", R"(code="RESEARCH")"),
        edited("trc-purpose-present", kTrc, "<PurposeOfUse", "<PurposeOfVisit"),
        edited("trc-purpose", kTrc, R"(code="TREATMENT")", R"(code="treatment")"),
        edited("trc-patient", kTrc, "PAT-1^^^", ""),
        edited("trc-patient", kTrc, "PAT-1^^^", "^^^"),
        {"nok-person",
         [](Scene& s, Workshop&) {
             s.nok.replace("nextofkin:id\"", "nextofkin:other\"");
             s.nok.replace("nextofkin:familyname\"", "nextofkin:another\"");
         }},
        edited("trc-refers-to-hcp", kTrc, "AssertionIDRef>_", "AssertionIDRef>_other"),
        edited("nok-refers-to-hcp", kNok, "AssertionIDRef>_", "AssertionIDRef>_other"),
        edited("trc-same-person", kTrc, "invented.doctor", "another.doctor"),
    };
}

std::vector<HostileTwin> allTwins() {
    std::vector<HostileTwin> all;
    for (const auto& part : {presenceTwins(), fieldTwins(), trustTwins(), timeTwins(), contentTwins()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

} // namespace

TEST_CASE("a complete header is accepted and tells whom it is about") {
    Workshop workshop;
    const auto verified = workshop.verify(workshop.scene());
    REQUIRE(verified);
    CHECK(verified->hcp().nameId == "invented.doctor");
    CHECK(verified->country().str() == "NO");
    CHECK(verified->transaction() == saml::Transaction::Query);
    CHECK(verified->patient() == Workshop::patient());
    CHECK(verified->trc().has_value());
    CHECK(verified->nextOfKin().has_value());
    CHECK(verified->tolerated().empty());
}

TEST_CASE("each rule refuses its hostile twins, under its name and code") {
    Workshop workshop;
    for (const auto& twin : allTwins()) {
        INFO(twin.rule);
        auto scene = workshop.scene();
        twin.spoil(scene, workshop);
        const auto refused = workshop.verify(scene);
        const auto row = std::ranges::find(saml::rules(), twin.rule, &saml::Rule::name);
        REQUIRE(row != saml::rules().end());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().rule == twin.rule);
        CHECK(refused.error().code == row->code);
    }
}

TEST_CASE("no rule is without a hostile twin, and no two rules share a name") {
    std::set<std::string_view> tested;
    for (const auto& twin : allTwins()) {
        tested.insert(twin.rule);
    }
    std::set<std::string_view> names;
    for (const auto& rule : saml::rules()) {
        INFO(rule.name);
        CHECK(tested.contains(rule.name));
        CHECK(names.insert(rule.name).second);
    }
}

TEST_CASE("what the profile allows, and what peers are known to send, is accepted") {
    struct Variant {
        std::string_view what;
        std::function<void(Scene&)> change;
    };
    const std::vector<Variant> variants{
        {"any order", [](Scene& s) { s.order = {"trc", "hcp", "nok"}; }},
        {"no next of kin", [](Scene& s) { s.order = {"hcp", "trc"}; }},
        {"HCP alone for ITI-55",
         [](Scene& s) {
             s.order = {"hcp"};
             s.transaction = saml::Transaction::PatientDiscovery;
         }},
        {"a valid TRC with ITI-55",
         [](Scene& s) {
             s.order = {"hcp", "trc"};
             s.transaction = saml::Transaction::PatientDiscovery;
         }},
        {"NotBefore 60 s ahead",
         [](Scene& s) { s.hcp.replace(kNotBefore, R"(NotBefore="2026-06-01T12:01:00.000Z")"); }},
        {"expired 60 s ago",
         [](Scene& s) { s.hcp.replace(kHcpEnd, R"(NotOnOrAfter="2026-06-01T11:59:00.001Z")"); }},
        {"signed in four hours ago",
         [](Scene& s) { s.hcp.replace(kAuthnNow, R"(AuthnInstant="2026-06-01T08:00:00Z")"); }},
        {"times with an offset",
         [](Scene& s) { s.hcp.replace(kAuthnNow, R"(AuthnInstant="2026-06-01T14:00:00+02:00")"); }},
        {"the audience before 2023",
         [](Scene& s) { s.hcp.replace(kAudienceText, "urn:ehdsi:restriction:ehdsi1"); }},
        {"prefixed Role",
         [](Scene& s) {
             s.hcp.replace(R"(<Role xmlns="urn:hl7-org:v3")", R"(<h:Role xmlns:h="urn:hl7-org:v3")");
         }},
        {"white space round values", [](Scene& s) { s.hcp.replace(">Hospital<", ">\n  hospital <"); }},
        {"white space round the context class",
         [](Scene& s) {
             s.hcp.replace("urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
                           "\n urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard\n");
         }},
        {"several attribute statements",
         [](Scene& s) {
             const std::string_view at = R"(<saml2:Attribute FriendlyName="XSPA Role")";
             s.hcp.replace(at, "</saml2:AttributeStatement><saml2:AttributeStatement>" + std::string{at});
         }},
        {"a clerk on behalf of a doctor",
         [](Scene& s) {
             s.hcp.replace(R"(code="221")", R"(code="44")");
             s.hcp.replace("urn:oasis:names:tc:xspa:1.0:subject:organization-id",
                           "urn:ehdsi:names:subject:on-behalf-of");
             s.hcp.replace("urn:oid:2.16.578.1.12.4.1.4.101.1", "221");
         }},
        {"emergency", [](Scene& s) { s.trc.replace(R"(code="TREATMENT")", R"(code="EMERGENCY")"); }},
    };
    Workshop workshop;
    for (const auto& variant : variants) {
        INFO(variant.what);
        auto scene = workshop.scene();
        variant.change(scene);
        const auto verified = workshop.verify(scene);
        INFO((verified ? "" : verified.error().rule + ": " + verified.error().detail));
        CHECK(verified);
    }
}

TEST_CASE("tolerances are named") {
    Workshop workshop;
    auto scene = workshop.scene();
    scene.hcp.replace("<saml2:AudienceRestriction><saml2:Audience>" + std::string{kAudienceText} +
                          "</saml2:Audience></saml2:AudienceRestriction>",
                      "");
    scene.hcp.replace(R"( codeSystem="2.16.840.1.113883.2.9.6.2.7")", "");
    scene.trc.replace("urn:initgw:NO:countryB", "urn:example:sts");
    const auto verified = workshop.verify(scene);
    REQUIRE(verified);
    CHECK(verified->tolerated() ==
          std::vector<std::string>{"hcp-audience-absent", "trc-issuer-pattern", "hcp-role-system-absent"});
}

TEST_CASE("another order of the assertions and prefixes of coded values are accepted and named") {
    Workshop workshop;
    auto scene = workshop.scene();
    SECTION("an order of their own") {
        scene.order = {"trc", "hcp", "nok"};
        CHECK(workshop.verify(scene).value().tolerated() == std::vector<std::string>{"assertion-order"});
    }
    SECTION("a part of the usual order is the usual order") {
        scene.order = {"hcp", "trc"};
        CHECK(workshop.verify(scene).value().tolerated().empty());
    }
    SECTION("purposes of use of other code systems") {
        scene.hcp.replace("3bc18518-d305-46c2-a8d6-94bd59856e9e", "2.16.840.1.113883.3.18.7.1");
        scene.trc.replace(R"( codeSystem="3bc18518-d305-46c2-a8d6-94bd59856e9e")", "");
        CHECK(workshop.verify(scene).value().tolerated() ==
              std::vector<std::string>{"hcp-purpose-system", "trc-purpose-system"});
    }
    SECTION("a prefixed Role") {
        scene.hcp.replace(R"(<Role xmlns="urn:hl7-org:v3")", R"(<h:Role xmlns:h="urn:hl7-org:v3")");
        CHECK(workshop.verify(scene).value().tolerated() == std::vector<std::string>{"hcp-role-prefixed"});
    }
}

TEST_CASE("an assertion is refused when its signer's certificate is no longer valid") {
    Workshop workshop;
    auto scene = workshop.scene();
    const certs::Validity past{workshop.pki().now() - std::chrono::hours{48},
                               workshop.pki().now() - std::chrono::hours{1}};
    const auto expired = workshop.pki().signatureAuthority().issueWithNewKey(
        {"NO", "expired seal", {}}, certs::CertificateUse::Signature, past);
    scene.hcp.signer = &expired;
    const auto refused = workshop.verify(scene);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().rule == "hcp-signer-trusted");
    CHECK(refused.error().detail.starts_with("expired"));
}

TEST_CASE("a TLS client's key can sign no assertion") {
    Workshop workshop;
    auto scene = workshop.scene();
    scene.hcp.signer = &workshop.pki().tlsClient("NO");
    const auto refused = workshop.verify(scene);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().rule == "hcp-signer-trusted");
}
