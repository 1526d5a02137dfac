#pragma once

#include "transform/finding.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ncp::app::commands {

/// A file that was judged: what was found, and its bytes, to show where.
struct JudgedDocument {
    std::vector<transform::Finding> findings;
    std::string bytes;
};

/// Judges `count` files on several threads and hands what was found over in the order of the files, on the
/// calling thread, until all were or `handOver` says false. No more than a few files are ahead of the one
/// that is handed over: memory does not grow with their number. Gives how many were handed over.
std::size_t judgeInOrder(std::size_t count, std::size_t threads,
                         const std::function<JudgedDocument(std::size_t)>& judge,
                         const std::function<bool(std::size_t, JudgedDocument)>& handOver);

} // namespace ncp::app::commands
