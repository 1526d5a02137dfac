#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/values.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ncp::transform::dispensation {

/// More packages than that are no dispensation, in what we read and in what we write.
inline constexpr std::uint32_t kMostPackages = 9999;

/// A number of packages: a positive integer up to kMostPackages, with or without a fraction of zeros ("2",
/// "2.0").
std::optional<std::uint32_t> packageCount(std::string_view text);

/// Child elements `id` that have a root, trimmed; those with a nullFlavor are none.
std::vector<cda::Identifier> identifiers(xml::Node parent);
std::optional<cda::Identifier> firstIdentifier(xml::Node parent);

/// False for an act that says that it did not take place or is not in force: denied (negationInd), or of such
/// a status (`cda::isInForce`).
bool isInForce(xml::Node act);

} // namespace ncp::transform::dispensation
