#include "transform/pivot/report.hpp"

#include "tests/transform/pivot/pivot_documents.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace ncp;
using namespace ncp::test;

namespace {

const std::filesystem::path kTexts = std::filesystem::path{NCP_SOURCE_DIR} / "config/texts";

const Texts& texts() {
    static const auto loaded = Texts::load({kTexts / "transformation.tsv"}).value();
    return loaded;
}

transform::pivot::Transformed transcoded(std::string_view inner) {
    return transform::pivot::toPivot(summary(inner), smallList(), smallCatalogue()).value();
}

} // namespace

TEST_CASE("every finding has a sentence and an advice in three languages", "[pivot]") {
    for (const auto& key : transform::pivot::findingTextKeys()) {
        INFO(key);
        CHECK(texts().has(key));
    }
}

TEST_CASE("every finding of a translation has a sentence in the portal", "[pivot]") {
    const auto portal = Texts::load({kTexts / "portal.tsv"}).value();
    for (const auto* code :
         {"missing", "unknown_system", "no_name", "english_only", "fallback", "display_mismatch",
          "wrong_value_set", "retired", "version", "system_name", "incomplete", "required_missing",
          "required_null", "unknown_document", "no_document_code", "not_possible"}) {
        INFO(code);
        CHECK(portal.has(std::string{"portal.finding.translation."} + code));
    }
}

TEST_CASE("a report for people has a line for each finding and a sum", "[pivot]") {
    const auto document = transcoded("\n<optional code=\"N3\" codeSystem=\"1.2.4\"/>");
    CHECK(toText(document, "a.xml", texts(), TextLanguage::English) ==
          "a.xml:2: warning: N3 (Liste, 1.2.4) is not mapped to any code of the exchange [pivot.unmapped, "
          "4504 TSAM]\n    /ClinicalDocument/optional\n    Add an approved mapping of the concept.\n"
          "a.xml: 1 codes, 0 named in the language, 0 mapped, 1 without, 1 findings, 0 errors\n");
    const auto norwegian = toText(document, "a.xml", texts(), TextLanguage::Bokmaal);
    CHECK(norwegian.find("advarsel: N3 (Liste, 1.2.4) er ikke koblet") != std::string::npos);
    const auto original =
        transform::pivot::toPivot(clinicalDocument("11502-2", ""), smallList(), smallCatalogue());
    CHECK(toText(*original, "o.xml", texts(), TextLanguage::English) ==
          "o.xml: is not transformed, is as it came\n");
}

TEST_CASE("a report for programs has the counts and every field of a finding", "[pivot]") {
    const auto refused = transform::pivot::toPivot(
        prescription("<required code=\"N9\" codeSystem=\"1.2.4\"/>"), smallList(), smallCatalogue());
    const auto json = toJson(*refused, "a.xml", texts(), TextLanguage::English);
    CHECK(json["status"] == "ERROR");
    CHECK(json["type"] == "eP3");
    CHECK(json["coded_elements"] == 1);
    CHECK(json["unmapped"] == 1);
    const auto& finding = json["findings"][0];
    CHECK(finding["code"] == "pivot.missing");
    CHECK(finding["number"] == "4503");
    CHECK(finding["origin"] == "TSAM");
    CHECK(finding["severity"] == "error");
    CHECK(finding["path"] == "/ClinicalDocument/required");
    CHECK(finding["expected"] == "1.9.1");
    CHECK_FALSE(finding["message"].get<std::string>().empty());
    CHECK_FALSE(finding["advice"].get<std::string>().empty());
}
