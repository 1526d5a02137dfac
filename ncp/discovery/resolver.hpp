#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ncp/discovery/naptr.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace ncp::discovery {

/// Asks the DNS for NAPTR records. Answers are not validated by DNSSEC: what they lead to is believed for its
/// signatures alone. Safe to share between threads.
class Resolver {
  public:
    struct Settings {
        std::vector<std::string> nameServers;     ///< address or address:port; empty: those of the system
        std::chrono::milliseconds timeout{2'000}; ///< of one try; three are made
    };
    /// Not while another thread makes one.
    explicit Resolver(Settings settings);

    /// The records of that name, as the DNS has them; over TCP where an answer is too long for UDP.
    /// PeerNotFound when the name or such a record does not exist; DiscoveryNotPossible when no server
    /// answered in time, or none sensibly.
    Result<std::vector<NaptrRecord>> naptr(const std::string& name, Deadline deadline) const;

  private:
    class Library;

    std::shared_ptr<const Library> library_;
    Settings settings_;
};

} // namespace ncp::discovery
