#include "transform/rules/display_names.hpp"

#include "transform/pivot/same_wording.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace ncp::transform::rules {
namespace {

/// A hostile document has as many wrong names as it likes; a question costs a walk over a value set.
constexpr std::size_t kMostQuestions = 40;

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
    if (++questions_ > kMostQuestions) {
        return {};
    }
    for (const auto& set : sets) {
        auto [known, isNew] = members_.try_emplace(set);
        if (isNew) {
            known->second = catalogue_.expand(set);
        }
        for (const auto& member : known->second) {
            const auto english =
                catalogue_.designation(member.system.oid, member.code, TextLanguage::English);
            if (member.code != code && english && pivot::isSameWording(english->text, name)) {
                return std::string{member.code};
            }
        }
    }
    return {};
}

} // namespace ncp::transform::rules
