#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ncp::xml {

/// Remembers what is known of the names in one document by where they stand: the parser keeps each name once,
/// and the namespace of each declaration. Forgets one name for another, which is then looked up anew. The
/// document must stay unchanged.
template <class Known>
class KnownNames {
  public:
    /// What `find()` says of the name; asked where the name is met for the first time, or was forgotten.
    template <class Find>
    const Known& get(const char* namespaceUri, const char* name, const Find& find) {
        auto& slot = slots_[slotOf(namespaceUri, name)];
        if (slot.name != name || slot.namespaceUri != namespaceUri) {
            slot = {name, namespaceUri, find()};
        }
        return slot.known;
    }

  private:
    struct Slot {
        const char* name = nullptr;
        const char* namespaceUri = nullptr;
        Known known{};
    };
    static constexpr unsigned kBits = 9;

    static std::size_t slotOf(const char* namespaceUri, const char* name) noexcept {
        constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15U;
        const auto addresses =
            reinterpret_cast<std::uintptr_t>(name) + reinterpret_cast<std::uintptr_t>(namespaceUri);
        return static_cast<std::size_t>(addresses * kSpread >> (64U - kBits));
    }

    std::array<Slot, std::size_t{1} << kBits> slots_{};
};

} // namespace ncp::xml
