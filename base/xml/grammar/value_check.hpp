#pragma once

#include "base/xml/grammar/pattern.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::xml::grammar {

/// A simple type of XML Schema. It may refuse a value that the type has (white space to collapse, letters
/// beyond ASCII in a pattern), and never accepts one that the type has not.
class ValueCheck {
  public:
    ValueCheck() = default;
    ValueCheck(const ValueCheck&) = delete;
    ValueCheck& operator=(const ValueCheck&) = delete;
    virtual ~ValueCheck() = default;

    virtual bool accepts(std::string_view value) const = 0;
};

using ValueCheckPointer = std::shared_ptr<const ValueCheck>;

/// A type that XML Schema brings with it, by its name; null for those that no document of ours needs.
ValueCheckPointer builtIn(std::string_view name);

/// Narrowed by facets: a value has to be one of `base`, too.
ValueCheckPointer withPattern(ValueCheckPointer base, Pattern pattern);
ValueCheckPointer withEnumeration(const ValueCheckPointer& base, std::span<const std::string> values);
ValueCheckPointer notEmpty(ValueCheckPointer base);

/// One value or several, a blank between them.
ValueCheckPointer listOf(ValueCheckPointer item);
ValueCheckPointer anyOf(std::vector<ValueCheckPointer> members);

} // namespace ncp::xml::grammar
