#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "transform/terminology/catalogue.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::terminology {

/// What is written down beside the snapshot of a release.
struct Manifest {
    std::string name;     ///< of the release
    std::string previous; ///< the release that was current when it was built; empty for the first
    Instant built;
    std::string sha256; ///< of the snapshot file, 64 hexadecimal digits
    std::uint64_t bytes = 0;
    transform::terminology::Counts counts;
    std::vector<std::string> languages; ///< BCP 47 tags
};

/// A folder of releases: `<name>.snapshot` with `<name>.json` beside it, and `current`, a file that holds the
/// name of the one in force. Every file is written aside and renamed into place, none is ever changed: a node
/// may have it mapped. Several programs may use the folder at the same time.
class ReleaseStore {
  public:
    explicit ReleaseStore(std::filesystem::path directory) : directory_(std::move(directory)) {}

    const std::filesystem::path& directory() const noexcept { return directory_; }
    std::filesystem::path pointer() const { return directory_ / "current"; }

    /// The name of the release in force. InputRefused when there is none, or the pointer holds no name.
    Result<std::string> current() const;
    /// The release in force, or one by name, mapped and checked (format, fast checksum, every offset).
    Result<transform::terminology::Catalogue> openCurrent() const;
    Result<transform::terminology::Catalogue> open(std::string_view name) const;
    /// Every release with a readable manifest, the oldest first.
    std::vector<Manifest> releases() const;
    Result<Manifest> manifest(std::string_view name) const;

    /// Keeps a snapshot as a release of its own name and gives its manifest; it is not in force yet.
    /// InputRefused when a release of that name is there, or the name is no name.
    Result<Manifest> add(std::string_view image, std::string_view previous, Instant now) const;
    /// Compares the SHA-256 of a release's file with its manifest; InputRefused when they differ.
    Result<void> verify(std::string_view name) const;
    /// Puts a release in force that verifies and opens.
    Result<void> makeCurrent(std::string_view name) const;

    /// Letters, digits, `.`, `_` and `-`, 1 to 64, not a dot first.
    static bool isName(std::string_view name) noexcept;

  private:
    std::filesystem::path snapshotOf(std::string_view name) const;
    std::filesystem::path manifestOf(std::string_view name) const;

    std::filesystem::path directory_;
};

} // namespace ncp::terminology
