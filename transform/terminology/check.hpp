#pragma once

#include "transform/finding.hpp"
#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/content.hpp"

#include <vector>

namespace ncp::transform::terminology {

/// What is wrong or odd with content that is to become a release, each with advice. What is of one kind and
/// in one place is one finding with a number and a few examples. Errors:
///  - terminology.duplicate: a code system, concept, value set or alias stands twice, or a member in its set;
///  - terminology.system_unknown: a code of a code system that is not given;
///  - terminology.target_dangling: an approved mapping to a concept that is not given;
///  - terminology.target_unnamed: an approved mapping to a concept without an English designation;
///  - terminology.member_dangling: a member of a fixed set that is not given (a warning for other sets);
///  - terminology.set_empty: a fixed set without members (a warning for other sets).
/// Warnings:
///  - terminology.english_missing: a concept that is no map's source and has no English designation;
///  - terminology.mapping_ambiguous: a concept with several approved mappings of one map and equivalence into
///    one code system, of which only the first is used where no value set decides.
std::vector<Finding> check(const Content& content);

/// What a release lacks that the release before had: terminology.shrinks, an error, for a code system, a
/// value set, a map or a language that lost more than `share` of what it had (0.05: five in a hundred) or is
/// gone.
std::vector<Finding> compare(const Catalogue& before, const Catalogue& after, double share);

} // namespace ncp::transform::terminology
