#include "tests/transform/rules/rule_material.hpp"

#include "tests/support/reference.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

xml::Document parsed(const std::string& bytes) {
    auto document = xml::Document::parse(bytes);
    REQUIRE(document);
    return std::move(*document);
}

std::string with(std::string_view document, const std::string& find, const std::string& replacement) {
    auto bytes = test::ruleDocument(document);
    REQUIRE(bytes.find(find) != std::string::npos);
    return bytes.replace(bytes.find(find), find.size(), replacement);
}

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

TEST_CASE("something that is no clinical document gets that one finding", "[rules]") {
    const auto* text =
        GENERATE("<html/>", "<ClinicalDocument xmlns=\"urn:other\"/>", "<x xmlns=\"urn:hl7-org:v3\"/>");
    const auto findings = validate(parsed(text), test::shippedRules());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "document.root");
    CHECK(findings[0].severity == Severity::Error);
    CHECK(test::ruleTexts().has("rule.document.root"));
}

TEST_CASE("an empty clinical document is found wanting, not crashed on", "[rules]") {
    const auto broken = test::brokenRules(parsed("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>"));
    for (const auto* id : {"header.code", "header.id", "header.title", "header.time", "patient.one",
                           "author.present", "l1.body"}) {
        CAPTURE(id);
        CHECK(broken.contains(id));
    }
}

TEST_CASE("a fault that hides a received document from a clinician is a warning there", "[rules]") {
    const auto document = parsed(with("summary", "<code code=\"46264-8\"", "<code code=\"10182-4\""));
    const auto own = validate(document, test::shippedRules());
    const auto received = validate(document, test::shippedRules(), {Form::Pivot, Origin::Received});
    REQUIRE(own.size() == 1);
    REQUIRE(received.size() == 1);
    CHECK(own[0].severity == Severity::Error);
    CHECK(received[0].severity == Severity::Warning);
}

TEST_CASE("the wrong patient stays an error in a received document", "[rules]") {
    const auto document =
        parsed(with("summary", "<author typeCode=\"AUT\"", "<recordTarget/><author typeCode=\"AUT\""));
    const auto findings = validate(document, test::shippedRules(), {Form::Pivot, Origin::Received});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Severity::Error);
}

TEST_CASE("a national form may use national codes", "[rules]") {
    const auto document = parsed(with("summary", "2.16.840.1.113883.2.9.6.2.7", "2.999.9"));
    CHECK(test::brokenRules(document) == std::set<std::string>{"author.function-system"});
    CHECK(test::brokenRules(document, {Form::Friendly, Origin::Own}).empty());
}

TEST_CASE("findings stand in the order of the document, each place once", "[rules]") {
    const auto findings = validate(
        parsed(
            "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n<code code=\"X\"/>\n<effectiveTime value=\"x\"/>\n"
            "</ClinicalDocument>"),
        test::shippedRules());
    CHECK(std::ranges::is_sorted(findings, {}, &transform::Finding::line));
    std::set<std::string> places;
    for (const auto& finding : findings) {
        CAPTURE(finding.code, finding.path);
        CHECK(places.insert(finding.code + finding.path).second);
    }
}

TEST_CASE("a document with thousands of faults of one kind gets a bounded report", "[rules]") {
    std::string rows;
    for (int i = 0; i < 5000; ++i) {
        rows += "<paragraph ID=\"same\">x</paragraph>";
    }
    const auto findings =
        validate(parsed(with("summary", "<paragraph>Ikke gravid</paragraph>", rows)), test::shippedRules());
    CHECK(findings.size() == 100);
}

TEST_CASE("a value of any length is judged without harm", "[rules]") {
    const auto document = parsed(with("summary", "tel:+4700000001", "tel:+" + std::string(200'000, '1')));
    const auto findings = validate(document, test::shippedRules());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "telecom.value");
    CHECK(findings[0].element.size() < 200);
}

TEST_CASE("the documents of the demonstration need no mending", "[rules]") {
    for (const auto& file : documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo")) {
        CAPTURE(file.string());
        const auto findings = validate(parsed(test::readFile(file)), test::shippedRules(), {Form::Friendly});
        CHECK(std::ranges::all_of(findings, &transform::Finding::notice));
    }
}

TEST_CASE("documents of other countries are judged in bounded words", "[rules]") {
    const auto folder = test::referencePath("cda");
    if (!folder) {
        return;
    }
    for (const auto& file : documentsBelow(*folder)) {
        CAPTURE(file.string());
        const auto document = xml::Document::parse(test::readFile(file));
        REQUIRE(document);
        const auto findings = validate(*document, test::shippedRules(), {Form::Pivot, Origin::Received});
        for (const auto& finding : findings) {
            CHECK(test::ruleTexts().has("rule." + finding.code));
            CHECK(finding.line > 0);
        }
        CHECK(findings.size() < 100);
    }
}
