#include "base/table.hpp"
#include "tests/transform/render/paper/printed.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

using namespace ncp;

namespace {

/// Everything that the document says, as attribute or text, as it stands; names of places in its narrative
/// and references to them are nothing that it says.
std::set<std::string> leavesOf(const xml::Document& document) {
    std::set<std::string> leaves;
    xml::walk(document.root(), [&](xml::Node element) {
        for (const auto& attribute : element.attributes()) {
            if (attribute.name != "ID" && !attribute.value.starts_with('#')) {
                leaves.insert(tests::withoutBlanks(attribute.value));
            }
        }
        for (const auto& piece : element.content()) {
            leaves.insert(tests::withoutBlanks(piece.text));
        }
        return true;
    });
    leaves.erase(std::string{});
    return leaves;
}

/// What the text rendering shows of the document and the paper does not.
std::vector<std::string> lostLeaves(const xml::Document& document, std::string_view text,
                                    std::string_view paper) {
    const std::string shown = tests::withoutBlanks(text);
    std::vector<std::string> lost;
    for (const std::string& leaf : leavesOf(document)) {
        if (shown.find(leaf) != std::string::npos && paper.find(leaf) == std::string::npos) {
            lost.push_back(leaf);
        }
    }
    return lost;
}

/// A word without the signs that the text puts round it.
std::string bare(std::string_view word) {
    const std::size_t first = word.find_first_not_of("([");
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string{word.substr(first, word.find_last_not_of(":,|.()[]") + 1 - first)};
}

/// Our own words, and the document's: each that the text has is on the paper.
std::vector<std::string> lostWords(std::string_view text, std::string_view paper) {
    std::vector<std::string> lost;
    while (!text.empty()) {
        const std::string word = bare(text.substr(0, text.find_first_of(" \n")));
        const bool letters = word.find_first_not_of("=-|*>!.,:") != std::string::npos;
        if (letters && paper.find(word) == std::string_view::npos) {
            lost.push_back(word);
        }
        text.remove_prefix(std::min(text.size(), text.find_first_of(" \n")));
        text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \n")));
    }
    return lost;
}

void checkDocument(const std::filesystem::path& file, const Texts& texts) {
    INFO(file.filename().string());
    const auto bytes = readFile(file);
    REQUIRE(bytes);
    const auto document = xml::Document::parse(*bytes);
    if (!document) {
        WARN("not well-formed, refused before rendering: " << file.filename().string());
        return;
    }
    for (const auto language : {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        const transform::render::RenderOptions options{.sourceCountry = "PT"};
        const auto text = transform::render::renderText(*document, texts, language, options);
        REQUIRE(text);
        const std::string paper =
            tests::withoutBlanks(tests::wordsOf(tests::printed(*document, texts, language, options)));
        CHECK(lostLeaves(*document, *text, paper) == std::vector<std::string>{});
        CHECK(lostWords(*text, paper) == std::vector<std::string>{});
    }
}

} // namespace

TEST_CASE("the paper says all that the text of a demo document says", "[paper][coverage]") {
    const Texts texts = tests::clinicalTexts();
    const auto files = tests::documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo");
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        checkDocument(file, texts);
    }
}

TEST_CASE("the paper says all that the text of a reference document says", "[paper][coverage]") {
    const char* named = std::getenv("NCP_REFERENCE_DIR");
    const auto reference = named != nullptr
                               ? std::filesystem::path{named}
                               : std::filesystem::path{NCP_SOURCE_DIR} / ".." / "shared" / "reference";
    const auto files = tests::documentsBelow(reference / "cda");
    if (files.empty()) {
        WARN("skipped: no reference documents");
        return;
    }
    const Texts texts = tests::clinicalTexts();
    for (const auto& file : files) {
        checkDocument(file, texts);
    }
}
