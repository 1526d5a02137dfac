#include "tests/transform/rules/rule_material.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;

namespace {

bool isAccused(std::string_view rule, const std::string& text, const std::string& numerator,
               const std::string& denominator, const std::string& content = "value=\"10\" unit=\"1\"") {
    auto bytes = test::ruleDocument("prescription");
    const auto put = [&](const std::string& find, const std::string& replacement) {
        REQUIRE(bytes.find(find) != std::string::npos);
        bytes.replace(bytes.find(find), find.size(), replacement);
    };
    put("<pharm:desc>500 mg</pharm:desc>", "<pharm:desc>" + text + "</pharm:desc>");
    put("<numerator xsi:type=\"PQ\" value=\"500\" unit=\"mg\"/>",
        "<numerator xsi:type=\"PQ\" " + numerator + "/>");
    put("<denominator xsi:type=\"PQ\" value=\"1\" unit=\"1\"/>",
        "<denominator xsi:type=\"PQ\" " + denominator + "/>");
    put("<pharm:quantity value=\"10\" unit=\"1\"/>", "<pharm:quantity " + content + "/>");
    return test::brokenRules(xml::Document::parse(bytes).value()).contains(std::string{rule});
}

bool isOtherStrength(const std::string& text, const std::string& numerator,
                     const std::string& denominator = "value=\"1\" unit=\"1\"",
                     const std::string& content = "value=\"10\" unit=\"1\"") {
    return isAccused("product.other-strength", text, numerator, denominator, content);
}

bool isOtherSubstance(const std::string& ofProduct, const std::string& ofIngredient) {
    auto bytes = test::ruleDocument("prescription");
    const std::string code =
        "code=\"N02BE01\" codeSystem=\"2.16.840.1.113883.6.73\" displayName=\"paracetamol\"";
    const auto kind = bytes.find(code, bytes.find("generalizedMaterialKind"));
    bytes.replace(kind, code.size(), ofProduct);
    const auto substance = bytes.find(code, bytes.find("ingredientSubstance"));
    REQUIRE(substance != std::string::npos);
    bytes.replace(substance, code.size(), ofIngredient);
    return test::brokenRules(xml::Document::parse(bytes).value()).contains("product.other-substance");
}

std::string atc(const std::string& code, const std::string& name) {
    return "code=\"" + code + "\" codeSystem=\"2.16.840.1.113883.6.73\"" +
           (name.empty() ? "" : " displayName=\"" + name + "\"");
}

const std::string kMilligrams = "value=\"5\" unit=\"mg\"";

} // namespace

TEST_CASE("a strength in words that is another than the coded one is told", "[validation]") {
    CHECK(isOtherStrength("50 mg", kMilligrams));
    CHECK(isOtherStrength("0,5 mg", kMilligrams));
    CHECK(isOtherStrength("Prøvetab 10mg filmdrasjert", kMilligrams));
    CHECK(isOtherStrength("5 micrograms", kMilligrams));
    CHECK(isOtherStrength("5 µg", kMilligrams));
    CHECK(isOtherStrength("100 mg/5 ml", "value=\"2\" unit=\"mg\"", "value=\"1\" unit=\"mL\""));
}

TEST_CASE("the same strength in other words is no fault", "[validation]") {
    CHECK_FALSE(isOtherStrength("5 mg", kMilligrams));
    CHECK_FALSE(isOtherStrength("5,0 milligram", kMilligrams));
    CHECK_FALSE(isOtherStrength("5000 micrograms", kMilligrams));
    CHECK_FALSE(isOtherStrength("0.005 g", kMilligrams));
    CHECK_FALSE(isOtherStrength("6.8 mg (as salt)", kMilligrams));
    CHECK_FALSE(isOtherStrength("100 mg/5 ml", "value=\"20\" unit=\"mg\"", "value=\"1\" unit=\"mL\""));
    CHECK_FALSE(isOtherStrength("160/4.5 micrograms", "value=\"4.5\" unit=\"ug\""));
    CHECK_FALSE(isOtherStrength("50 mg", kMilligrams, "value=\"1\" unit=\"mL\"", "value=\"10\" unit=\"mL\""));
    CHECK_FALSE(isOtherStrength("1.000 mg", "value=\"1000\" unit=\"mg\""));
}

TEST_CASE("words without a strength accuse nobody", "[validation]") {
    CHECK_FALSE(isOtherStrength("30 g", "value=\"1\" unit=\"mg\"", "value=\"1\" unit=\"g\""));
    CHECK_FALSE(isOtherStrength("B12, 20 tablets", kMilligrams));
    CHECK_FALSE(isOtherStrength("5 mmol", kMilligrams));
    CHECK_FALSE(isOtherStrength("mg", kMilligrams));
    CHECK_FALSE(isOtherStrength("50 mg", "value=\"5\" unit=\"[IU]\""));
    CHECK_FALSE(isOtherStrength("50 mg", "nullFlavor=\"NI\""));
    CHECK_FALSE(isOtherStrength("0 mg", kMilligrams));
}

TEST_CASE("texts that state the element of a salt accuse nobody", "[validation]") {
    auto bytes = test::ruleDocument("prescription");
    const std::string code =
        "code=\"N02BE01\" codeSystem=\"2.16.840.1.113883.6.73\" displayName=\"paracetamol\"";
    const auto substance = bytes.find(code, bytes.find("ingredientSubstance"));
    bytes.replace(substance, code.size(), atc("B03AA07", "ferrous sulfate"));
    bytes.replace(bytes.find("500 mg"), 6, "100 mg");
    CHECK_FALSE(test::brokenRules(xml::Document::parse(bytes).value()).contains("product.other-strength"));
}

TEST_CASE("a product of another substance than its only ingredient is told", "[validation]") {
    CHECK(isOtherSubstance(atc("B01AF02", "apixaban"), atc("B01AA03", "warfarin")));
    CHECK_FALSE(isOtherSubstance(atc("B01AF02", "apixaban"), atc("B01AF02", "apixaban")));
    CHECK_FALSE(isOtherSubstance(atc("H02AB06", "prednisolone"), atc("A07EA01", "Prednisolone")));
    CHECK_FALSE(isOtherSubstance(atc("N02AJ06", "codeine and paracetamol"), atc("N02BE01", "paracetamol")));
    CHECK_FALSE(isOtherSubstance(atc("B01AF", "direct factor Xa inhibitors"), atc("B01AA03", "warfarin")));
    CHECK_FALSE(isOtherSubstance(atc("B01AF02", ""), atc("B01AA03", "warfarin")));
}
