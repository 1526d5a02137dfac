#pragma once

#include "base/identifiers.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "certs/credential_source.hpp"
#include "ncp/app/configuration_fault.hpp"
#include "ncp/app/country_configuration.hpp"
#include "ncp/app/discovery_configuration.hpp"
#include "transform/rules/policy.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

/// Who we are in the network.
struct NodeIdentity {
    CountryCode country;
    std::string name; ///< of the national contact point, for people
    HomeCommunityId homeCommunityId;
    Language language; ///< into which pivot documents are translated, `nb-NO`
};

struct ListenAddress {
    std::string address; ///< IP address
    std::uint16_t port = 0;
};

struct ListenConfiguration {
    ListenAddress ncp;                   ///< mutual TLS, for the other countries
    std::optional<ListenAddress> portal; ///< plain HTTP, loopback only; absent when the portal is off
    ListenAddress admin;                 ///< plain HTTP, loopback only
};

/// Our TLS keys, at least one of each: the newest that is valid is shown.
struct TlsConfiguration {
    std::vector<certs::CredentialSource> server;
    std::vector<certs::CredentialSource> client;
    bool staple = false; ///< the server shows its own OCSP response
};

/// How it is found out whether a certificate was revoked (RFC 5280, RFC 6960).
struct RevocationConfiguration {
    bool always = false;               ///< refused without an answer, also where nothing states a source
    std::chrono::hours acceptStale{0}; ///< how long after its end an answer still counts when no newer one
                                       ///< can be had; 0: not at all
    std::chrono::seconds fetchTimeout{4};
    std::filesystem::path cache; ///< folder of answers that survive a restart; empty: memory only
};

/// PEM files of the authorities that we trust, by what for, and their revocation lists.
struct TrustConfiguration {
    std::vector<std::filesystem::path> tlsServerAnchors;
    std::vector<std::filesystem::path> tlsClientAnchors;
    std::vector<std::filesystem::path> signatureAnchors;
    std::vector<std::filesystem::path> revocationLists;
    std::filesystem::path anchorCountries; ///< whom each anchor speaks for; empty: no limit
    RevocationConfiguration revocation;
};

enum class NationalType : std::uint8_t { Folder };

/// Where our own citizens' documents come from (country A).
struct NationalConfiguration {
    NationalType type = NationalType::Folder;
    std::filesystem::path path;
    std::optional<std::filesystem::path> dispensations; ///< where they are kept; absent: none are taken
    bool demographicSearch = false; ///< patients may be found by name and birth date, without an identifier
    std::chrono::seconds rescan{2};
    std::size_t cacheBytes = 0;
};

struct LimitsConfiguration {
    std::size_t bodyBytes = std::size_t{16} * 1024 * 1024;
    std::size_t connections = 512;
    std::size_t concurrentRequests = 64;
    std::size_t connectionsPerAddress = 256;
    std::size_t handshakes = 64;                                 ///< TLS handshakes that run at the same time
    std::size_t bodyTotalBytes = std::size_t{256} * 1024 * 1024; ///< of all requests that are being read
    RequestLimits requests;                                      ///< of a country without limits of its own
    std::size_t rowsPerAddress = 30; ///< audit rows a minute for what an address sends without a certificate
    std::chrono::seconds headerTimeout{10};
    std::chrono::seconds bodyTimeout{30};
    std::chrono::seconds idleTimeout{15};
    std::chrono::seconds transactionTimeout{120}; ///< below the 180 s that a peer waits
    std::chrono::hours replayWindow{24};          ///< how long answered message ids are remembered
};

/// Directories of data; each stands below the data directory unless the file says otherwise.
struct DataDirectories {
    std::filesystem::path texts;
    std::filesystem::path terminology;
    std::filesystem::path policies;
    std::filesystem::path searchMasks;
};

struct PortalConfiguration {
    bool enabled = false;
    std::filesystem::path identities;
    std::vector<TextLanguage> languages; ///< on offer, the first is the default
};

struct LogConfiguration {
    LogLevel level = LogLevel::Info;
    std::string file = "-"; ///< "-" is the standard error stream
};

/// Everything that a node is told: an immutable snapshot. Paths are absolute.
struct NodeConfiguration {
    std::filesystem::path file; ///< where it was read from
    NodeIdentity node;
    ListenConfiguration listen;
    TlsConfiguration tls;
    std::vector<certs::CredentialSource> signature; ///< at least one; the newest that is valid signs
    TrustConfiguration trust;
    std::optional<NationalConfiguration> national; ///< absent: the node only asks (country B)
    std::filesystem::path storeFile;
    std::chrono::hours dispensationLife{}; ///< how long settled reports of ours are kept
    LimitsConfiguration limits;
    transform::rules::Policies validation; ///< of documents of countries without policies of their own
    DataDirectories data;
    std::filesystem::path
        terminologyReleases; ///< folder of releases; empty: the tables of `data.terminology`
    PortalConfiguration portal;
    LogConfiguration log;
    std::chrono::seconds watchFiles{5};              ///< how often files are looked at for changes
    std::optional<DiscoveryConfiguration> discovery; ///< absent: countries are where the countries file says
    std::optional<SmpConfiguration> smp;             ///< absent: the node is no SMP
    std::filesystem::path countriesFile;
    std::vector<CountryConfiguration> countries; ///< in the order of the file, our own among them
};

/// Reads a node's configuration and the countries file that it names. Unknown, duplicate and missing fields,
/// values of a wrong form and files that are not there are faults; ConfigurationInvalid lists all of them,
/// one a line. Relative paths count from the configuration file's directory; `dataDirectory` is where texts,
/// terminology, policies and search masks are unless the file names other directories.
Result<NodeConfiguration> loadConfiguration(const std::filesystem::path& file,
                                            const std::filesystem::path& dataDirectory);

/// The node's own file alone, `countries` left empty: for what is renewed whatever state the countries file
/// is in.
Result<NodeConfiguration> loadWithoutCountries(const std::filesystem::path& file,
                                               const std::filesystem::path& dataDirectory);
/// The countries file of a node as it is now. ConfigurationInvalid lists all faults, one a line.
Result<std::vector<CountryConfiguration>> loadCountries(const NodeConfiguration& configuration);

/// The faults that `loadConfiguration` would fail with; none when it would succeed.
std::vector<ConfigurationFault> checkConfiguration(const std::filesystem::path& file,
                                                   const std::filesystem::path& dataDirectory);

/// What is in force, defaults included, as YAML. Holds no secret (keys are named by their files).
std::string toDisplay(const NodeConfiguration& configuration);

/// The country with this code (upper case); null when the configuration has none.
const CountryConfiguration* findCountry(const NodeConfiguration& configuration,
                                        std::string_view code) noexcept;

} // namespace ncp::app
