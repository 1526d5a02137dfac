#pragma once

#include "base/xml/known_names.hpp"
#include "base/xml/stream.hpp"
#include "transform/cda/coded_elements.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ncp::transform::pivot {

/// What a pass asks of an element's name.
struct TagName {
    cda::ElementName listed;
    bool translation = false;
    bool originalText = false;
    bool qualifier = false;
};

/// The attributes that state a code, in the order in which they are written.
inline constexpr std::array<std::string_view, 5> kCodeAttributes{"code", "codeSystem", "codeSystemName",
                                                                 "codeSystemVersion", "displayName"};
enum class CodeAttribute : std::uint8_t { Code, System, SystemName, Version, Display, NullFlavor };

/// Those of one tag, all found in one pass over its attributes.
class CodeAttributes {
  public:
    void read(const xml::StartTag& tag) {
        present_ = 0;
        for (std::size_t i = 0; i < tag.attributeCount(); ++i) {
            const auto attribute = tag.attribute(i);
            if (attribute.namespaceAddress != nullptr) {
                continue;
            }
            if (const auto which = names_.get(nullptr, attribute.nameAddress,
                                              [&] { return indexOf(attribute.nameAddress); });
                which < values_.size()) {
                values_[which] = attribute.value;
                present_ |= 1U << which;
            }
        }
    }

    bool any() const noexcept { return present_ != 0; }
    bool has(CodeAttribute which) const noexcept {
        return (present_ & (1U << static_cast<unsigned>(which))) != 0;
    }
    /// Empty where there is none.
    std::string_view value(CodeAttribute which) const noexcept {
        return has(which) ? values_[static_cast<std::size_t>(which)] : std::string_view{};
    }
    std::optional<std::string_view> find(std::size_t which) const noexcept {
        return (present_ & (1U << which)) != 0 ? std::optional{values_[which]} : std::nullopt;
    }

  private:
    static std::size_t indexOf(std::string_view name) noexcept {
        std::size_t i = 0;
        while (i < kCodeAttributes.size() && kCodeAttributes[i] != name) {
            ++i;
        }
        return i < kCodeAttributes.size() || name == "nullFlavor" ? i : i + 1;
    }

    xml::KnownNames<std::size_t> names_;
    std::array<std::string_view, kCodeAttributes.size() + 1> values_{};
    unsigned present_ = 0;
};

} // namespace ncp::transform::pivot
