#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "transform/terminology/import/approval.hpp"
#include "transform/terminology/import/content_builder.hpp"
#include "transform/terminology/import/difference.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ncp::terminology {

/// Who changes the content, with what, and when; for the log of the work.
struct Work {
    std::string author;
    std::string what; ///< the files, or what was approved
    Instant time;
};

/// A row of the log of the work.
struct WorkLogEntry {
    Instant time;
    bool approval = false; ///< else an import
    std::string author;
    std::string what;
    std::int64_t added = 0;
    std::int64_t removed = 0;
    std::int64_t changed = 0;
};

/// The content that releases are built from, in a SQLite file of its own. Each import and each approval is
/// one transaction: all of it is there afterwards, or nothing. Several programs may use the file, one at a
/// time writes.
class Workbench {
  public:
    using Differences = std::vector<transform::terminology::import::Difference>;

    /// Makes the file where it is missing. StorageFailed for a file of another kind.
    static Result<Workbench> open(const std::filesystem::path& file);

    Workbench(Workbench&&) noexcept;
    Workbench& operator=(Workbench&&) noexcept;
    ~Workbench();

    /// All of it, in canonical order.
    Result<transform::terminology::Content> content();
    /// Merges what was read (transform/terminology/import/merge.hpp) and gives what it changed. InputRefused
    /// when anything was refused while it was read: then nothing is changed.
    Result<Differences> import(const transform::terminology::import::Reading& reading, const Work& work);
    /// Approves what the selection names and gives what it changed.
    Result<Differences> approve(const transform::terminology::import::ApprovalSelection& selection,
                                const Work& work);
    /// The newest first.
    Result<std::vector<WorkLogEntry>> log(std::size_t limit);

  private:
    struct State;
    explicit Workbench(std::unique_ptr<State> state) noexcept;

    std::unique_ptr<State> state_;
};

} // namespace ncp::terminology
