#pragma once

#include "transform/rules/rule.hpp"

#include <span>
#include <string_view>

namespace ncp::transform::rules {

/// What stands in the column `argument` of a rule of this kind.
enum class ArgumentKind : std::uint8_t {
    None,    ///< `-`
    Count,   ///< a number
    List,    ///< name of a list, or values with | between them
    Pattern, ///< name of a pattern
};

/// A kind of check: its name in the tables, what it takes, what it expects in words of no language.
struct CheckKind {
    std::string_view name;
    ArgumentKind argument;
    Check check;
    std::string_view expected; ///< empty: made from target and argument
};

std::span<const CheckKind> checkKinds() noexcept;

/// An element as a reader recognizes it: name and the attributes that carry its meaning, shortened.
std::string describe(xml::Node element);

/// A value as a report shows it: its beginning, where it is long.
std::string shorten(std::string text);

} // namespace ncp::transform::rules
