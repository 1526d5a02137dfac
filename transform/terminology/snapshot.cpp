#include "transform/terminology/snapshot.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::terminology {

Result<Snapshot> Snapshot::open(const std::filesystem::path& file) {
    auto mapped = MappedFile::open(file);
    if (!mapped) {
        return passOn(mapped);
    }
    return check(std::move(*mapped), file.string());
}

Result<Snapshot> Snapshot::take(std::string bytes, const std::string& source) {
    return check(std::make_unique<const std::string>(std::move(bytes)), source);
}

Result<Snapshot> Snapshot::check(Bytes bytes, const std::string& source) {
    Snapshot snapshot{std::move(bytes)};
    auto fault = snapshot.faultOfHeader();
    if (fault.empty()) {
        fault = snapshot.faultOfRecords();
    }
    if (!fault.empty()) {
        return fail(ErrorCode::InputRefused, source + ": " + fault);
    }
    return snapshot;
}

std::string_view Snapshot::bytes() const noexcept {
    const auto* mapped = std::get_if<MappedFile>(&bytes_);
    return mapped != nullptr ? mapped->bytes() : std::string_view{*std::get<1>(bytes_)};
}

template <class Same>
std::optional<std::uint32_t> Snapshot::findIn(std::span<const layout::Slot> slots, std::uint64_t hash,
                                              const Same& same) const noexcept {
    // Every table has an empty slot, so that this ends.
    for (auto at = hash & (slots.size() - 1);; at = (at + 1) & (slots.size() - 1)) {
        const auto slot = slots[at];
        if (slot == layout::kEmptySlot) {
            return std::nullopt;
        }
        if (layout::sameTag(slot, hash) && same(layout::recordOf(slot))) {
            return layout::recordOf(slot);
        }
    }
}

std::optional<std::uint32_t> Snapshot::findSystem(std::string_view identifier) const noexcept {
    const auto found = findIn(identifierSlots_, layout::hashOf(0, identifier), [&](std::uint32_t record) {
        return text(identifiers_[record].text) == identifier;
    });
    return found ? std::optional{identifiers_[*found].system} : std::nullopt;
}

std::optional<layout::Concept> Snapshot::findConcept(std::uint32_t system,
                                                     std::string_view code) const noexcept {
    const auto at = [this](std::uint32_t place) { return layout::Concept{conceptBytes_.data() + place}; };
    const auto found = findIn(conceptSlots_, layout::hashOf(system, code), [&](std::uint32_t place) {
        return at(place).system() == system && at(place).code() == code;
    });
    return found ? std::optional{at(*found)} : std::nullopt;
}

const layout::ValueSet* Snapshot::findValueSet(std::string_view oid) const noexcept {
    const auto found = std::ranges::lower_bound(
        valueSets_, oid, {}, [this](const layout::ValueSet& set) { return text(set.oid); });
    return found != valueSets_.end() && text(found->oid) == oid ? &*found : nullptr;
}

std::span<const layout::MapElement> Snapshot::mappings(std::uint32_t source) const noexcept {
    const auto found = std::ranges::equal_range(mapElements_, source, {}, &layout::MapElement::source);
    return {found.begin(), found.end()};
}

} // namespace ncp::transform::terminology
