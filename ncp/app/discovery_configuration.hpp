#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app {

/// Which address counts where both the countries file and the network have one.
enum class AddressSource : std::uint8_t {
    Configured, ///< that of the countries file
    Published,  ///< that of the network; the other one while the network can't be asked or has none
};

/// How countries are found (section `discovery`).
struct DiscoveryConfiguration {
    std::string smpUrl;    ///< one SMP for all, without SML; empty: by the SML
    std::string smlDomain; ///< empty where smpUrl is given
    bool cnameNames = false;
    std::vector<std::string> nameServers;               ///< empty: those of the system
    std::vector<std::filesystem::path> smpAnchors;      ///< PEM: who vouches for SMPs' signatures
    std::vector<std::filesystem::path> smpTlsAnchors;   ///< PEM: who vouches for SMPs' servers
    std::vector<std::filesystem::path> revocationLists; ///< of the SMP anchors
    std::filesystem::path cache;                        ///< folder; empty: memory only
    AddressSource prefer = AddressSource::Configured;
    std::chrono::hours lifetime{24};
    std::chrono::hours staleness{24 * 7};
    std::chrono::seconds timeout{10};

    // what we publish
    std::string adminUrl; ///< where metadata are published; empty: smpUrl
    std::string technicalContact;
    std::string technicalInformation;
    std::chrono::hours validity{24 * 365};
};

/// An address to listen on.
struct SmpListen {
    std::string address;
    std::uint16_t port = 0;
};

/// The small SMP of this node (section `smp`).
struct SmpConfiguration {
    SmpListen listen;               ///< mutual TLS: publishing and asking
    std::optional<SmpListen> plain; ///< plain HTTP, loopback only: asking
    std::filesystem::path folder;
    std::filesystem::path key; ///< PEM, the SMP's signature key
    std::filesystem::path chain;
};

} // namespace ncp::app
