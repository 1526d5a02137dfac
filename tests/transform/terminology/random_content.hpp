#pragma once

#include "transform/terminology/content.hpp"

#include <cstdint>

namespace ncp::test {

/// Content of any shape that a release may have; the same for the same seed. Names nothing real.
transform::terminology::Content randomContent(std::uint32_t seed);

} // namespace ncp::test
