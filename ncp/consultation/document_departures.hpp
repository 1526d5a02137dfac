#pragma once

#include "base/xml/document.hpp"

#include <string>
#include <vector>

namespace ncp::consultation {

inline constexpr std::string_view kNestedTranslationTolerance = "document.nested-translation";

/// Names of the tolerances that a received CDA needs, each once.
std::vector<std::string> departuresOf(const xml::Document& document);

} // namespace ncp::consultation
