#include "tests/transform/rules/rule_material.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace ncp;

namespace {

std::vector<transform::Finding> findings() {
    auto bytes = test::ruleDocument("summary");
    const std::string valid = "<birthTime value=\"19700131\"/>";
    bytes.replace(bytes.find(valid), valid.size(), "<birthTime value=\"19701331\"/>");
    return transform::rules::validate(xml::Document::parse(bytes).value(), test::shippedRules());
}

} // namespace

TEST_CASE("a finding is printed with file, line, place, what was found, what was expected and the rule",
          "[rules]") {
    const auto text = transform::rules::toText(findings(), "a.xml", test::ruleTexts(), TextLanguage::English);
    CHECK_THAT(text,
               Catch::StartsWith("a.xml:") && Catch::Contains(": error: The birth date") &&
                   Catch::Contains("[patient.birth-time]") &&
                   Catch::Contains("at: /ClinicalDocument/recordTarget/patientRole/patient/birthTime") &&
                   Catch::Contains("found: <birthTime value=\"19701331\"/>") &&
                   Catch::Contains("expected: YYYY[MM[DD") &&
                   Catch::EndsWith("a.xml: errors: 1, warnings: 0\n"));
}

TEST_CASE("findings are printed in the reader's language", "[rules]") {
    const auto nb = transform::rules::toText(findings(), "a.xml", test::ruleTexts(), TextLanguage::Bokmaal);
    const auto nn = transform::rules::toText(findings(), "a.xml", test::ruleTexts(), TextLanguage::Nynorsk);
    CHECK_THAT(nb, Catch::Contains("Fødselsdatoen mangler") && Catch::Contains("ventet: "));
    CHECK_THAT(nn, Catch::Contains("Fødselsdatoen manglar") && Catch::Contains("venta: "));
}

TEST_CASE("a document without findings gets the line with their numbers", "[rules]") {
    CHECK(transform::rules::toText({}, "a.xml", test::ruleTexts(), TextLanguage::English) ==
          "a.xml: errors: 0, warnings: 0\n");
}

TEST_CASE("programs get the findings as JSON", "[rules]") {
    const auto json = transform::rules::toJson(findings(), "a.xml", test::ruleTexts(), TextLanguage::English);
    CHECK(json["file"] == "a.xml");
    CHECK(json["errors"] == 1);
    CHECK(json["warnings"] == 0);
    REQUIRE(json["findings"].size() == 1);
    const auto& finding = json["findings"][0];
    CHECK(finding["rule"] == "patient.birth-time");
    CHECK(finding["severity"] == "error");
    CHECK(finding["line"].get<long>() > 1);
    CHECK(finding["message"].get<std::string>().starts_with("The birth date"));
}
