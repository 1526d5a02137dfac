#include "transform/pivot/journal.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::pivot {

void Journal::writeEscaped(std::string_view text) {
    constexpr std::string_view signs = "&<\"'";
    constexpr std::array<std::string_view, signs.size()> entities{"&amp;", "&lt;", "&quot;", "&apos;"};
    for (auto at = text.find_first_of(signs); at != std::string_view::npos; at = text.find_first_of(signs)) {
        write(text.substr(0, at));
        write(entities.at(signs.find(text[at])));
        text.remove_prefix(at + 1);
    }
    write(text);
}

void Journal::sort() {
    const auto place = [](const Entry& entry) { return entry.place.begin; };
    if (!std::ranges::is_sorted(entries_, {}, place)) {
        std::ranges::stable_sort(entries_, {}, place);
    }
}

std::vector<xml::Range> Journal::places() const {
    std::vector<xml::Range> places;
    places.reserve(entries_.size());
    for (const auto& entry : entries_) {
        places.push_back(entry.place);
    }
    return places;
}

std::string Journal::applyTo(std::string_view document) const {
    std::string result;
    result.reserve(document.size() + texts_.size());
    std::size_t done = 0;
    for (const auto& entry : entries_) {
        result.append(document.substr(done, entry.place.begin - done));
        result.append(texts_, entry.text.begin, entry.text.size());
        done = entry.place.end;
    }
    return result.append(document.substr(done));
}

} // namespace ncp::transform::pivot
