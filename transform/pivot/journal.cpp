#include "transform/pivot/journal.hpp"

#include <algorithm>

namespace ncp::transform::pivot {

void Journal::replace(xml::Range bytes, std::string_view text) {
    entries_.push_back({bytes, {texts_.size(), texts_.size() + text.size()}});
    texts_ += text;
}

std::vector<Journal::Entry> Journal::sorted() const {
    auto entries = entries_;
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.place.begin; });
    return entries;
}

std::vector<xml::Range> Journal::places() const {
    std::vector<xml::Range> places;
    for (const auto& entry : sorted()) {
        places.push_back(entry.place);
    }
    return places;
}

std::string Journal::applyTo(std::string_view document) const {
    std::string result;
    result.reserve(document.size() + texts_.size());
    std::size_t done = 0;
    for (const auto& entry : sorted()) {
        result.append(document.substr(done, entry.place.begin - done));
        result.append(texts_, entry.text.begin, entry.text.size());
        done = entry.place.end;
    }
    return result.append(document.substr(done));
}

} // namespace ncp::transform::pivot
