#include "tests/transform/rules/rule_material.hpp"
#include "transform/rules/validator.hpp"
#include "transform/terminology/snapshot_build.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using namespace ncp::transform::rules;
using transform::terminology::Catalogue;

namespace {

const std::filesystem::path kConfiguration{std::filesystem::path{NCP_SOURCE_DIR} / "config"};
const std::string kDoseForms = "1.3.6.1.4.1.12559.11.10.1.3.1.42.2";
const std::string kForm =
    R"(<pharm:formCode code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Tablet"/>)";
const std::string kBirth = R"(<birthTime value="19700131"/>)";

const Validator& validator() {
    static const auto loaded = Validator::load(kConfiguration);
    return loaded.value();
}

/// The release that the program ships, with the tablet retired in version 2 of its code system, and without
/// the value set of dose forms.
enum class Release { Shipped, TabletRetired, WithoutDoseForms, None };

Catalogue made(Release release) {
    auto content = transform::terminology::readTables(kConfiguration / "terminology").value();
    if (release == Release::TabletRetired) {
        for (auto& entry : content.concepts) {
            entry.current = entry.current && entry.code != "10219000";
        }
        for (auto& system : content.systems) {
            system.version = system.oid == "0.4.0.127.0.16.1.1.2.1" ? "2" : system.version;
        }
    }
    if (release == Release::WithoutDoseForms) {
        std::erase_if(content.valueSets, [](const auto& set) { return set.oid == kDoseForms; });
    }
    return Catalogue::fromImage(transform::terminology::buildSnapshot(content).value(), "test").value();
}

const Catalogue* catalogue(Release release) {
    static const auto shipped = made(Release::Shipped);
    static const auto retired = made(Release::TabletRetired);
    static const auto without = made(Release::WithoutDoseForms);
    switch (release) {
    case Release::Shipped:
        return &shipped;
    case Release::TabletRetired:
        return &retired;
    case Release::WithoutDoseForms:
        return &without;
    case Release::None:
        break;
    }
    return nullptr;
}

ValidationOptions friendly() {
    ValidationOptions options;
    options.form = Form::Friendly;
    return options;
}

ValidationOptions asked(std::string code, std::string id, std::string latest) {
    ValidationOptions options;
    options.code = std::move(code);
    options.id = std::move(id);
    options.latest = std::move(latest);
    return options;
}

/// A rule, what is changed in the prescription that keeps it, and how the prescription is judged.
struct Case {
    std::string rule;
    std::string find;
    std::string replacement;
    Release release = Release::Shipped;
    ValidationOptions options = {};
};

std::vector<Case> cases() {
    std::vector<Case> all;
    const auto add = [&](Case one) { all.push_back(std::move(one)); };
    add({"document.unreadable", "</ClinicalDocument>", ""});
    add({"document.root", "urn:hl7-org:v3", "urn:other"});
    add({"structure.element", kBirth, kBirth + "<shoeSize/>"});
    add({"structure.missing", "<custodian", "<informant/><custodian"});
    add({"structure.attribute", kBirth, "<birthTime value=\"19700131\" when=\"x\"/>"});
    add({"structure.attribute-missing", "classCode=\"SBADM\" moodCode=\"INT\"", "classCode=\"SBADM\""});
    add({"structure.value", kBirth, "<birthTime value=\"31.01.1970\"/>"});
    add({"structure.text", "</patientRole>", "text</patientRole>"});
    add({"structure.type", "xsi:type=\"PIVL_TS\"", "xsi:type=\"TWICE\""});
    add({"structure.type", "xsi:type=\"PIVL_TS\"", "xsi:type=\"nobody:PIVL_TS\""});
    add({"structure.other", kBirth, "<birthTime xsi:nil=\"true\" value=\"19700131\"/>"});
    add({"binding.none", kBirth, kBirth, Release::None});
    add({"binding.unknown-set", kBirth, kBirth, Release::WithoutDoseForms});
    add({"binding.not-checked", "<pharm:code code=\"N02BE01\"", "<pharm:code code=\"Q99XX99\""});
    add({"binding.required", kForm, "<pharm:formCode nullFlavor=\"UNK\"/>"});
    add({"binding.required-code", "code=\"221\" codeSystem=\"2.16.840.1.113883.2.9.6.2.7\"",
         "code=\"99999\" codeSystem=\"2.16.840.1.113883.2.9.6.2.7\""});
    add({"binding.code", "code=\"20053000\"", "code=\"1\""});
    add({"binding.value", "<country>NO</country>", "<country>ZZ</country>"});
    add({"binding.unit", "unit=\"mg\"", "unit=\"spoonful\""});
    add({"binding.system", kForm, "<pharm:formCode code=\"1\" codeSystem=\"2.999.7\"/>"});
    add({"binding.national-system", kForm, "<pharm:formCode code=\"1\" codeSystem=\"2.999.7\"/>",
         Release::Shipped, friendly()});
    add({"binding.retired", kBirth, kBirth, Release::TabletRetired});
    add({"binding.version", "displayName=\"Tablet\"", "displayName=\"Tablet\" codeSystemVersion=\"1\"",
         Release::TabletRetired});
    add({"binding.display", "displayName=\"Tablet\"", "displayName=\"Pill\""});
    add({"binding.wording", "displayName=\"Tablet\"", "displayName=\"Tablet, oral\""});
    add({"binding.display", "displayName=\"Tablet\"", "displayName=\"Possible tablet\""});
    add({"binding.negated", "displayName=\"Tablet\"", "displayName=\"No tablet\""});
    add({"binding.other-name", "displayName=\"Tablet\"", "displayName=\"Suppository\""});
    add({"binding.other-name", "displayName=\"paracetamol\"/></pharm:ingredientSubstance>",
         "displayName=\"paracetamol\"/><pharm:name>warfarin</pharm:name></pharm:ingredientSubstance>"});
    add({"binding.display", kForm,
         "<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" "
         "displayName=\"Tablet\"><originalText>Suppository</originalText></pharm:formCode>"});
    add({"exchange.document-code", kBirth, kBirth, Release::Shipped, asked("60591-5", {}, {})});
    add({"exchange.document-id", kBirth, kBirth, Release::Shipped, asked({}, "2.999.1^other", {})});
    add({"header.future", kBirth, kBirth, Release::Shipped, asked({}, {}, "20260228120000+0000")});
    return all;
}

bool breaks(const std::string& bytes, const Case& one) {
    const auto findings = validator().validateBytes(bytes, catalogue(one.release), one.options);
    return std::ranges::find(findings, one.rule, &transform::Finding::code) != findings.end();
}

} // namespace

TEST_CASE("a rule that code checks speaks where it is broken, and only there", "[validation]") {
    const auto whole = test::ruleDocument("prescription");
    for (const auto& one : cases()) {
        CAPTURE(one.rule, one.replacement);
        auto bytes = whole;
        REQUIRE(bytes.find(one.find) != std::string::npos);
        bytes.replace(bytes.find(one.find), one.find.size(), one.replacement);
        CHECK(breaks(bytes, one));
        CHECK_FALSE(breaks(whole, {one.rule, {}, {}}));
    }
}

TEST_CASE("every rule that code checks has a case", "[validation]") {
    const auto all = cases();
    for (const auto& rule : test::shippedRules().rulesInCode()) {
        CAPTURE(rule.id);
        // A file that can't be opened is no document: the command's tests break that rule.
        CHECK((rule.id == "document.missing" || std::ranges::find(all, rule.id, &Case::rule) != all.end()));
    }
}

TEST_CASE("of a value set that the release has in part, an unknown code is not called wrong",
          "[validation]") {
    auto bytes = test::ruleDocument("prescription");
    const std::string known = "<pharm:code code=\"N02BE01\"";
    bytes.replace(bytes.find(known), known.size(), "<pharm:code code=\"Q99XX99\"");
    for (const auto& finding : validator().validateBytes(bytes, catalogue(Release::Shipped))) {
        CAPTURE(finding.code, finding.element);
        CHECK(finding.notice);
    }
}

TEST_CASE("a value set is named, with its OID", "[validation]") {
    auto bytes = test::ruleDocument("prescription");
    bytes.replace(bytes.find(kForm), kForm.size(), "<pharm:formCode code=\"1\" codeSystem=\"2.999.7\"/>");
    const auto findings = validator().validateBytes(bytes, catalogue(Release::Shipped));
    const auto system = std::ranges::find(findings, "binding.system", &transform::Finding::code);
    REQUIRE(system != findings.end());
    CHECK(system->expected == "eHDSIDoseForm (" + kDoseForms + ")");
}
