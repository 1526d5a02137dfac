#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/snapshot.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

/// What is looked at before anything of a snapshot is believed.
namespace ncp::transform::terminology {
namespace {

/// True when a frozen hash table has an empty slot, names records only, and can be walked.
template <class IsRecord>
bool isTable(std::span<const layout::Slot> slots, const IsRecord& isRecord) noexcept {
    return std::has_single_bit(slots.size()) &&
           std::ranges::all_of(slots,
                               [&](layout::Slot slot) {
                                   return slot == layout::kEmptySlot || isRecord(layout::recordOf(slot));
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
           place(header_.concepts, concepts_) && place(header_.conceptBytes, conceptBytes_) &&
           place(header_.conceptSlots, conceptSlots_) && place(header_.valueSets, valueSets_) &&
           place(header_.members, members_) && place(header_.maps, maps_) &&
           place(header_.mapElements, mapElements_) && place(header_.texts, texts_);
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
           conceptCount() <= layout::kMostRecords;
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

/// Behind the concept that begins there; nothing where it would not end within the bytes.
std::optional<std::size_t> Snapshot::endOfConcept(std::size_t begin) const noexcept {
    const auto size = conceptBytes_.size();
    auto at = begin + layout::kBytesBeforeCode;
    const auto textsBehind = 1 + languages_.size(); // the code is one
    for (std::size_t i = 0; i < textsBehind; ++i) {
        if (at > size || size - at < layout::kLengthBytes) {
            return std::nullopt;
        }
        at += layout::kLengthBytes + layout::textAt(conceptBytes_.data() + at).size();
    }
    return at <= size ? std::optional{at} : std::nullopt;
}

/// Each concept lies behind the one before, and the hash table leads to beginnings of concepts.
bool Snapshot::conceptsPointInside() const {
    std::vector<bool> begins(conceptBytes_.size());
    std::size_t at = 0;
    for (std::uint32_t number = 0; number < conceptCount(); ++number) {
        const auto end = concepts_[number] == at ? endOfConcept(at) : std::nullopt;
        if (!end || conceptAt(number).number() != number || conceptAt(number).system() >= systems_.size()) {
            return false;
        }
        begins[at] = true;
        at = *end;
    }
    return isTable(conceptSlots_,
                   [&](std::uint32_t place) { return place < begins.size() && begins[place]; });
}

bool Snapshot::systemsPointInside() const noexcept {
    const auto isIdentifier = [this](std::uint32_t number) { return number < identifiers_.size(); };
    const auto isSystem = [this](std::uint32_t number) { return number < systems_.size(); };
    return isTable(identifierSlots_, isIdentifier) &&
           std::ranges::all_of(identifiers_, isSystem, &layout::Identifier::system) &&
           std::ranges::all_of(systems_, [&](const layout::System& system) {
               return isRange(system.firstIdentifier, system.identifierCount, identifiers_.size());
           });
}

bool Snapshot::pointInside() const {
    const auto isConcept = [this](std::uint32_t number) { return number < conceptCount(); };
    return systemsPointInside() && conceptsPointInside() && std::ranges::all_of(members_, isConcept) &&
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
