#include "transform/render/source_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ncp::transform::render {

namespace {

using Words = std::vector<std::string>;

/// How many letters two words have to begin with alike: inflections and languages differ at the end.
constexpr std::size_t kBeginning = 4;

/// Latin-1 letters without their accents, from U+00C0 to U+00FF; a blank for signs.
constexpr std::string_view kWithoutAccents =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

/// The words of a name in small letters, without accents; single capitals and digits as they stand.
Words wordsOf(std::string_view name) {
    Words words(1);
    for (std::size_t at = 0; at < name.size(); ++at) {
        const auto byte = static_cast<unsigned char>(name[at]);
        const auto next = at + 1 < name.size() ? static_cast<unsigned char>(name[at + 1]) : 0U;
        if (byte == 0xC3 && next >= 0x80 && next <= 0xBF) {
            words.back() += kWithoutAccents[next - 0x80U];
            ++at;
        } else if (byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
                   (byte >= 'A' && byte <= 'Z')) {
            words.back() += name[at];
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) {
        words.pop_back();
    }
    for (std::string& word : words) {
        if (word.size() > 1) {
            std::ranges::transform(word, word.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
        }
    }
    return words;
}

/// The beginnings of the words of a name; words of one or two letters say nothing.
std::set<std::string> beginnings(std::string_view name) {
    std::set<std::string> found;
    for (const std::string& word : wordsOf(name)) {
        if (word.size() > 2) {
            found.insert(word.substr(0, kBeginning));
        }
    }
    return found;
}

/// The numbers and single capitals of a name, which tell its kinds apart: type 1 and 2, hepatitis B and C.
std::set<std::string> kindsOf(const Words& words) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kRoman{
        {{"I", "1"}, {"ii", "2"}, {"iii", "3"}, {"iv", "4"}}};
    std::set<std::string> kinds;
    for (const std::string& word : words) {
        const auto roman =
            std::ranges::find(kRoman, word, &std::pair<std::string_view, std::string_view>::first);
        const bool number = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        const bool capital = word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z';
        if (roman != kRoman.end()) {
            kinds.emplace(roman->second);
        } else if (number || (capital && word != "A")) {
            kinds.insert(word);
        }
    }
    return kinds;
}

bool hasWord(const Words& words, std::string_view beginning) {
    return std::ranges::any_of(words,
                               [beginning](const std::string& word) { return word.starts_with(beginning); });
}

/// Each name says one of two opposites, and not the same.
bool isOpposite(const Words& one, const Words& other) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kOpposites{
        {{"hypo", "hyper"}, {"left", "right"}}};
    return std::ranges::any_of(kOpposites, [&](const auto& opposite) {
        const auto only = [](const Words& name, std::string_view said, std::string_view unsaid) {
            return hasWord(name, said) && !hasWord(name, unsaid);
        };
        return (only(one, opposite.first, opposite.second) && only(other, opposite.second, opposite.first)) ||
               (only(one, opposite.second, opposite.first) && only(other, opposite.first, opposite.second));
    });
}

bool beginsWithDenial(const Words& words) {
    static constexpr std::array<std::string_view, 4> kDenials{"no", "not", "without", "absence"};
    return !words.empty() && std::ranges::find(kDenials, words.front()) != kDenials.end();
}

/// What every code of the document was called, and what it is called in English.
template <class Visit>
void visitNames(const std::vector<cda::Section>& sections, Visit visit) {
    for (const cda::Section& section : sections) {
        for (const cda::Entry& entry : section.entries) {
            for (const cda::CodeUse& use : entry.codes) {
                visit(use.value);
            }
        }
        visitNames(section.sections, visit);
    }
}

} // namespace

bool namesSomethingElse(std::string_view sent, std::string_view meant) {
    const auto one = beginnings(sent);
    const auto other = beginnings(meant);
    return !one.empty() && !other.empty() &&
           std::ranges::none_of(one, [&other](const std::string& word) { return other.contains(word); });
}

bool contradicts(std::string_view sent, std::string_view meant) {
    if (sent == meant) {
        return false;
    }
    const Words one = wordsOf(sent);
    const Words other = wordsOf(meant);
    const std::set<std::string> oneKinds = kindsOf(one);
    const std::set<std::string> otherKinds = kindsOf(other);
    const bool kinds = !oneKinds.empty() && !otherKinds.empty() &&
                       !std::ranges::includes(oneKinds, otherKinds) &&
                       !std::ranges::includes(otherKinds, oneKinds);
    return kinds || isOpposite(one, other) || (beginsWithDenial(one) && !beginsWithDenial(other));
}

bool isOtherSubstance(std::string_view sent, std::string_view meant) {
    const Words one = wordsOf(sent);
    const Words other = wordsOf(meant);
    if (one.size() != 1 || other.size() != 1) {
        return false;
    }
    const auto [longer, shorter] = one.front().size() >= other.front().size()
                                       ? std::pair{one.front(), other.front()}
                                       : std::pair{other.front(), one.front()};
    return !longer.starts_with(shorter) || longer.size() > shorter.size() + 1;
}

bool tellsSideBeyond(std::string_view text, std::string_view name) {
    static constexpr std::array<std::string_view, 12> kSides{"left",    "right",  "links",    "rechts",
                                                             "gauche",  "droit",  "izquierd", "derech",
                                                             "esquerd", "direit", "sinistr",  "destr"};
    const Words words = wordsOf(text);
    return std::ranges::any_of(
        kSides, [&](std::string_view side) { return hasWord(words, side) && !hasWord(wordsOf(name), side); });
}

bool namesInEnglish(const cda::ClinicalDocument& document, const terminology::Catalogue& catalogue) {
    std::size_t alike = 0;
    std::size_t different = 0;
    visitNames(document.sections, [&](const cda::CodedValue& value) {
        const std::string& sent = value.originalDisplay.empty() ? value.display : value.originalDisplay;
        const auto english = value.nullFlavor.empty() && !sent.empty()
                                 ? catalogue.designation(value.system, value.code, TextLanguage::English)
                                 : std::nullopt;
        if (english && english->text == sent) {
            ++alike;
        } else if (english) {
            ++(namesSomethingElse(sent, english->text) ? different : alike);
        }
    });
    // Names of Latin and Greek are alike in many languages.
    return different * 8 <= alike;
}

} // namespace ncp::transform::render
