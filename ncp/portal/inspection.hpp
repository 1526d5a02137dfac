#pragma once

#include "transform/finding.hpp"
#include "transform/rules/validate.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// Judges the bytes of a file that claims to be a clinical document. Shared by threads.
using Judge = std::function<std::vector<transform::Finding>(std::string_view bytes,
                                                            const transform::rules::ValidationOptions&)>;

/// A document that an operator dropped, in memory and in nobody else's session.
struct Inspection {
    std::string bytes;
    transform::rules::ValidationOptions options;
    std::vector<transform::Finding> findings;
};

} // namespace ncp::portal
