#pragma once

#include "base/xml/document.hpp"

#include <string>

namespace ncp::xml {

/// Exclusive C14N 1.0 without comments of the whole document: what golden files are compared by.
std::string exclusiveCanonical(const Document& document);

} // namespace ncp::xml
