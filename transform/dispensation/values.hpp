#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/values.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ncp::transform::dispensation {

/// A number of packages: a positive integer up to 9999, with or without a fraction of zeros ("2", "2.0").
std::optional<std::uint32_t> packageCount(std::string_view text);

/// Child elements `id` that have a root, trimmed; those with a nullFlavor are none.
std::vector<cda::Identifier> identifiers(xml::Node parent);
std::optional<cda::Identifier> firstIdentifier(xml::Node parent);

/// Root and extension agree; the assigner's name doesn't count.
bool sameIdentifier(const cda::Identifier& a, const cda::Identifier& b) noexcept;

} // namespace ncp::transform::dispensation
