#pragma once

#include "base/result.hpp"
#include "ncp/app/exit_code.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace ncp::app::commands {

/// `ncp smp …`: what our country publishes, what others published, and the small SMP.
struct SmpOptions {
    std::filesystem::path configuration;
    std::vector<std::filesystem::path> files;
    std::vector<std::string> services; ///< names as iti-55; empty: all
    std::filesystem::path out;
    std::string country; ///< empty: all, for `verify` our own
    bool refresh = false;
    bool remove = false;
    bool json = false;
};

/// Writes the metadata of our services, unsigned, below `out`.
ExitCode buildServiceMetadata(const SmpOptions& options);
/// Puts the national signature into files of metadata; in place, or below `out`.
ExitCode signServiceMetadata(const SmpOptions& options);
/// Verifies files of national or SMP-signed metadata; Negative when one is not believed.
ExitCode verifyServiceMetadata(const SmpOptions& options);
/// What is known of countries, from where and how old; Negative when nothing usable is known of one.
ExitCode showDiscovery(const SmpOptions& options);
/// Publishes files, or the metadata of our services as they are now, or removes them; Negative when the SMP
/// refused one.
ExitCode publishServiceMetadata(const SmpOptions& options);
/// The same for all our services, without a word; gives how many were published.
Result<std::size_t> publishOwnServices(const std::filesystem::path& configuration);
/// Reads search masks, tells their fields and what is wrong with them; writes one in the schema's order.
ExitCode checkSearchMasks(const SmpOptions& options);
/// Runs the small SMP of the configuration until SIGINT or SIGTERM.
ExitCode serveSmp(const SmpOptions& options);

} // namespace ncp::app::commands
