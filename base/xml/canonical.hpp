#pragma once

#include "base/xml/document.hpp"

#include <string>

namespace ncp::xml {

/// Exclusive C14N 1.0 without comments of the whole document: what golden files are compared by.
std::string exclusiveCanonical(const Document& document);
/// Inclusive C14N 1.0 without comments of one element with its subtree; every namespace in scope is part of
/// it, so that equal text means equal meaning (also of QNames in values).
std::string inclusiveCanonical(Node element);

} // namespace ncp::xml
