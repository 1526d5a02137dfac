#include "base/table.hpp"
#include "tests/transform/render/page_text.hpp"
#include "transform/cda/element.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/render/render.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform;

namespace {

std::filesystem::path referenceDirectory() {
    const char* named = std::getenv("NCP_REFERENCE_DIR");
    return named != nullptr ? std::filesystem::path{named}
                            : std::filesystem::path{NCP_SOURCE_DIR} / ".." / "shared" / "reference";
}

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::exists(directory)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{directory}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

Texts clinicalTexts() {
    auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    return std::move(*texts);
}

/// Elements whose values steer machines: never shown, and listed here so that nobody adds to them in silence.
bool isExempt(xml::Node element) {
    for (const char* name : {"templateId", "typeId", "realmCode", "independentInd", "sequenceNumber",
                             "reference", "statusCode", "telecom", "signatureCode", "period", "id"}) {
        if (cda::isNamed(element, name)) {
            return true;
        }
    }
    return false;
}

/// How a value attribute must appear on a Norwegian page.
std::string shownValue(xml::Node element) {
    std::string value = element.attribute("value");
    const bool digits =
        !value.empty() &&
        std::all_of(value.begin(),
                    value.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(value.size(), 8)),
                    [](char c) { return c >= '0' && c <= '9'; });
    if (digits && !element.hasAttribute("unit") && value.size() >= 8) {
        return value.substr(6, 2) + '.' + value.substr(4, 2) + '.' + value.substr(0, 4);
    }
    if (digits && !element.hasAttribute("unit") && value.size() == 6) {
        return value.substr(0, 4);
    }
    if (!value.empty() && value.back() >= '0' && value.back() <= '9') {
        std::replace(value.begin(), value.end(), '.', ',');
    }
    return value;
}

void addIfText(std::vector<std::string>& wanted, const std::string& text) {
    std::string plain = tests::normalized(cda::collapse(text));
    if (!plain.empty()) {
        wanted.push_back(std::move(plain));
    }
}

/// Every clinical leaf of the entries: display names, original texts, values, names and free texts.
std::vector<std::string> clinicalLeaves(const xml::Document& document) {
    std::vector<std::string> wanted;
    xml::walk(document.root(), [&](xml::Node element) {
        if (!cda::isNamed(element, "entry")) {
            return true;
        }
        xml::walk(element, [&](xml::Node leaf) {
            if (isExempt(leaf)) {
                return false;
            }
            addIfText(wanted, leaf.attribute("displayName"));
            if (leaf.hasAttribute("value") && leaf.attribute("value") != "true" &&
                leaf.attribute("value") != "false") {
                addIfText(wanted, shownValue(leaf));
            }
            if (!leaf.firstChild() && leaf.name() != "text") {
                addIfText(wanted, leaf.text());
            }
            return true;
        });
        return false;
    });
    return wanted;
}

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// Case apart: `LOSARTAN` beside the coded `losartan` is not shown twice.
std::vector<std::string> missingFrom(const std::string& shown, const std::vector<std::string>& leaves) {
    const std::string page = lowerCase(shown);
    std::vector<std::string> missing;
    for (const std::string& leaf : leaves) {
        if (page.find(lowerCase(leaf)) == std::string::npos) {
            missing.push_back(leaf);
        }
    }
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    return missing;
}

/// Country codes stand on the page as names.
void dropCountries(std::vector<std::string>& missing, const Texts& texts) {
    std::erase_if(missing, [&](const std::string& leaf) { return texts.has("country." + leaf); });
}

void checkPages(const xml::Document& document, const Texts& texts) {
    const std::vector<std::string> leaves = clinicalLeaves(document);
    for (const TextLanguage language :
         {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        const auto html = render::renderHtml(document, texts, language, {.sourceCountry = "PT"});
        const auto text = render::renderText(document, texts, language, {.sourceCountry = "PT"});
        REQUIRE(html);
        REQUIRE(text);
        if (language == TextLanguage::English) {
            continue; // numbers and dates look different there; the content is the same view
        }
        auto missingHtml = missingFrom(tests::visibleText(*html), leaves);
        auto missingText = missingFrom(tests::normalized(*text), leaves);
        dropCountries(missingHtml, texts);
        dropCountries(missingText, texts);
        CHECK(missingHtml == std::vector<std::string>{});
        CHECK(missingText == std::vector<std::string>{});
    }
}

/// As it came, and translated: then the original wordings are leaves too.
void checkDocument(const std::filesystem::path& file, const Texts& texts) {
    INFO(file.filename().string());
    const auto bytes = readFile(file);
    REQUIRE(bytes);
    auto document = xml::Document::parse(*bytes);
    if (!document) {
        WARN("not well-formed, refused before rendering: " << file.filename().string());
        return;
    }
    checkPages(*document, texts);
    static const auto catalogue =
        terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(catalogue);
    checkPages(pivot::fromPivot(std::move(*document), *catalogue, TextLanguage::Bokmaal).document, texts);
}

} // namespace

TEST_CASE("every demo document is shown with nothing clinical missing", "[render][coverage]") {
    const Texts texts = clinicalTexts();
    const auto files = documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo");
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        checkDocument(file, texts);
    }
}

TEST_CASE("every reference document is shown with nothing clinical missing", "[render][coverage]") {
    const auto files = documentsBelow(referenceDirectory() / "cda");
    if (files.empty()) {
        WARN("skipped: no reference documents");
        return;
    }
    const Texts texts = clinicalTexts();
    for (const auto& file : files) {
        checkDocument(file, texts);
    }
}
