#include "transform/rules/display_names.hpp"

#include "transform/pivot/same_wording.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>
#include <utility>

namespace ncp::transform::rules {
namespace {

bool isSeparator(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80U && std::isalnum(byte) == 0;
}

/// Words in lower case, each between two blanks; letters beyond ASCII are compared as they are.
std::string spaced(std::string_view text) {
    std::string out{" "};
    for (const char c : text) {
        if (!isSeparator(c)) {
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (out.back() != ' ') {
            out += ' ';
        }
    }
    return out.back() == ' ' ? out : out + ' ';
}

bool has(const std::string& text, const std::string& phrase) {
    return text.find(" " + phrase + " ") != std::string::npos;
}

/// The text without these phrases; true beside it where it had one.
std::pair<std::string, bool> without(std::string text, std::span<const std::string> phrases) {
    bool any = false;
    for (const auto& phrase : phrases) {
        const auto searched = " " + phrase + " ";
        std::string kept;
        std::size_t from = 0;
        for (auto at = text.find(searched); at != std::string::npos; at = text.find(searched, from)) {
            kept.append(text, from, at - from);
            from = at + searched.size() - 1; // the blank may begin the next one
            any = true;
        }
        text = kept.append(text, from);
    }
    return {std::move(text), any};
}

std::set<std::string> wordsOf(const std::string& text) {
    std::set<std::string> words;
    for (std::size_t begin = 1; begin < text.size();) {
        const auto end = text.find(' ', begin);
        words.insert(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

bool isNumber(const std::string& word) {
    return std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

} // namespace

Naming compareNames(std::string_view given, std::string_view known, const NameWords& words) {
    if (pivot::isSameWording(given, known)) {
        return Naming::Same;
    }
    const auto [stated, denies] = without(without(spaced(given), words.harmless).first, words.negating);
    const auto [meant, isDenial] = without(without(spaced(known), words.harmless).first, words.negating);
    const auto a = wordsOf(stated);
    const auto b = wordsOf(meant);
    if (a.empty() || b.empty() || (!std::ranges::includes(a, b) && !std::ranges::includes(b, a))) {
        return Naming::Other;
    }
    if (denies != isDenial) {
        return Naming::Negated;
    }
    const bool qualified = std::ranges::any_of(words.qualifying, [&](const std::string& phrase) {
        return has(stated, phrase) && !has(meant, phrase);
    });
    const bool numbered =
        std::ranges::any_of(a, [&](const std::string& word) { return isNumber(word) && !b.contains(word); });
    return qualified || numbered ? Naming::Qualified : Naming::Wording;
}

std::string NameOwners::ownerOf(std::string_view name, std::string_view code,
                                const std::vector<std::string>& sets) {
    const auto wording = pivot::wordingHash(name);
    for (const auto& set : sets) {
        for (const auto& named : std::ranges::equal_range(namesOf(set), wording, {}, &Named::wording)) {
            if (named.code != code && pivot::isSameWording(named.name, name)) {
                return std::string{named.code};
            }
        }
    }
    return {};
}

const std::vector<NameOwners::Named>& NameOwners::namesOf(const std::string& set) {
    const auto [known, isNew] = names_.try_emplace(set);
    auto& names = known->second;
    if (!isNew) {
        return names;
    }
    for (const auto& member : catalogue_.expand(set)) {
        const auto english = catalogue_.designation(member.system.oid, member.code, TextLanguage::English);
        if (english) {
            names.push_back({pivot::wordingHash(english->text), english->text, member.code});
        }
    }
    std::ranges::sort(names, {}, [](const Named& named) { return std::tie(named.wording, named.code); });
    return names;
}

} // namespace ncp::transform::rules
