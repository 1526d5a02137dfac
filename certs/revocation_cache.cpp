#include "certs/revocation_cache.hpp"

#include "base/table.hpp"
#include "certs/digest.hpp"
#include "certs/ocsp.hpp"
#include "certs/revocation_list.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ncp::certs {
namespace {

using AnswerState = RevocationAnswer::State;

constexpr std::size_t kEntriesKept = 4096;
constexpr std::size_t kResponseLimit = std::size_t{256} * 1024;
constexpr std::size_t kListLimit = std::size_t{16} * 1024 * 1024;
constexpr std::chrono::hours kInUse{24};
constexpr std::chrono::minutes kRenewedAfter{60};
constexpr std::chrono::minutes kRenewedAtMostEvery{1};
constexpr std::chrono::minutes kListShared{30}; ///< by certificates of one issuer, before it is fetched anew

struct Known {
    bool revoked = false;
    Instant thisUpdate;
    Instant nextUpdate;
    std::string response; ///< OCSP, DER; empty where a list said it
};

/// One certificate that was asked about.
struct Entry {
    Entry(Certificate about, Certificate by) : certificate(std::move(about)), issuer(std::move(by)) {}

    const Certificate certificate;
    const Certificate issuer;
    std::mutex asking; ///< one question at a time; held while the network is waited for
    std::mutex mutex;  ///< for the rest
    std::optional<Known> known;
    std::optional<Instant> failed; ///< the last time that nobody answered
    std::string failure;
    Instant used;
    Instant learned; ///< when `known` was asked for the last time
};

/// A list with the time at which it was fetched.
struct FetchedList {
    RevocationList list;
    Instant fetched;
};

/// Revoked stays revoked until something newer says otherwise; Good ends.
std::optional<RevocationAnswer> currentAnswer(Entry& entry, Instant now, std::chrono::hours grace) {
    const std::scoped_lock lock{entry.mutex};
    entry.used = std::max(entry.used, now);
    if (!entry.known || (!entry.known->revoked && now >= entry.known->nextUpdate + grace)) {
        return std::nullopt;
    }
    return RevocationAnswer{entry.known->revoked ? AnswerState::Revoked : AnswerState::Good, {}};
}

/// An older word does not replace a newer one, however long it is good for.
void keep(Entry& entry, Known known, Instant now) {
    const std::scoped_lock lock{entry.mutex};
    entry.learned = now;
    entry.failed.reset();
    if (!entry.known || known.thisUpdate >= entry.known->thisUpdate) {
        entry.known = std::move(known);
    }
}

bool mustWait(Entry& entry, Instant now, std::chrono::seconds retryAfter) {
    const std::scoped_lock lock{entry.mutex};
    return entry.failed && now < *entry.failed + retryAfter && now >= *entry.failed;
}

bool wantsRenewal(Entry& entry, Instant now) {
    const std::scoped_lock lock{entry.mutex};
    if (now > entry.used + kInUse) {
        return false;
    }
    if (!entry.known) {
        return true;
    }
    const auto half = entry.learned + (entry.known->nextUpdate - entry.learned) / 2;
    return now >= std::max(entry.learned + kRenewedAtMostEvery,
                           std::min<Instant>(entry.learned + kRenewedAfter, half));
}

} // namespace

struct RevocationCache::State {
    State(Settings given, PlainFetch given2, const Clock& nodeClock, Logger& nodeLog)
        : settings(std::move(given)), fetch(std::move(given2)), clock(nodeClock), log(nodeLog) {}

    std::shared_ptr<Entry> entry(const Certificate& certificate, const Certificate& issuer, Instant now);
    void renew(Entry& entry, Instant now);
    Result<Known> inquire(const Entry& entry, Instant now);
    Result<Known> askResponder(const std::string& url, const Entry& entry, Instant now, Deadline deadline);
    Result<Known> askList(const std::string& url, const Entry& entry, Instant now, Deadline deadline);
    std::optional<RevocationList> keptList(const std::string& url, const Entry& entry, Instant now);
    Result<Known> adoptResponse(const std::string& der, const Entry& entry, std::string_view nonce,
                                Instant now) const;
    std::filesystem::path file(std::string_view name, std::string_view extension) const;
    void write(const std::filesystem::path& file, const std::string& bytes);
    void workInBackground(RevocationCache& cache);

    const Settings settings;
    const PlainFetch fetch;
    const Clock& clock;
    Logger& log;

    std::mutex mutex;                                                ///< for the two maps
    std::unordered_map<std::string, std::shared_ptr<Entry>> entries; ///< by certificate and issuer
    std::unordered_map<std::string, FetchedList> lists;              ///< by address

    std::mutex wakeMutex;
    std::condition_variable wake;
    std::atomic<bool> ended = false;
    std::thread background;
};

std::filesystem::path RevocationCache::State::file(std::string_view name, std::string_view extension) const {
    return settings.folder / (hex(sha256(name)) + std::string{extension});
}

void RevocationCache::State::write(const std::filesystem::path& file, const std::string& bytes) {
    if (settings.folder.empty()) {
        return;
    }
    std::error_code ignored;
    std::filesystem::create_directories(settings.folder, ignored);
    if (!writeFile(file, bytes)) {
        log.warning("revocation.not_kept", {{"file", std::string_view{file.native()}}});
    }
}

std::shared_ptr<Entry> RevocationCache::State::entry(const Certificate& certificate,
                                                     const Certificate& issuer, Instant now) {
    const auto key = certificate.sha256() + issuer.sha256();
    {
        const std::scoped_lock lock{mutex};
        if (const auto found = entries.find(key); found != entries.end()) {
            return found->second;
        }
    }
    auto made = std::make_shared<Entry>(certificate, issuer);
    made->used = now;
    if (!settings.folder.empty()) {
        const auto bytes = readFile(file(certificate.der(), ".ocsp"));
        if (auto known = bytes ? adoptResponse(*bytes, *made, {}, now) : passOn(bytes)) {
            made->known = *std::move(known);
            made->learned = now;
        }
    }
    const std::scoped_lock lock{mutex};
    if (entries.size() >= kEntriesKept) {
        entries.clear();
    }
    return entries.emplace(key, std::move(made)).first->second;
}

Result<Known> RevocationCache::State::adoptResponse(const std::string& der, const Entry& entry,
                                                    std::string_view nonce, Instant now) const {
    const auto answer = readOcspResponse(der, entry.certificate, entry.issuer, nonce, now);
    if (!answer) {
        return passOn(answer);
    }
    return Known{answer->revoked, answer->thisUpdate, answer->nextUpdate, der};
}

Result<Known> RevocationCache::State::askResponder(const std::string& url, const Entry& entry, Instant now,
                                                   Deadline deadline) {
    auto question = makeOcspRequest(entry.certificate, entry.issuer);
    const auto answer =
        fetch({url, "application/ocsp-request", std::move(question.der), kResponseLimit, deadline});
    if (!answer) {
        return passOn(answer);
    }
    auto known = adoptResponse(*answer, entry, question.nonce, now);
    if (known) {
        write(file(entry.certificate.der(), ".ocsp"), known->response);
    }
    return known;
}

std::optional<RevocationList> RevocationCache::State::keptList(const std::string& url, const Entry& entry,
                                                               Instant now) {
    const auto holds = [&](const RevocationList& list) {
        return list.isNamedAfter(entry.issuer) && list.isSignedBy(entry.issuer) && list.isCurrent(now);
    };
    const auto isYoung = [&](const RevocationList& list) {
        return now < list.thisUpdate() + (list.nextUpdate() - list.thisUpdate()) / 2;
    };
    {
        const std::scoped_lock lock{mutex};
        if (const auto found = lists.find(url);
            found != lists.end() && now < found->second.fetched + kListShared && holds(found->second.list)) {
            return found->second.list;
        }
    }
    const auto bytes = settings.folder.empty() ? fail(ErrorCode::InputRefused, "nothing is kept")
                                               : readFile(file(url, ".crl"));
    const auto read = bytes ? RevocationList::read(*bytes) : passOn(bytes);
    return read && holds(read->front()) && isYoung(read->front()) ? std::optional{read->front()}
                                                                  : std::nullopt;
}

Result<Known> RevocationCache::State::askList(const std::string& url, const Entry& entry, Instant now,
                                              Deadline deadline) {
    auto list = keptList(url, entry, now);
    if (!list) {
        const auto bytes = fetch({url, {}, {}, kListLimit, deadline});
        const auto read = bytes ? RevocationList::read(*bytes) : passOn(bytes);
        if (!read) {
            return passOn(read);
        }
        list = read->front();
        if (!list->isNamedAfter(entry.issuer) || !list->isSignedBy(entry.issuer)) {
            return failRule(ErrorCode::SignatureNotValid, "list-signer", "the list is not the issuer's");
        }
        if (!list->isCurrent(now)) {
            return failRule(ErrorCode::SignatureNotValid, "list-time", "the list is not of now");
        }
        write(file(url, ".crl"), *bytes);
        const std::scoped_lock lock{mutex};
        lists.insert_or_assign(url, FetchedList{*list, now});
    }
    return Known{list->holds(entry.certificate), list->thisUpdate(), list->nextUpdate(), {}};
}

/// The responders first: they know more. The first answer that holds counts.
Result<Known> RevocationCache::State::inquire(const Entry& entry, Instant now) {
    const auto sources = statedSources(entry.certificate);
    const auto deadline = std::chrono::steady_clock::now() + settings.timeout;
    // A responder that is slow must leave time for the lists.
    const auto half = sources.distributionPoints.empty()
                          ? deadline
                          : std::chrono::steady_clock::now() + settings.timeout / 2;
    std::string tried;
    const auto note = [&](const std::string& url, const Error& error) {
        tried += (tried.empty() ? "" : "; ") + url + ": " + error.rule + (error.rule.empty() ? "" : ": ") +
                 error.detail;
    };
    for (const auto& url : sources.responders) {
        auto known = askResponder(url, entry, now, half);
        if (known) {
            return known;
        }
        note(url, known.error());
    }
    for (const auto& url : sources.distributionPoints) {
        auto known = askList(url, entry, now, deadline);
        if (known) {
            return known;
        }
        note(url, known.error());
    }
    return failRule(ErrorCode::PeerUntrusted, "revocation-unknown",
                    tried.empty() ? "it states no source that can be asked" : tried);
}

void RevocationCache::State::renew(Entry& entry, Instant now) {
    auto found = inquire(entry, now);
    if (found) {
        keep(entry, *std::move(found), now);
        return;
    }
    log.warning("revocation.no_answer", {{"certificate", std::string_view{entry.certificate.fingerprint()}},
                                         {"cause", std::string_view{found.error().detail}}});
    const std::scoped_lock lock{entry.mutex};
    entry.failed = now;
    entry.failure = found.error().detail;
}

void RevocationCache::State::workInBackground(RevocationCache& cache) {
    std::unique_lock lock{wakeMutex};
    while (!wake.wait_for(lock, settings.period, [this] { return ended.load(); })) {
        lock.unlock();
        try {
            cache.refresh(clock.now());
        } catch (const std::exception&) {
            log.error("revocation.defect");
        }
        lock.lock();
    }
}

RevocationCache::RevocationCache(Settings settings, PlainFetch fetch, const Clock& clock, Logger& log)
    : state_(std::make_unique<State>(std::move(settings), std::move(fetch), clock, log)) {
    if (state_->settings.period.count() > 0) {
        state_->background = std::thread{[this] { state_->workInBackground(*this); }};
    }
}

RevocationCache::~RevocationCache() {
    {
        const std::scoped_lock lock{state_->wakeMutex};
        state_->ended = true;
    }
    state_->wake.notify_all();
    if (state_->background.joinable()) {
        state_->background.join();
    }
}

RevocationAnswer RevocationCache::ask(const Certificate& certificate, const Certificate& issuer, Instant now,
                                      RevocationEffort effort) {
    const auto entry = state_->entry(certificate, issuer, now);
    constexpr std::chrono::hours kNoGrace{0};
    if (auto answer = currentAnswer(*entry, now, kNoGrace)) {
        return *std::move(answer);
    }
    if (effort == RevocationEffort::KnownOnly) {
        return {AnswerState::Unknown, "not asked yet"};
    }
    {
        const std::scoped_lock asking{entry->asking};
        if (auto answer = currentAnswer(*entry, now, kNoGrace)) {
            return *std::move(answer);
        }
        if (!mustWait(*entry, now, state_->settings.retryAfter)) {
            state_->renew(*entry, now);
        }
    }
    if (auto answer = currentAnswer(*entry, now, state_->settings.acceptStale)) {
        return *std::move(answer);
    }
    const std::scoped_lock lock{entry->mutex};
    return {AnswerState::Unknown, entry->failure};
}

void RevocationCache::learn(const Certificate& certificate, const Certificate& issuer,
                            std::string_view ocspResponse, Instant now) {
    const auto entry = state_->entry(certificate, issuer, now);
    if (auto known = state_->adoptResponse(std::string{ocspResponse}, *entry, {}, now)) {
        keep(*entry, *std::move(known), now);
    }
}

std::optional<std::string> RevocationCache::response(const Certificate& certificate,
                                                     const Certificate& issuer, Instant now) {
    const auto entry = state_->entry(certificate, issuer, now);
    const std::scoped_lock lock{entry->mutex};
    entry->used = std::max(entry->used, now);
    if (!entry->known || entry->known->response.empty() || now >= entry->known->nextUpdate) {
        return std::nullopt;
    }
    return entry->known->response;
}

void RevocationCache::refresh(Instant now) {
    std::vector<std::shared_ptr<Entry>> all;
    {
        const std::scoped_lock lock{state_->mutex};
        for (const auto& [key, entry] : state_->entries) {
            all.push_back(entry);
        }
    }
    for (const auto& entry : all) {
        if (state_->ended) {
            return;
        }
        if (!wantsRenewal(*entry, now) || mustWait(*entry, now, state_->settings.retryAfter)) {
            continue;
        }
        const std::scoped_lock asking{entry->asking};
        state_->renew(*entry, now);
    }
}

} // namespace ncp::certs
