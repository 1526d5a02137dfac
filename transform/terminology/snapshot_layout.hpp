#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// How a snapshot lies in its file: a header, then arrays of records of a fixed size, then the texts. Written
/// in the byte order of the machine that built it; another order is refused. Every number is unsigned, every
/// array begins at a multiple of eight bytes.
namespace ncp::transform::terminology::layout {

inline constexpr std::array<char, 8> kMagic{'N', 'C', 'P', 'T', 'E', 'R', 'M', '\0'};
inline constexpr std::uint32_t kByteOrder = 0x01020304;
inline constexpr std::uint32_t kFormatVersion = 1;

/// Where a text begins among the texts: two bytes of length, then UTF-8. Zero is the empty text.
using Text = std::uint32_t;
inline constexpr std::size_t kLengthBytes = sizeof(std::uint16_t);
inline constexpr std::size_t kLongestText = 0xFFFF;

/// An array of records: first byte in the file, number of records.
struct Section {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
};

struct System {
    Text oid = 0;
    Text name = 0;
    Text nameNb = 0;
    Text nameEn = 0;
    Text version = 0;
    std::uint32_t firstIdentifier = 0;
    std::uint32_t identifierCount = 0;
};

/// The OID of a code system, or an alias of it.
struct Identifier {
    Text text = 0;
    std::uint32_t system = 0;
};

/// A concept is a row of words, since all of it is read together: its code, its code system doubled (odd
/// where the concept is retired), then a text for each language, zero where there is none.
using Word = std::uint32_t;
inline constexpr std::size_t kWordsBeforeTexts = 2;

struct Concept {
    Text code = 0;
    std::uint32_t system = 0;
    bool retired = false; ///< no longer current in its code system
};

struct ValueSet {
    Text oid = 0;
    Text name = 0;
    Text version = 0;
    std::uint32_t firstMember = 0;
    std::uint32_t memberCount = 0;
};

struct Map {
    Text name = 0;
    Text version = 0;
};

struct MapElement {
    std::uint32_t source = 0; ///< concept
    std::uint32_t target = 0; ///< concept
    std::uint32_t map = 0;
    std::uint16_t equivalence = 0;
    std::uint16_t valid = 0;
};

/// A frozen hash table is an array of slots, a power of two of them: eight bits of the key's hash above
/// twenty-four of the record's number. A key is looked for from the slot that its hash names, onwards.
using Slot = std::uint32_t;
inline constexpr Slot kEmptySlot = 0xFFFFFFFF;
inline constexpr std::uint32_t kMostRecords = 0x00FFFFFE;

struct Header {
    std::array<char, 8> magic = kMagic;
    std::uint32_t byteOrder = kByteOrder;
    std::uint32_t formatVersion = kFormatVersion;
    std::uint64_t checksum = 0; ///< of every byte after this field
    std::uint64_t size = 0;     ///< of the file, in bytes
    Text name = 0;              ///< of the release
    std::uint32_t reserved = 0;
    Section systems;
    Section identifiers;     ///< by system
    Section identifierSlots; ///< to identifiers
    Section languages;       ///< BCP 47 tags
    Section conceptRows;     ///< words; by system, then code
    Section conceptSlots;    ///< to concepts
    Section valueSets;       ///< by OID
    Section members;         ///< concepts, rising within a value set
    Section maps;
    Section mapElements; ///< by source; the first of several is preferred
    Section texts;       ///< bytes
};
inline constexpr std::size_t kChecksummedFrom = offsetof(Header, size);

inline constexpr std::uint64_t mixed(std::uint64_t state, std::uint64_t word) noexcept {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
    state = (state ^ word) * kOdd;
    return state ^ (state >> 32U);
}

/// Hash of a key: a code within a code system, or an identifier (scope 0).
inline std::uint64_t hashOf(std::uint64_t scope, std::string_view text) noexcept {
    auto state = mixed(scope, text.size());
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        state = mixed(state, word);
        text.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    return mixed(mixed(state, rest), text.size());
}

inline constexpr Slot slotOf(std::uint64_t hash, std::uint32_t record) noexcept {
    return static_cast<Slot>((hash >> 56U) << 24U) | record;
}
inline constexpr std::uint32_t recordOf(Slot slot) noexcept {
    return slot & 0x00FFFFFFU;
}
inline constexpr bool sameTag(Slot slot, std::uint64_t hash) noexcept {
    return slot >> 24U == hash >> 56U;
}

/// Finds changes by accident, not by intent: four lanes of 64 bits.
inline std::uint64_t checksumOf(std::string_view bytes) noexcept {
    constexpr std::uint64_t kOdd = 0xD6E8FEB86659FD93;
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const auto take = [&](const char* block) {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, block + i * sizeof word, sizeof word);
            lanes[i] = std::rotl((lanes[i] ^ word) * kOdd, 29);
        }
    };
    constexpr std::size_t kBlock = sizeof lanes;
    const auto length = bytes.size();
    for (; bytes.size() >= kBlock; bytes.remove_prefix(kBlock)) {
        take(bytes.data());
    }
    std::array<char, kBlock> rest{};
    std::memcpy(rest.data(), bytes.data(), bytes.size());
    take(rest.data());
    auto sum = mixed(0, length);
    for (const auto lane : lanes) {
        sum = mixed(sum, lane);
    }
    return sum;
}

} // namespace ncp::transform::terminology::layout
