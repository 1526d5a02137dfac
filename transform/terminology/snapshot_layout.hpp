#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// How a snapshot lies in its file: a header, then arrays of records of a fixed size, concepts, texts.
/// Written in the byte order of the machine that built it; another order is refused. Every number is
/// unsigned, every array begins at a multiple of eight bytes.
namespace ncp::transform::terminology::layout {

inline constexpr std::array<char, 8> kMagic{'N', 'C', 'P', 'T', 'E', 'R', 'M', '\0'};
inline constexpr std::uint32_t kByteOrder = 0x01020304;
inline constexpr std::uint32_t kFormatVersion = 2;

/// Where a text begins among the texts: two bytes of length, then UTF-8. Zero is the empty text.
using Text = std::uint32_t;
inline constexpr std::size_t kLengthBytes = sizeof(std::uint16_t);
inline constexpr std::size_t kLongestText = 0xFFFF;

inline std::string_view textAt(const char* place) noexcept {
    std::uint16_t length = 0;
    std::memcpy(&length, place, sizeof length);
    return {place + kLengthBytes, length};
}

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

/// A concept lies in one piece, since all of it is read together: its number, its code system doubled (odd
/// where the concept is retired), its code, then a text for each language, empty where there is none. One
/// begins where the one before ends.
using Word = std::uint32_t;
inline constexpr std::size_t kBytesBeforeCode = 2 * sizeof(Word);

/// A concept, read where it lies.
class Concept {
  public:
    explicit Concept(const char* place) noexcept : place_(place) {}

    std::uint32_t number() const noexcept { return word(0); }
    std::uint32_t system() const noexcept { return word(1) / 2; }
    bool retired() const noexcept { return word(1) % 2 != 0; } ///< no longer current in its code system
    std::string_view code() const noexcept { return textAt(place_ + kBytesBeforeCode); }
    /// In the language of that number; empty where there is none.
    std::string_view designation(std::size_t language) const noexcept {
        auto text = code();
        for (std::size_t i = 0; i <= language; ++i) {
            text = textAt(text.data() + text.size());
        }
        return text;
    }

  private:
    Word word(std::size_t index) const noexcept {
        Word word = 0;
        std::memcpy(&word, place_ + index * sizeof word, sizeof word);
        return word;
    }

    const char* place_;
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

/// A frozen hash table is an array of slots, a power of two of them: the upper half of the key's hash above
/// the record's number or place. A key is looked for from the slot that its hash names, onwards.
using Slot = std::uint64_t;
inline constexpr Slot kEmptySlot = 0xFFFFFFFFFFFFFFFF;
inline constexpr std::uint32_t kMostRecords = 0x00FFFFFE; ///< of a kind; more than any release has

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
    Section concepts;        ///< where each begins in conceptBytes; by system, then code
    Section conceptBytes;
    Section conceptSlots; ///< to places in conceptBytes
    Section valueSets;    ///< by OID
    Section members;      ///< concepts, rising within a value set
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

inline std::uint64_t wordAt(const char* bytes) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// All bytes of a text of fewer than eight, some of them twice: no loop, no call.
inline std::uint64_t wordOfShort(std::string_view text) noexcept {
    if (text.size() >= sizeof(std::uint32_t)) {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        std::memcpy(&first, text.data(), sizeof first);
        std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
        return std::uint64_t{last} << 32U | first;
    }
    const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])}; };
    return text.empty() ? 0 : byte(0) << 16U | byte(text.size() / 2) << 8U | byte(text.size() - 1);
}

/// Hash of a key: a code within a code system, or an identifier (scope 0).
inline std::uint64_t hashOf(std::uint64_t scope, std::string_view text) noexcept {
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    auto state = mixed(scope, text.size());
    if (text.size() < kWord) {
        return mixed(mixed(state, wordOfShort(text)), text.size());
    }
    for (std::size_t at = 0; at + kWord < text.size(); at += kWord) {
        state = mixed(state, wordAt(text.data() + at));
    }
    return mixed(mixed(state, wordAt(text.data() + text.size() - kWord)), text.size());
}

inline constexpr Slot slotOf(std::uint64_t hash, std::uint32_t record) noexcept {
    return hash >> 32U << 32U | record;
}
inline constexpr std::uint32_t recordOf(Slot slot) noexcept {
    return static_cast<std::uint32_t>(slot);
}
inline constexpr bool sameTag(Slot slot, std::uint64_t hash) noexcept {
    return slot >> 32U == hash >> 32U;
}

/// Finds changes by accident, not by intent: four lanes of 64 bits.
inline std::uint64_t checksumOf(std::string_view bytes) noexcept {
    constexpr std::uint64_t kOdd = 0xD6E8FEB86659FD93;
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const auto take = [&](const char* block) {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            lanes[i] = std::rotl((lanes[i] ^ wordAt(block + i * sizeof(std::uint64_t))) * kOdd, 29);
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
