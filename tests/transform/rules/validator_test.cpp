#include "tests/transform/rules/rule_material.hpp"
#include "transform/rules/validator.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

const std::filesystem::path kConfiguration{std::filesystem::path{NCP_SOURCE_DIR} / "config"};

const Validator& validator() {
    static const auto loaded = Validator::load(kConfiguration);
    return loaded.value();
}

const transform::terminology::Catalogue& catalogue() {
    static const auto loaded = transform::terminology::Catalogue::load(kConfiguration / "terminology");
    return loaded.value();
}

std::string with(std::string_view document, const std::string& find, const std::string& replacement) {
    auto bytes = test::ruleDocument(document);
    REQUIRE(bytes.find(find) != std::string::npos);
    return bytes.replace(bytes.find(find), find.size(), replacement);
}

std::vector<transform::Finding> judged(const std::string& bytes, const ValidationOptions& options = {}) {
    return validator().validateBytes(bytes, &catalogue(), options);
}

const transform::Finding* findingOf(const std::vector<transform::Finding>& findings, std::string_view rule) {
    const auto found = std::ranges::find(findings, rule, &transform::Finding::code);
    return found == findings.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a document that keeps everything has notices at most", "[validation]") {
    for (const auto* name : {"summary", "prescription", "dispensation", "file"}) {
        for (const auto& finding : judged(test::ruleDocument(name))) {
            CAPTURE(name, finding.code, finding.path, finding.element);
            CHECK(finding.notice);
        }
    }
}

TEST_CASE("what is no XML is one finding that says where", "[validation]") {
    const auto* bytes = GENERATE("", "no xml", "<a>\n<b></a>", "<!DOCTYPE a><a/>", "\xff\xfe");
    const auto findings = judged(bytes);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "document.unreadable");
    CHECK(findings[0].severity == Severity::Error);
    CHECK(findings[0].line >= 1);
}

TEST_CASE("each kind of structural fault has its rule, place and expectation", "[validation]") {
    const std::string birth = "<birthTime value=\"19700131\"/>";
    const auto [find, replacement, rule, expected] =
        GENERATE_COPY(table<std::string, std::string, std::string, std::string>({
            {birth, birth + "<shoeSize/>", "structure.element", "languageCommunication"},
            {"<time value=\"20260301110000+0100\"/>", "", "structure.element", "time"},
            {birth, "<birthTime value=\"19700131\" when=\"x\"/>", "structure.attribute", ""},
            {"<participant typeCode=\"IND\">", "<participant>", "structure.attribute-missing", "@typeCode"},
            {birth, "<birthTime value=\"31.01.1970\"/>", "structure.value", "YYYY"},
            {"classCode=\"DOCCLIN\"", "classCode=\"DOC\"", "structure.value", "DOCCLIN"},
            {"</patientRole>", "text</patientRole>", "structure.text", ""},
            {"xsi:type=\"PIVL_TS\"", "xsi:type=\"TWICE\"", "structure.type", "xsi:type"},
        }));
    CAPTURE(replacement);
    const auto findings = judged(with("summary", find, replacement));
    const auto* fault = findingOf(findings, rule);
    REQUIRE(fault != nullptr);
    CHECK(fault->severity == Severity::Error);
    CHECK(fault->line > 1);
    CHECK_THAT(fault->path, Catch::StartsWith("/ClinicalDocument"));
    CHECK_THAT(fault->expected, Catch::Contains(expected));
    CHECK(!fault->element.empty());
}

TEST_CASE("a document that ends too early is told what is missing", "[validation]") {
    const auto findings = judged("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>");
    const auto* fault = findingOf(findings, "structure.missing");
    REQUIRE(fault != nullptr);
    CHECK_THAT(fault->expected, Catch::Contains("typeId"));
}

TEST_CASE("codes are held against the value sets of the release", "[validation]") {
    const auto [find, replacement, rule] = GENERATE(table<std::string, std::string, std::string>({
        {"code=\"221\" codeSystem=\"2.16.840.1.113883.2.9.6.2.7\"",
         "code=\"99999\" codeSystem=\"2.16.840.1.113883.2.9.6.2.7\"", "binding.required-code"},
        {"code=\"20053000\"", "code=\"1\"", "binding.code"},
        {"unit=\"mg\"", "unit=\"spoonful\"", "binding.unit"},
        {"<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" displayName=\"Tablet\"/>",
         "<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" displayName=\"Pill\"/>",
         "binding.display"},
        {"<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" displayName=\"Tablet\"/>",
         "<pharm:formCode code=\"1\" codeSystem=\"2.999.7\"/>", "binding.system"},
        {"<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" displayName=\"Tablet\"/>",
         "<pharm:formCode nullFlavor=\"UNK\"/>", "binding.required"},
        {"<country>NO</country>", "<country>ZZ</country>", "binding.value"},
    }));
    CAPTURE(replacement);
    const auto findings = judged(with("prescription", find, replacement));
    REQUIRE(findingOf(findings, rule) != nullptr);
    CHECK(findingOf(judged(test::ruleDocument("prescription")), rule) == nullptr);
}

TEST_CASE("a national form may have codes of any system that the release knows", "[validation]") {
    const std::string form =
        "<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" displayName=\"Tablet\"/>";
    const ValidationOptions friendly{Form::Friendly};
    const auto national = with("prescription", form, "<pharm:formCode code=\"1\" codeSystem=\"2.999.7\"/>");
    CHECK(findingOf(judged(national, friendly), "binding.national-system") != nullptr);
    CHECK(findingOf(judged(test::ruleDocument("prescription"), friendly), "binding.national-system") ==
          nullptr);
}

TEST_CASE("without a release the value sets are not checked, and a notice says so", "[validation]") {
    const auto findings =
        validator().validateBytes(with("prescription", "code=\"20053000\"", "code=\"1\""), nullptr);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "binding.none");
    CHECK(findings[0].notice);
}

TEST_CASE("a document of another kind than was asked for is an error", "[validation]") {
    ValidationOptions options;
    options.code = "60591-5";
    const auto findings = judged(test::ruleDocument("prescription"), options);
    REQUIRE(findingOf(findings, "exchange.document-code") != nullptr);
    CHECK(findingOf(findings, "exchange.document-code")->severity == Severity::Error);
    CHECK(findingOf(judged(test::ruleDocument("summary"), options), "exchange.document-code") == nullptr);
}

TEST_CASE("a document that does not say what it is hides nothing", "[validation]") {
    ValidationOptions options;
    options.code = "60591-5";
    const auto findings = judged(with("prescription", "code=\"57833-6\" ", ""), options);
    CHECK(findingOf(findings, "header.code") != nullptr);
    CHECK(findingOf(findings, "exchange.document-code") == nullptr);
}

TEST_CASE("what a later wave asks for is left out for an older author", "[validation]") {
    const auto bytes = with("prescription", "<templateId root=\"1.3.6.1.4.1.12559.11.10.1.3.1.3.29\"/>", "");
    CHECK(findingOf(judged(bytes), "product.template") != nullptr);
    CHECK(findingOf(judged(bytes, {Form::Pivot, Origin::Own, 5}), "product.template") == nullptr);
}

TEST_CASE("the same bytes are judged alike each time", "[validation]") {
    const auto bytes = with("summary", "<birthTime value=\"19700131\"/>", "<birthTime value=\"x\"/><y/>");
    const auto first = judged(bytes);
    const auto second = judged(bytes);
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(first[i].code == second[i].code);
        CHECK(first[i].path == second[i].path);
    }
}

TEST_CASE("no number of notices hides an error behind them", "[validation]") {
    const std::string form = "<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" "
                             "displayName=\"";
    const auto bytes = test::ruleDocument("prescription");
    const auto begin = bytes.find("<pharm:formCode");
    REQUIRE(begin != std::string::npos);
    std::string many;
    for (int i = 0; i < 1500; ++i) {
        many += form + "Tablet, of kind " + std::string(1, static_cast<char>('a' + i % 26)) + "\"/>";
    }
    const auto told = [&](const std::string& last) {
        auto document = bytes;
        return judged(document.insert(begin, many + form + last + "\"/>"));
    };
    const auto findings = told("Suppository");
    const auto* wrong = findingOf(findings, "binding.other-name");
    REQUIRE(wrong != nullptr);
    CHECK(wrong->severity == Severity::Error);
    std::size_t notices = 0;
    for (const auto& finding : findings) {
        notices += finding.code == "binding.wording" ? finding.occurrences : 0;
    }
    CHECK(notices == 1500);
    CHECK(findingOf(told("Tablet"), "binding.other-name") == nullptr);
}

TEST_CASE("a type that does not exist is one fault, whatever else a rule would have it be", "[validation]") {
    const auto findings = judged(with("prescription", "xsi:type=\"PIVL_TS\"", "xsi:type=\"TWICE\""));
    const auto isType = [](const transform::Finding& finding) {
        return finding.expected.starts_with("xsi:type");
    };
    CHECK(std::ranges::count_if(findings, isType) == 1);
    const auto* finding = findingOf(findings, "structure.type");
    REQUIRE(finding != nullptr);
    CHECK(finding->expected.find("PIVL_TS") != std::string::npos);
}
