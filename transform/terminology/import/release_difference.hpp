#pragma once

#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/import/difference.hpp"

namespace ncp::transform::terminology::import {

/// What `content` has, lacks and says otherwise than a release: code systems, concepts that are added,
/// preferred texts in bokmål, nynorsk and English, value sets and their members, approved mappings. Concepts
/// and texts that are only in the release are not told one by one: a release is asked by code.
std::vector<Difference> difference(const Catalogue& release, const Content& content);

} // namespace ncp::transform::terminology::import
