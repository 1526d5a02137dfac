#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "ncp/discovery/service_names.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace ncp::discovery {

/// A country's metadata as an SMP gave them, with the moment.
struct KeptMetadata {
    Instant fetched;
    std::string smp; ///< base URL
    std::map<Service, std::string> documents;
};

/// Keeps signed metadata on disk, a folder for each country: `<cc>/iti-55.xml`, … and `<cc>/fetched.tsv`.
/// What is read back is as untrusted as what comes from the network. Without a folder nothing is kept.
class MetadataFolder {
  public:
    explicit MetadataFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// StorageFailed when it can't be written.
    Result<void> keep(const CountryCode& country, const KeptMetadata& metadata) const;
    /// PeerNotFound when there is nothing, or nothing that can be read.
    Result<KeptMetadata> load(const CountryCode& country) const;
    void forget(const CountryCode& country) const noexcept;

  private:
    std::filesystem::path folderOf(const CountryCode& country) const;

    std::filesystem::path folder_;
};

} // namespace ncp::discovery
