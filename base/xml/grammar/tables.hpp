#pragma once

#include "base/xml/grammar/automaton.hpp"
#include "base/xml/grammar/components.hpp"
#include "base/xml/grammar/value_check.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ncp::xml::grammar {

/// The number of a name that the schema has; 0 is every other name.
using NameId = std::uint16_t;
inline constexpr NameId kNoName = 0;
/// The number of a complex type.
using TypeId = std::uint16_t;

/// What an attribute may hold.
struct AttributeRule {
    NameId name;
    ValueCheckPointer value;
    std::optional<std::string> fixed{};
    bool isId = false;
    std::uint32_t requirement = 0; ///< its bit among the type's required attributes; 0 where it may be absent
};

/// What an element of a complex type may hold.
struct ElementRule {
    struct Child {
        NameId name;
        TypeId type;
    };

    std::optional<TypeId> base{};
    bool isAbstract = false;
    bool isMixed = false;

    std::vector<Child> children{};           ///< by the symbol of `content`
    std::vector<std::uint8_t> childNumber{}; ///< by name: symbol and one more; 0 where it has no place here
    Automaton content{};

    std::vector<AttributeRule> attributes{};
    std::vector<std::uint8_t>
        attributeNumber{};          ///< by name: index and one more; 0 where it has no place here
    std::uint32_t requirements = 0; ///< bits of all required attributes
};

/// A compiled schema.
struct Tables {
    template <class Number>
    using Numbers = std::map<std::string, Number, std::less<>>;

    Numbers<NameId> elements{};       ///< by expanded name
    Numbers<NameId> attributes{};     ///< by local name
    Numbers<TypeId> types{};          ///< complex types by expanded name
    std::map<NameId, TypeId> roots{}; ///< types of the global elements
    std::vector<ElementRule> rules{}; ///< by type
};

} // namespace ncp::xml::grammar
