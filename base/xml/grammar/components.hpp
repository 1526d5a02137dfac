#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::xml::grammar {

inline constexpr std::string_view kSchemaNamespace = "http://www.w3.org/2001/XMLSchema";

/// A name with its namespace, as messages write it: `{urn:hl7-org:v3}id`.
using ExpandedName = std::string;

inline ExpandedName expanded(std::string_view namespaceUri, std::string_view name) {
    return std::string{"{"}.append(namespaceUri).append("}").append(name);
}

/// The schema components (XML Schema part 1, 2.2) as the files declare them, references not yet followed.
struct AttributeUse {
    std::string name; ///< local: attributes of a document have no namespace
    ExpandedName type{};
    bool required = false;
    bool prohibited = false;
    std::optional<std::string> fixed{};
};

struct AttributeGroup {
    std::vector<AttributeUse> uses{};
    std::vector<ExpandedName> groups{};
};

struct Particle {
    enum class Kind : std::uint8_t { Element, GlobalElement, Sequence, Choice, Group };

    Kind kind = Kind::Sequence;
    ExpandedName name{}; ///< of an element or group
    ExpandedName type{}; ///< of an element declared here
    std::vector<Particle> parts{};
    std::size_t least = 1;
    std::optional<std::size_t> most = 1; ///< absent where unbounded
};

struct ComplexType {
    ExpandedName base{}; ///< empty where it is derived from none
    bool isExtension = false;
    bool isMixed = false;
    bool isAbstract = false;
    std::optional<Particle> content{};
    AttributeGroup attributes{};
};

struct SimpleType {
    enum class Kind : std::uint8_t { Restriction, List, Union };

    Kind kind = Kind::Restriction;
    std::vector<ExpandedName> of{}; ///< the base, the type of items, or the members
    std::optional<std::string> pattern{};
    std::vector<std::string> enumeration{};
    bool notEmpty = false;
};

/// The global components of a schema and of all that it includes and imports.
struct Components {
    template <class Component>
    using Named = std::map<ExpandedName, Component, std::less<>>;

    Named<ExpandedName> elements{}; ///< with their types
    Named<SimpleType> simpleTypes{};
    Named<ComplexType> complexTypes{};
    Named<Particle> groups{};
    Named<AttributeGroup> attributeGroups{};
};

} // namespace ncp::xml::grammar
