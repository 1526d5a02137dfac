#include "transform/render/wording.hpp"

#include <algorithm>
#include <set>

namespace ncp::transform::render {

namespace {

/// How many letters two words have to begin with alike: inflections and languages differ at the end.
constexpr std::size_t kBeginning = 4;

/// Letters and digits, and every byte of the letters beyond ASCII.
bool isPartOfWord(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
}

/// The beginnings of the words of a name, in small letters; words of one or two letters say nothing.
std::set<std::string> beginnings(std::string_view name) {
    std::set<std::string> found;
    std::string word;
    const auto close = [&] {
        if (word.size() > 2) {
            found.insert(word.substr(0, kBeginning));
        }
        word.clear();
    };
    for (const char letter : name) {
        const char c = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        if (isPartOfWord(c)) {
            word += c;
        } else {
            close();
        }
    }
    close();
    return found;
}

} // namespace

bool namesSomethingElse(std::string_view sent, std::string_view meant) {
    const auto one = beginnings(sent);
    const auto other = beginnings(meant);
    return !one.empty() && !other.empty() &&
           std::ranges::none_of(one, [&other](const std::string& word) { return other.contains(word); });
}

} // namespace ncp::transform::render
