#pragma once

#include "transform/finding.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ncp::app::commands {

/// Judges `count` files on several threads and hands what was found over in the order of the files, on the
/// calling thread. No more than a few files are ahead of the one that is handed over: memory does not grow
/// with their number.
void judgeInOrder(std::size_t count, std::size_t threads,
                  const std::function<std::vector<transform::Finding>(std::size_t)>& judge,
                  const std::function<void(std::size_t, std::vector<transform::Finding>)>& handOver);

} // namespace ncp::app::commands
