#pragma once

#include "base/result.hpp"
#include "transform/finding.hpp"
#include "transform/terminology/content.hpp"

#include <filesystem>
#include <vector>

namespace ncp::terminology {

/// What a release is made of, and what of the workbench can't be part of it.
struct ReleaseContent {
    transform::terminology::Content content;
    /// terminology.no_oid, a warning for each code system that no OID is known for, in the order of their
    /// names: how many of its concepts, members and mappings are left out.
    std::vector<transform::Finding> leftOut{};
};

/// The tables that ship with the program and, where the file is there, the workbench over them. A code system
/// that only a source names gets its OID as name. A value set whose members are all left out stays, without
/// members: nothing is checked against it.
Result<ReleaseContent> releaseContent(const std::filesystem::path& tables,
                                      const std::filesystem::path& workbench);

} // namespace ncp::terminology
