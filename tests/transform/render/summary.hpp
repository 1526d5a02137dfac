#pragma once

#include "base/table.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "tests/transform/render/page_text.hpp"
#include "transform/render/coverage.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace ncp::tests {

inline const Texts& clinicalTexts() {
    static const Texts texts =
        Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"}).value();
    return texts;
}

/// A section of a summary with its LOINC code.
inline std::string section(const std::string& code, const std::string& content) {
    return R"(<component><section><code code=")" + code + R"("/>)" + content + "</section></component>";
}

/// A Patient Summary of 10 May 2026 with these sections.
inline xml::Document summary(const std::string& sections) {
    auto document = xml::Document::parse(
        R"(<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">)"
        R"(<code code="60591-5"/><effectiveTime value="20260510"/><component><structuredBody>)" +
        sections + "</structuredBody></component></ClinicalDocument>");
    REQUIRE(document);
    return std::move(*document);
}

/// What a reader of English sees of it in a terminal, without the tables of codes at the end.
inline std::string shownAsText(const xml::Document& document) {
    const auto text = transform::render::renderText(document, clinicalTexts(), TextLanguage::English,
                                                    {.sourceCountry = "PT"});
    REQUIRE(text);
    return normalized(text->substr(0, text->find("original wording\n")));
}

/// What the pages lack, in all languages and forms.
inline std::vector<std::string> missingFromPages(const xml::Document& document) {
    const auto coverage =
        transform::render::measureCoverage(document, clinicalTexts(), {.sourceCountry = "PT"});
    REQUIRE(coverage);
    std::vector<std::string> missing;
    for (const auto& page : coverage->pages) {
        for (const auto& leaf : page.missing) {
            missing.push_back(leaf.path + ": " + leaf.value);
        }
    }
    return missing;
}

inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace ncp::tests
