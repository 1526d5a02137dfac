#include "ncp/discovery/directory.hpp"

#include "ncp/discovery/country_assembly.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace ncp::discovery {
namespace {

using std::chrono::steady_clock;

/// How often the background looks whether something is to be renewed.
constexpr std::chrono::seconds kTick{5};

/// What is looked up. The address of ITI-38 serves ITI-39 too, as every peer holds it.
constexpr std::array<Service, 4> kLookedUp{Service::PatientDiscovery, Service::Query, Service::Provide,
                                           Service::SearchMask};

bool isNeeded(Service service) {
    return service == Service::PatientDiscovery || service == Service::Query;
}

} // namespace

/// One country. `mutex` guards all but code and community.
struct Directory::Entry {
    Entry(CountryCode code, HomeCommunityId id) : country(std::move(code)), community(std::move(id)) {}

    const CountryCode country;
    const HomeCommunityId community;
    mutable std::mutex mutex;
    std::condition_variable finished;
    Known known;
    bool looking = false;
    std::uint64_t lookups = 0; ///< ended ones
    std::optional<Error> lastFailure;
    std::optional<Instant> lastFailureAt;
};

Directory::Directory(const std::map<CountryCode, HomeCommunityId>& countries, Parts parts, Settings settings)
    : parts_(std::move(parts)), settings_(settings), entries_(std::make_shared<const Entries>()) {
    renewCountries(countries);
}

void Directory::renewCountries(const std::map<CountryCode, HomeCommunityId>& countries) {
    const auto former = entries_.get();
    Entries entries;
    for (const auto& [country, community] : countries) {
        const auto known = former->find(country);
        if (known != former->end() && known->second->community == community) {
            entries.insert(*known);
            continue;
        }
        auto entry = std::make_shared<Entry>(country, community);
        entry->known = loadKept(*entry);
        entries.emplace(country, std::move(entry));
    }
    entries_.replace(std::make_shared<const Entries>(std::move(entries)));
}

Directory::~Directory() {
    {
        const std::scoped_lock lock{stopping_};
        stop_ = true;
    }
    wake_.notify_all();
    if (refresher_.joinable()) {
        refresher_.join();
    }
}

std::shared_ptr<Directory::Entry> Directory::entryOf(const CountryCode& country) const {
    const auto entries = entries_.get();
    const auto found = entries->find(country);
    return found == entries->end() ? nullptr : found->second;
}

Directory::Known Directory::loadKept(const Entry& entry) const {
    const auto kept = parts_.folder.load(entry.country);
    const auto now = parts_.clock.now();
    if (!kept || kept->fetched > now) {
        return nullptr;
    }
    std::map<Service, FetchedMetadata> verified;
    for (const auto& [service, bytes] : kept->documents) {
        if (auto metadata = parts_.client.verify(bytes, entry.country)) {
            verified.emplace(service, *std::move(metadata));
        }
    }
    auto country =
        assembleCountry(entry.country, entry.community, std::move(verified), kept->smp, kept->fetched, now);
    return country ? std::make_shared<const DiscoveredCountry>(*std::move(country)) : nullptr;
}

Freshness Directory::freshnessOf(const DiscoveredCountry& known) const {
    const auto now = parts_.clock.now();
    const auto age = now - known.fetched;
    if ((known.expires && now >= *known.expires) || age > settings_.staleness || age < age.zero()) {
        return Freshness::Unknown;
    }
    for (const auto& [service, metadata] : known.metadata) {
        if (!parts_.client.checkSigners(metadata.metadata)) {
            return Freshness::Unknown;
        }
    }
    return age < settings_.lifetime ? Freshness::Fresh : Freshness::Stale;
}

bool Directory::failedLately(const Entry& entry) const {
    return entry.lastFailureAt && parts_.clock.now() - *entry.lastFailureAt < settings_.failureMemory;
}

Result<Directory::Known> Directory::discover(const Entry& entry, std::string& smp) const {
    const auto deadline = steady_clock::now() + settings_.timeout;
    const auto found = parts_.locator.smpOf(entry.country, deadline);
    if (!found) {
        return passOn(found);
    }
    smp = *found;
    std::map<Service, FetchedMetadata> metadata;
    std::vector<std::string> findings;
    for (const auto service : kLookedUp) {
        auto fetched = parts_.client.fetch(smp, entry.country, service, deadline);
        if (fetched) {
            metadata.emplace(service, *std::move(fetched));
        } else if (isNeeded(service) || fetched.error().code == ErrorCode::DiscoveryNotPossible) {
            return passOn(fetched);
        } else if (fetched.error().code != ErrorCode::PeerNotFound) {
            findings.push_back(std::string{name(service)} + ": " + fetched.error().detail);
        }
    }
    const auto now = parts_.clock.now();
    KeptMetadata kept{now, smp, {}};
    for (const auto& [service, one] : metadata) {
        kept.documents.emplace(service, one.bytes);
    }
    auto country = assembleCountry(entry.country, entry.community, std::move(metadata), smp, now, now);
    if (!country) {
        return passOn(country);
    }
    country->findings.insert(country->findings.begin(), findings.begin(), findings.end());
    if (const auto stored = parts_.folder.keep(entry.country, kept); !stored) {
        country->findings.push_back("not kept on disk: " + stored.error().detail);
    }
    return std::make_shared<const DiscoveredCountry>(*std::move(country));
}

/// Whatever happens, the lookup ends and whoever waits for it is told.
Result<Directory::Known> Directory::discoverGuarded(const Entry& entry, std::string& smp) const noexcept {
    try {
        return discover(entry, smp);
    } catch (const std::exception&) {
        return fail(ErrorCode::Internal, "the lookup failed by a defect");
    }
}

/// The one lookup of the country; the caller has set `looking`.
Result<Directory::Known> Directory::lookUp(Entry& entry) const {
    const auto started = steady_clock::now();
    std::string smp;
    auto outcome = discoverGuarded(entry, smp);
    if (!outcome && outcome.error().code == ErrorCode::PeerNotFound) {
        parts_.folder.forget(entry.country);
    }
    {
        const std::scoped_lock lock{entry.mutex};
        entry.looking = false;
        ++entry.lookups;
        if (outcome) {
            entry.known = *outcome;
            entry.lastFailure.reset();
            entry.lastFailureAt.reset();
        } else {
            if (outcome.error().code == ErrorCode::PeerNotFound) {
                entry.known = nullptr; // withdrawn: the network was there and said so
            }
            entry.lastFailure = outcome.error();
            entry.lastFailureAt = parts_.clock.now();
        }
    }
    entry.finished.notify_all();
    if (parts_.onLookup) {
        parts_.onLookup(
            {entry.country, smp, outcome ? std::nullopt : std::optional{outcome.error()},
             std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started)});
    }
    return outcome;
}

Result<Peer> Directory::find(const CountryCode& country) const {
    auto entry = entryOf(country);
    if (entry == nullptr) {
        return fail(ErrorCode::InputRefused, "country " + country.str() + " is not connected");
    }
    std::unique_lock lock{entry->mutex};
    const auto freshness = entry->known ? freshnessOf(*entry->known) : Freshness::Unknown;
    const bool usable = freshness != Freshness::Unknown;
    if (freshness == Freshness::Fresh || (usable && (entry->looking || failedLately(*entry)))) {
        return entry->known->peer;
    }
    if (failedLately(*entry) && !entry->looking) {
        return tl::unexpected{*entry->lastFailure};
    }
    if (entry->looking) {
        const auto before = entry->lookups;
        entry->finished.wait_for(lock, settings_.timeout + std::chrono::seconds{5},
                                 [&] { return entry->lookups != before; });
    } else {
        entry->looking = true;
        lock.unlock();
        static_cast<void>(lookUp(*entry));
        lock.lock();
    }
    if (entry->known && freshnessOf(*entry->known) != Freshness::Unknown) {
        return entry->known->peer;
    }
    return entry->lastFailure ? Result<Peer>{tl::unexpected{*entry->lastFailure}}
                              : fail(ErrorCode::DiscoveryNotPossible, "the lookup has not ended in time");
}

void Directory::doubt(const CountryCode& country) const {
    auto entry = entryOf(country);
    if (entry == nullptr) {
        return;
    }
    {
        const std::scoped_lock lock{entry->mutex};
        const bool recent =
            entry->known && parts_.clock.now() - entry->known->fetched < settings_.failureMemory;
        if (entry->looking || recent || failedLately(*entry)) {
            return;
        }
        entry->looking = true;
    }
    static_cast<void>(lookUp(*entry));
}

std::optional<SearchMask> Directory::searchMask(const CountryCode& country) const {
    const auto now = status(country);
    return now.freshness == Freshness::Unknown ? std::nullopt : now.known->mask;
}

CountryStatus Directory::status(const CountryCode& country) const {
    CountryStatus status{country, Freshness::Unknown, nullptr, std::nullopt, std::nullopt};
    if (const auto entry = entryOf(country)) {
        const std::scoped_lock lock{entry->mutex};
        status.known = entry->known;
        status.lastFailure = entry->lastFailure;
        status.lastFailureAt = entry->lastFailureAt;
    }
    if (status.known) {
        status.freshness = freshnessOf(*status.known);
    }
    return status;
}

std::vector<CountryStatus> Directory::status() const {
    std::vector<CountryStatus> all;
    const auto entries = entries_.get();
    for (const auto& [country, entry] : *entries) {
        all.push_back(status(country));
    }
    return all;
}

Result<std::shared_ptr<const DiscoveredCountry>> Directory::refresh(const CountryCode& country) const {
    auto entry = entryOf(country);
    if (entry == nullptr) {
        return fail(ErrorCode::InputRefused, "country " + country.str() + " is not discovered");
    }
    {
        std::unique_lock lock{entry->mutex};
        entry->finished.wait(lock, [&] { return !entry->looking; });
        entry->looking = true;
    }
    return lookUp(*entry);
}

/// Unknown, or in the last fifth of its lifetime; not while a failure is remembered.
bool Directory::isDue(const Entry& entry) const {
    const std::scoped_lock lock{entry.mutex};
    if (entry.looking || failedLately(entry)) {
        return false;
    }
    return !entry.known || freshnessOf(*entry.known) == Freshness::Unknown ||
           parts_.clock.now() - entry.known->fetched > settings_.lifetime * 4 / 5;
}

bool Directory::stopped() {
    const std::scoped_lock lock{stopping_};
    return stop_;
}

void Directory::refreshUntilStopped() {
    std::unique_lock lock{stopping_};
    while (!stop_) {
        lock.unlock();
        const auto entries = entries_.get();
        for (const auto& [country, entry] : *entries) {
            if (isDue(*entry) && !stopped()) {
                static_cast<void>(refresh(country));
            }
        }
        lock.lock();
        wake_.wait_for(lock, kTick, [&] { return stop_; });
    }
}

void Directory::keepRefreshed() {
    refresher_ = std::thread{[this] { refreshUntilStopped(); }};
}

} // namespace ncp::discovery
