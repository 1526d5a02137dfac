#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/snapshot.hpp"

#include <algorithm>
#include <bit>
#include <string>

/// What is looked at before anything of a snapshot is believed.
namespace ncp::transform::terminology {
namespace {

/// True when a frozen hash table has an empty slot, names no record beyond `records`, and can be walked.
bool isTable(std::span<const layout::Slot> slots, std::size_t records) noexcept {
    return std::has_single_bit(slots.size()) &&
           std::ranges::all_of(slots,
                               [&](layout::Slot slot) {
                                   return slot == layout::kEmptySlot || layout::recordOf(slot) < records;
                               }) &&
           std::ranges::find(slots, layout::kEmptySlot) != slots.end();
}

bool isRange(std::uint64_t first, std::uint64_t count, std::size_t records) noexcept {
    return first + count <= records;
}

} // namespace

std::string Snapshot::faultOfHeader() {
    const auto all = bytes();
    if (all.size() < sizeof header_) {
        return "is no terminology snapshot: too short";
    }
    std::memcpy(&header_, all.data(), sizeof header_);
    if (header_.magic != layout::kMagic) {
        return "is no terminology snapshot";
    }
    if (header_.byteOrder != layout::kByteOrder) {
        return "was built on a machine of another byte order; build it here";
    }
    if (header_.formatVersion != layout::kFormatVersion) {
        return "has format version " + std::to_string(header_.formatVersion) + ", this program reads " +
               std::to_string(layout::kFormatVersion) + "; build it anew";
    }
    if (header_.size != all.size()) {
        return "has " + std::to_string(all.size()) + " bytes instead of " + std::to_string(header_.size) +
               "; fetch or build it anew";
    }
    if (header_.checksum != layout::checksumOf(all.substr(layout::kChecksummedFrom))) {
        return "is damaged: the checksum differs; fetch or build it anew";
    }
    return {};
}

template <class T>
bool Snapshot::place(const layout::Section& section, std::span<const T>& records) const noexcept {
    const auto all = bytes();
    if (section.offset % alignof(std::uint64_t) != 0 || section.offset > all.size() ||
        section.count > (all.size() - section.offset) / sizeof(T)) {
        return false;
    }
    records = {reinterpret_cast<const T*>(all.data() + section.offset), section.count};
    return true;
}

bool Snapshot::placeAll() noexcept {
    return place(header_.systems, systems_) && place(header_.identifiers, identifiers_) &&
           place(header_.identifierSlots, identifierSlots_) && place(header_.languages, languages_) &&
           place(header_.conceptRows, conceptRows_) && place(header_.conceptSlots, conceptSlots_) &&
           place(header_.valueSets, valueSets_) && place(header_.members, members_) &&
           place(header_.maps, maps_) && place(header_.mapElements, mapElements_) &&
           place(header_.texts, texts_);
}

std::string Snapshot::faultOfRecords() {
    if (!placeAll()) {
        return "is not to be trusted: an array lies outside of the file";
    }
    if (!countsAgree()) {
        return "is not to be trusted: its counts contradict each other";
    }
    if (!haveTexts() || !pointInside()) {
        return "is not to be trusted: a record points outside of its array";
    }
    return {};
}

bool Snapshot::countsAgree() const noexcept {
    return identifiers_.size() <= layout::kMostRecords && languages_.size() <= layout::kMostRecords &&
           conceptRows_.size() % rowWords() == 0 && conceptCount() <= layout::kMostRecords;
}

bool Snapshot::hasText(layout::Text text) const noexcept {
    const auto room = texts_.size() - std::min<std::size_t>(text, texts_.size());
    return room >= layout::kLengthBytes && this->text(text).size() <= room - layout::kLengthBytes;
}

bool Snapshot::haveTexts() const noexcept {
    const auto has = [this](layout::Text text) { return hasText(text); };
    return has(header_.name) && std::ranges::all_of(languages_, has) &&
           std::ranges::all_of(identifiers_, has, &layout::Identifier::text) &&
           std::ranges::all_of(systems_,
                               [&](const layout::System& system) {
                                   return has(system.oid) && has(system.name) && has(system.nameNb) &&
                                          has(system.nameEn) && has(system.version);
                               }) &&
           std::ranges::all_of(valueSets_,
                               [&](const layout::ValueSet& set) {
                                   return has(set.oid) && has(set.name) && has(set.version);
                               }) &&
           std::ranges::all_of(maps_,
                               [&](const layout::Map& map) { return has(map.name) && has(map.version); });
}

bool Snapshot::conceptsPointInside() const noexcept {
    for (std::uint32_t number = 0; number < conceptCount(); ++number) {
        const auto row = conceptRows_.subspan(number * rowWords(), rowWords());
        const auto texts = row.subspan(layout::kWordsBeforeTexts);
        if (conceptAt(number).system >= systems_.size() || !hasText(row[0]) ||
            !std::ranges::all_of(texts, [this](layout::Text text) { return hasText(text); })) {
            return false;
        }
    }
    return true;
}

bool Snapshot::pointInside() const noexcept {
    const auto isConcept = [this](std::uint32_t number) { return number < conceptCount(); };
    const auto isSystem = [this](std::uint32_t number) { return number < systems_.size(); };
    return isTable(identifierSlots_, identifiers_.size()) && isTable(conceptSlots_, conceptCount()) &&
           std::ranges::all_of(identifiers_, isSystem, &layout::Identifier::system) &&
           conceptsPointInside() && std::ranges::all_of(members_, isConcept) &&
           std::ranges::all_of(systems_,
                               [&](const layout::System& system) {
                                   return isRange(system.firstIdentifier, system.identifierCount,
                                                  identifiers_.size());
                               }) &&
           std::ranges::all_of(valueSets_,
                               [&](const layout::ValueSet& set) {
                                   return isRange(set.firstMember, set.memberCount, members_.size());
                               }) &&
           std::ranges::all_of(mapElements_, [&](const layout::MapElement& element) {
               return isConcept(element.source) && isConcept(element.target) && element.map < maps_.size() &&
                      element.equivalence <= static_cast<std::uint16_t>(Equivalence::Inexact);
           });
}

} // namespace ncp::transform::terminology
