#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// A name that a rule asks for, as a number; 0 is every name that none asks for.
using NameId = std::uint16_t;
inline constexpr NameId kOtherName = 0;

/// Namespaces that rules tell apart: HL7 v3, the pharmacy extension of today, and that of epSOS.
enum class Space : std::uint8_t { Hl7, Pharmacy, Epsos };

/// The names of elements and attributes that a set of rules asks for. Grows while rules are read, then stays.
class Names {
  public:
    NameId addElement(Space space, std::string_view name);
    /// `xsi:type` is the attribute type of XML Schema instances.
    NameId addAttribute(std::string_view name);

    NameId element(std::string_view namespaceUri, std::string_view name) const noexcept;
    NameId attribute(std::string_view namespaceUri, std::string_view name) const noexcept;

    std::size_t elementCount() const noexcept { return elementCount_; }     ///< numbers in use, 0 included
    std::size_t attributeCount() const noexcept { return attributeCount_; } ///< numbers in use, 0 included

  private:
    using Numbers = std::map<std::string, NameId, std::less<>>;

    std::array<Numbers, 3> elements_; ///< by namespace
    Numbers attributes_;
    NameId elementCount_ = 1;
    NameId attributeCount_ = 1;
};

} // namespace ncp::transform::rules
