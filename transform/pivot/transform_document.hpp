#pragma once

#include "base/result.hpp"
#include "transform/pivot/judge.hpp"

#include <string_view>

namespace ncp::transform::pivot {

/// Runs the pass with a judge and puts the result together.
Result<Transformed> transformDocument(std::string_view document, const cda::CodedElements& list, Judge& judge,
                                      Direction direction);

} // namespace ncp::transform::pivot
