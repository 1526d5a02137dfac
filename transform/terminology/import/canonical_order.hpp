#pragma once

#include "transform/terminology/content.hpp"

namespace ncp::transform::terminology::import {

/// The same content, each list in the order of its keys, so that two contents can be compared and a file that
/// is written twice is the same twice.
Content inCanonicalOrder(Content content);

} // namespace ncp::transform::terminology::import
