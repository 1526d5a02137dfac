#include "transform/cda/read_elements.hpp"

namespace ncp::transform::cda {

namespace {

constexpr std::size_t kFirstPlaces = 64;

/// Nodes lie at multiples of 16; the golden ratio spreads what is left.
std::size_t hashOf(const void* element) noexcept {
    const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(element));
    return static_cast<std::size_t>(((address >> 4U) * 0x9E3779B97F4A7C15ULL) >> 32U);
}

} // namespace

std::size_t ReadElements::placeOf(const void* element) const noexcept {
    const std::size_t last = places_.size() - 1;
    std::size_t at = hashOf(element) & last;
    while (places_[at] != nullptr && places_[at] != element) {
        at = (at + 1) & last;
    }
    return at;
}

void ReadElements::grow() {
    std::vector<const void*> before(places_.empty() ? kFirstPlaces : places_.size() * 2);
    before.swap(places_);
    for (const void* element : before) {
        if (element != nullptr) {
            places_[placeOf(element)] = element;
        }
    }
}

void ReadElements::insert(xml::Node element) {
    if (taken_ * 2 >= places_.size()) {
        grow();
    }
    const std::size_t place = placeOf(element.native());
    if (places_[place] == nullptr) {
        places_[place] = element.native();
        ++taken_;
    }
}

bool ReadElements::contains(xml::Node element) const noexcept {
    return !places_.empty() && places_[placeOf(element.native())] != nullptr;
}

} // namespace ncp::transform::cda
