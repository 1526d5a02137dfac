#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "tests/transform/pivot/pivot_documents.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::test;
using transform::pivot::Transformed;

namespace {

std::vector<std::filesystem::path> documentsAtHand() {
    auto files = demonstrationDocuments();
    const auto reference = referenceDocuments();
    files.insert(files.end(), reference.begin(), reference.end());
    return files;
}

Transformed toPivot(std::string_view text) {
    return transform::pivot::toPivot(text, shippedList(), shippedCatalogue()).value();
}

Transformed fromPivot(std::string_view text, TextLanguage language) {
    return transform::pivot::fromPivot(text, shippedList(), shippedCatalogue(), language).value();
}

/// True when `result` is `input` with nothing changed but what lies in the stated ranges.
bool isUntouchedElsewhere(std::string_view input, const Transformed& transformed) {
    std::string_view rest = transformed.bytes;
    std::size_t at = 0;
    for (const auto range : transformed.changed) {
        const auto between = input.substr(at, range.begin - at);
        const auto found = rest.find(between);
        if (range.begin < at || found == std::string_view::npos) {
            return false;
        }
        rest.remove_prefix(found + between.size());
        at = range.end;
    }
    return rest.ends_with(input.substr(at));
}

/// What a reader of the bytes alone would call the content of the elements that no code is in: all text.
std::string allText(std::string_view text) {
    return xml::Document::parse(text).value().root().text();
}

constexpr std::array kLanguages{TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English};

} // namespace

TEST_CASE("every document at hand is translated, twice as once, and stays well-formed", "[pivot]") {
    CHECK(documentsAtHand().size() >= 7);
    for (const auto& file : documentsAtHand()) {
        const auto text = readFile(file).value();
        for (const auto language : kLanguages) {
            INFO(file.filename() << " " << tag(language));
            const auto once = fromPivot(text, language);
            CHECK(xml::Document::parse(once.bytes));
            CHECK((fromPivot(once.bytes, language).bytes == once.bytes));
            CHECK(isUntouchedElsewhere(text, once));
            CHECK((allText(text) == allText(once.bytes)));
            CHECK(once.counts.translated + once.counts.fallback + once.counts.missing ==
                  once.counts.codedElements);
        }
    }
}

TEST_CASE("every document at hand is transcoded, twice as once, and stays well-formed", "[pivot]") {
    for (const auto& file : documentsAtHand()) {
        INFO(file.filename());
        const auto text = readFile(file).value();
        const auto once = toPivot(text);
        CHECK(xml::Document::parse(once.bytes));
        CHECK(isUntouchedElsewhere(text, once));
        CHECK((allText(text) == allText(once.bytes)));
        CHECK((toPivot(once.bytes).bytes == once.bytes));
        CHECK((once.status != transform::pivot::Status::Error || once.bytes == text));
    }
}

TEST_CASE("what the demonstration's country sends may leave, and is a pivot then", "[pivot]") {
    for (const auto& file : demonstrationDocuments()) {
        INFO(file.filename());
        const auto pivot = toPivot(readFile(file).value());
        CHECK(pivot.status != transform::pivot::Status::Error);
        CHECK(toPivot(pivot.bytes).changed.empty());
    }
}

TEST_CASE("no original clinical document is touched", "[pivot]") {
    for (const auto& file : referenceDocuments()) {
        if (file.parent_path().filename() == "orcd") {
            INFO(file.filename());
            const auto text = readFile(file).value();
            CHECK((toPivot(text).bytes == text));
            CHECK((fromPivot(text, TextLanguage::Bokmaal).bytes == text));
        }
    }
}
