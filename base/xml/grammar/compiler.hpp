#pragma once

#include "base/result.hpp"
#include "base/xml/grammar/components.hpp"
#include "base/xml/grammar/tables.hpp"

namespace ncp::xml::grammar {

/// Makes the tables of a schema that a schema processor has found right (no circles, no contradictions).
/// ConfigurationInvalid for what the tables can't tell: elements of simple types, an element name that has
/// two types in one content model, patterns and types that are not understood.
Result<Tables> compile(const Components& components);

} // namespace ncp::xml::grammar
