#include "base/table.hpp"
#include "tests/support/reference.hpp"
#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace ncp;
using namespace ncp::transform::terminology;

namespace {

const std::filesystem::path kSource{NCP_SOURCE_DIR};

const Content& shipped() {
    static const auto content = readTables(kSource / "config/terminology").value();
    return content;
}

/// The three texts of a concept, as the tables have them.
struct ConceptTexts {
    std::string system;
    std::string code;
    std::string bokmaal;
    std::string nynorsk;
    std::string english;
};

std::string textIn(const ConceptContent& one, std::string_view language) {
    const auto found = std::ranges::find(one.designations, language, &DesignationContent::language);
    return found == one.designations.end() ? std::string{} : found->text;
}

std::vector<ConceptTexts> texts() {
    std::vector<ConceptTexts> out;
    for (const auto& one : shipped().concepts) {
        out.push_back(
            {one.system, one.code, textIn(one, "nb-NO"), textIn(one, "nn-NO"), textIn(one, "en-GB")});
    }
    return out;
}

/// The words of a text in small letters: ASCII and Latin-1 letters, all else parts them.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool capital = text[i] >= 'A' && text[i] <= 'Z';
        const bool latin = i > 0 && text[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E;
        if (capital || latin) {
            words.back() += static_cast<char>(byte + 0x20);
        } else if ((text[i] >= 'a' && text[i] <= 'z') || byte >= 0x80) {
            words.back() += text[i];
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

bool hasWord(std::string_view text, const std::set<std::string_view>& words) {
    return std::ranges::any_of(wordsOf(text), [&](const std::string& word) { return words.contains(word); });
}

/// Parts of words, and whole words, that are bokmål and never nynorsk.
constexpr std::array<std::string_view, 57> kBokmaalParts{
    "sykdom",     "sykehus",       "sykepl",   "hjerte",      "øyne",      "øyedr",      "øyesalve",
    "øyelokk",    "øredr",         "hodepine", "hodebunn",    "hodeskall", "strupehode", "melk",
    "kjøtt",      "hvit",          "vann",     "gresspollen", "spiserør",  "urinrør",    "luftrør",
    "luftvei",    "urinvei",       "gallevei", "håndl",       "leddbånd",  "hovedb",     "avhengighet",
    "svimmelhet", "overfølsomhet", "oppløsn",  "brekninger",  "forgiftn",  "forstuvn",   "forstrekn",
    "blødn",      "forstyrrelse",  "lidelse",  "prosedyrer",  "vaksiner",  "preparater", "hemmere",
    "endosebeh",  "flerdose",      "dråpe",    "beholder",    "enheter",   "legemidler", "bivirkning",
    "virkende",   "levende",       "svekket",  "skyllev",     "bihule",    "bukhule",    "munnhul",
    "matvare"};

const std::set<std::string_view> kBokmaalWords{
    "ikke",    "hode",  "timer",   "fra",    "øye",         "øyet",    "øre",      "øret",     "ører",
    "nese",    "nesen", "uke",     "uker",   "annen",       "annet",   "noe",      "noen",     "hvor",
    "hver",    "hva",   "høyre",   "lav",    "dyp",         "åpen",    "åpent",    "åpne",     "hånd",
    "brudd",   "måned", "måneder", "antall", "uten",        "skyldes", "ondartet", "godartet", "alvorlig",
    "arvelig", "bytte", "skje",    "løk",    "flere",       "navn",    "ukjent",   "tykktarm", "bare",
    "disse",   "deres", "hvis",    "sammen", "forskjellig", "vanlig",  "mulig"};

const std::set<std::string_view> kEnglishWords{"the", "of", "and", "with", "without", "due", "unspecified"};

/// SNOMED CT tells a whole organ from its structure, and a vaccine with one antigen from one that has others
/// beside it; UCUM has synonyms. People call both the same.
bool mayShareName(const ConceptTexts& a, const ConceptTexts& b) {
    const auto one = [&](std::string_view part, std::string_view other) {
        return (a.english.find(part) != std::string::npos && b.english.find(other) != std::string::npos) ||
               (b.english.find(part) != std::string::npos && a.english.find(other) != std::string::npos);
    };
    static const std::set<std::string_view> synonyms{"{#}", "{count}", "nmol/min/mg{prot}",
                                                     "nmol/min/mg{protein}"};
    return wordsOf(a.english) == wordsOf(b.english) || a.english.starts_with("Entire ") ||
           b.english.starts_with("Entire ") || one(" antigen-containing vaccine", " only vaccine") ||
           (synonyms.contains(a.code) && synonyms.contains(b.code));
}

} // namespace

TEST_CASE("no shipped text has blanks at its ends, two in a row, or signs that people can't see",
          "[terminology]") {
    for (const auto& one : texts()) {
        for (const auto& text : {one.bokmaal, one.nynorsk, one.english}) {
            INFO(one.system << " " << one.code << " '" << text << "'");
            CHECK_FALSE((text.starts_with(' ') || text.ends_with(' ')));
            CHECK(text.find("  ") == std::string::npos);
            CHECK(text.find('\t') == std::string::npos);
            CHECK(text.find("\xC2\xAD") == std::string::npos); // soft hyphen
            CHECK(text.find("\xC2\xA0") == std::string::npos); // no-break space
            CHECK(text.find("\xCC") == std::string::npos);     // combining marks
            CHECK(text.find("\xEF\xBF\xBD") == std::string::npos);
        }
    }
}

TEST_CASE("bokmål and nynorsk come together", "[terminology]") {
    for (const auto& one : texts()) {
        INFO(one.system << " " << one.code);
        CHECK(one.bokmaal.empty() == one.nynorsk.empty());
    }
}

TEST_CASE("the nynorsk texts have no words of bokmål", "[terminology]") {
    for (const auto& one : texts()) {
        INFO(one.system << " " << one.code << " " << one.nynorsk);
        CHECK_FALSE(hasWord(one.nynorsk, kBokmaalWords));
        for (const auto& word : wordsOf(one.nynorsk)) {
            for (const auto part : kBokmaalParts) {
                INFO(part);
                CHECK(word.find(part) == std::string::npos);
            }
        }
    }
}

TEST_CASE("the Norwegian texts have no words of English", "[terminology]") {
    for (const auto& one : texts()) {
        INFO(one.system << " " << one.code << " " << one.bokmaal << " " << one.nynorsk);
        CHECK_FALSE(hasWord(one.bokmaal, kEnglishWords));
        CHECK_FALSE(hasWord(one.nynorsk, kEnglishWords));
    }
}

TEST_CASE("no two members of a value set have the same Norwegian name and mean different things",
          "[terminology]") {
    std::map<std::pair<std::string, std::string>, ConceptTexts> byKey;
    for (auto& one : texts()) {
        byKey.emplace(std::pair{one.system, one.code}, std::move(one));
    }
    for (const auto& set : shipped().valueSets) {
        std::map<std::string, ConceptTexts> named;
        for (const auto& member : set.members) {
            const auto& one = byKey.at({member.system, member.code});
            const auto [other, isNew] = named.emplace(one.bokmaal, one);
            INFO(set.name << ": " << one.code << " and " << other->second.code << ": " << one.bokmaal);
            CHECK((isNew || one.bokmaal.empty() || mayShareName(one, other->second)));
        }
    }
}
