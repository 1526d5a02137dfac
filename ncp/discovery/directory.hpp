#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "ncp/discovery/endpoint_choice.hpp"
#include "ncp/discovery/metadata_folder.hpp"
#include "ncp/discovery/peer.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "ncp/discovery/smp_client.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ncp::discovery {

/// What discovery found out about a country: immutable, shared.
struct DiscoveredCountry {
    Peer peer;
    std::optional<SearchMask> mask;
    std::map<Service, ServiceEndpoint> endpoints;
    std::map<Service, FetchedMetadata> metadata;
    std::vector<std::string> findings; ///< what the country published and could not be used
    std::string smp;                   ///< base URL
    Instant fetched;
    std::optional<Instant> expires; ///< the earliest ServiceExpirationDate
};

/// One lookup as it ended.
struct LookupReport {
    CountryCode country;
    std::string smp; ///< empty where it was not found
    std::optional<Error> error;
    std::chrono::microseconds duration{0};
};

enum class Freshness : std::uint8_t {
    Unknown, ///< nothing usable
    Fresh,   ///< younger than the lifetime
    Stale,   ///< older, served while the SMP can't be reached
};

/// What is known of a country now, for operators.
struct CountryStatus {
    CountryCode country;
    Freshness freshness = Freshness::Unknown;
    std::shared_ptr<const DiscoveredCountry> known; ///< null where nothing ever was
    std::optional<Error> lastFailure;               ///< of the lookups since the last success
    std::optional<Instant> lastFailureAt;
};

/// Finds peers by SML and SMP. What was found is used for `lifetime` and renewed before that ends; while no
/// SMP can be reached it is served for `staleness` after it was fetched, never past the service's expiration,
/// and never when a signer is no longer trusted. One lookup at a time for a country: whoever asks meanwhile
/// gets what is known, or waits for the same lookup. A failure is remembered for `failureMemory`. Safe to
/// share between threads.
class Directory final : public PeerDirectory {
  public:
    struct Settings {
        std::chrono::seconds lifetime{std::chrono::hours{24}};
        std::chrono::seconds staleness{std::chrono::hours{24 * 7}};
        std::chrono::seconds failureMemory{60};
        std::chrono::seconds timeout{10}; ///< of one lookup
    };
    struct Parts {
        Locator locator;
        SmpClient client;
        MetadataFolder folder;
        const Clock& clock;
        std::function<void(const LookupReport&)> onLookup; ///< may be empty
    };
    /// Reads and verifies what was kept on disk for these countries.
    Directory(const std::map<CountryCode, HomeCommunityId>& countries, Parts parts, Settings settings);
    ~Directory() override;
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    /// Other countries are discovered from now on; of one that stays, what is known stays.
    void renewCountries(const std::map<CountryCode, HomeCommunityId>& countries);

    Result<Peer> find(const CountryCode& country) const override;
    /// What is known does not fit what is there: looks the country up anew, unless that was done, or has
    /// failed, within `failureMemory`.
    void doubt(const CountryCode& country) const;
    /// The mask that the country published; nothing where it is not known now. Asks nobody.
    std::optional<SearchMask> searchMask(const CountryCode& country) const;
    std::vector<CountryStatus> status() const;
    CountryStatus status(const CountryCode& country) const;

    /// A lookup now, whatever is known; its outcome. InputRefused for a country that is not discovered.
    Result<std::shared_ptr<const DiscoveredCountry>> refresh(const CountryCode& country) const;
    /// Renews in the background, until this object ends: what is unknown at once, the rest before its
    /// lifetime ends.
    void keepRefreshed();

  private:
    struct Entry;
    using Known = std::shared_ptr<const DiscoveredCountry>;
    using Entries = std::map<CountryCode, std::shared_ptr<Entry>>;

    std::shared_ptr<Entry> entryOf(const CountryCode& country) const;
    Freshness freshnessOf(const DiscoveredCountry& known) const;
    bool failedLately(const Entry& entry) const;
    Result<Known> lookUp(Entry& entry) const;
    Result<Known> discover(const Entry& entry, std::string& smp) const;
    Result<Known> discoverGuarded(const Entry& entry, std::string& smp) const noexcept;
    Known loadKept(const Entry& entry) const;
    bool isDue(const Entry& entry) const;
    bool stopped();
    void refreshUntilStopped();

    Parts parts_;
    Settings settings_;
    Current<Entries> entries_;
    std::mutex stopping_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread refresher_;
};

} // namespace ncp::discovery
