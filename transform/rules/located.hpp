#pragma once

#include "base/xml/document.hpp"
#include "transform/finding.hpp"
#include "transform/rules/rule.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ncp::transform::rules {

/// A finding whose path is not written yet: that costs a walk over siblings, and is needed for those alone
/// that somebody will read.
struct Located {
    Finding finding;
    xml::Node element;
};

/// The finding that a rule gives at an element.
Located findingOf(const Rule& rule, xml::Node element, std::string found, Origin origin);

/// As many findings of a document are listed one by one: nobody mends more at a time, and a hostile document
/// must not make megabytes of report.
inline constexpr std::size_t kMostListed = 1000;

/// In document order, each place of a rule once with all that was expected there, and with their paths: the
/// first `kMostListed`, then for each rule that has more one finding whose `occurrences` count the rest.
std::vector<Finding> listed(std::vector<Located> findings);

} // namespace ncp::transform::rules
