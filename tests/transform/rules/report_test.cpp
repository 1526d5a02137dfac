#include "tests/transform/rules/rule_material.hpp"

#include "transform/rules/report_writer.hpp"

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

namespace {

using transform::rules::ReportSettings;
using transform::rules::ReportWriter;

/// A report of two files: one with an error, one without findings.
std::string written(ReportWriter& writer) {
    transform::rules::Summary summary;
    auto out = writer.begin();
    const auto broken = findings();
    for (const auto& [file, found] :
         {std::pair{"a folder/å.xml", broken}, std::pair{"b.xml", std::vector<transform::Finding>{}}}) {
        summary.add(file, found);
        out += writer.file({file, found, {}});
    }
    return out + writer.end(summary);
}

} // namespace

TEST_CASE("a report of several files ends with tables by rule and by file", "[rules]") {
    const auto text =
        written(*transform::rules::textReport({test::ruleTexts(), TextLanguage::English, false}));
    CHECK_THAT(text, Catch::Contains("1      0      0  patient.birth-time (files: 1)") &&
                         Catch::Contains("1      0      0  a folder/å.xml") &&
                         Catch::EndsWith("files: 2; errors: 1, warnings: 0\n"));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(written(*transform::rules::textReport({test::ruleTexts(), TextLanguage::English, true}))
              .find("\x1b[1;31merror:") != std::string::npos);
}

TEST_CASE("the JSON report of several files is one document", "[rules]") {
    const auto json = nlohmann::json::parse(
        written(*transform::rules::jsonReport({test::ruleTexts(), TextLanguage::English})));
    CHECK(json["documents"].size() == 2);
    CHECK(json["summary"]["files"] == 2);
    CHECK(json["summary"]["rules"]["patient.birth-time"]["errors"] == 1);
}

TEST_CASE("the SARIF report has the structure of SARIF 2.1.0", "[rules]") {
    const auto json = nlohmann::json::parse(
        written(*transform::rules::sarifReport({test::ruleTexts(), TextLanguage::English})));
    CHECK(json["version"] == "2.1.0");
    CHECK(json["$schema"].get<std::string>().ends_with("sarif-2.1.0.json"));
    REQUIRE(json["runs"].size() == 1);
    const auto& driver = json["runs"][0]["tool"]["driver"];
    CHECK(driver["name"].is_string());
    REQUIRE(driver["rules"].size() == 1);
    CHECK(driver["rules"][0]["id"] == "patient.birth-time");
    CHECK(driver["rules"][0]["fullDescription"]["text"].is_string());
    REQUIRE(json["runs"][0]["results"].size() == 1);
    const auto& result = json["runs"][0]["results"][0];
    CHECK(result["ruleId"] == "patient.birth-time");
    CHECK(result["level"] == "error");
    CHECK(result["message"]["text"].is_string());
    const auto& place = result["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "a%20folder/%C3%A5.xml");
    CHECK(place["region"]["startLine"].get<long>() > 1);
}

TEST_CASE("the JUnit report is well-formed and counts failures", "[rules]") {
    const auto document = xml::Document::parse(
        written(*transform::rules::junitReport({test::ruleTexts(), TextLanguage::English})));
    REQUIRE(document);
    const auto suites = document->root().children({}, "testsuite");
    REQUIRE(suites.size() == 2);
    CHECK(suites[0].attribute("failures") == "1");
    CHECK(
        suites[0].child({}, "testcase")->child({}, "failure")->attribute("message").starts_with("The birth"));
    CHECK(suites[1].attribute("failures") == "0");
    CHECK(suites[1].child({}, "testcase").has_value());
}

TEST_CASE("every report tells in how many places a finding stands", "[rules]") {
    auto found = findings();
    const ReportSettings settings{test::ruleTexts(), TextLanguage::English};
    CHECK_THAT(transform::rules::sarifReport(settings)->file({"a.xml", found, {}}),
               !Catch::Contains("occurrenceCount"));
    found.front().occurrences = 1234;
    CHECK_THAT(transform::rules::sarifReport(settings)->file({"a.xml", found, {}}),
               Catch::Contains("\"occurrenceCount\":1234"));
    CHECK_THAT(transform::rules::junitReport(settings)->file({"a.xml", found, {}}), Catch::Contains("1233"));
    CHECK_THAT(transform::rules::jsonReport(settings)->file({"a.xml", found, {}}), Catch::Contains("1234"));
    CHECK_THAT(transform::rules::textReport(settings)->file({"a.xml", found, {}}), Catch::Contains("1233"));
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

TEST_CASE("the text report shows the line of the document, and how to mend it", "[rules]") {
    auto found = findings();
    found.front().line = 2;
    const auto writer = transform::rules::textReport({test::ruleTexts(), TextLanguage::English});
    const auto text = writer->file({"a.xml", found, "<a>\n\t  <birthTime value=\"x\"/>\r\n</a>"});
    CHECK_THAT(text, Catch::Contains("\n  2 | <birthTime value=\"x\"/>\n") &&
                         Catch::Contains("\n    help: Write year"));
    CHECK_THAT(writer->file({"a.xml", found, "one line"}), !Catch::Contains(" | "));
}

TEST_CASE("nothing of a document steers the terminal or starts a line", "[rules]") {
    auto found = findings();
    found.front().element = "a\nb.xml:1: error: \x1b[31m \xc2\x9b \xe2\x80\xae \xff";
    found.front().line = 1;
    const auto writer = transform::rules::textReport({test::ruleTexts(), TextLanguage::English});
    const auto text = writer->file({"a\x1b[0m.xml", found, "\x1b[2J\xc2\x9b"});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\nb.xml") == std::string::npos);
    CHECK(text.find("\xc2\x9b") == std::string::npos);
    CHECK(text.find("\xe2\x80\xae") == std::string::npos);
    CHECK(text.find('\xff') == std::string::npos);
}
