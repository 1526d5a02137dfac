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

/// Words in lower case; letters beyond ASCII are compared as they are.
std::set<std::string> wordsOf(std::string_view text) {
    std::set<std::string> words;
    std::string word;
    for (const char c : text) {
        if (!isSeparator(c)) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!word.empty()) {
            words.insert(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        words.insert(std::move(word));
    }
    return words;
}

} // namespace

Naming compareNames(std::string_view given, std::string_view known) {
    if (pivot::isSameWording(given, known)) {
        return Naming::Same;
    }
    const auto a = wordsOf(given);
    const auto b = wordsOf(known);
    const bool within = std::ranges::includes(a, b) || std::ranges::includes(b, a);
    return within && !a.empty() && !b.empty() ? Naming::Wording : Naming::Other;
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
