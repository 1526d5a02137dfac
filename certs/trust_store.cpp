#include "certs/trust_store.hpp"

#include "base/table.hpp"
#include "certs/anchor_countries.hpp"
#include "certs/bounded_cache.hpp"
#include "certs/certificate_path.hpp"
#include "certs/revocation_list.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace ncp::certs {
namespace {

constexpr std::size_t kPathsKept = 1024;
constexpr std::size_t kPurposes = 3;

constexpr std::size_t indexOf(Purpose purpose) noexcept {
    return static_cast<std::size_t>(purpose);
}

/// One certificate of a path with what must be looked at each time.
struct Step {
    Certificate certificate;
    std::optional<Certificate> issuer; ///< absent for the anchor: nobody revokes it but the trust list
    bool stated = false;               ///< it states a source itself
    bool listed = false;               ///< a list in its issuer's name is configured
    std::vector<RevocationList> lists; ///< those of them that its issuer's key signed
};
using Path = std::vector<Step>; ///< leaf first, anchor last

/// What a configured list that has ended may still be good for.
bool isStillAccepted(const Step& step, const RevocationRules& rules, Instant now) {
    return std::ranges::any_of(step.lists, [&](const RevocationList& list) {
        return list.thisUpdate() <= now && now < list.nextUpdate() + rules.acceptStale;
    });
}

Result<std::vector<Certificate>> readAnchors(const std::vector<std::filesystem::path>& files) {
    std::vector<Certificate> anchors;
    for (const auto& file : files) {
        const auto text = readFile(file);
        if (!text) {
            return fail(ErrorCode::ConfigurationInvalid, text.error().detail);
        }
        const auto read = Certificate::chainFromPem(*text);
        if (!read) {
            return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + read.error().detail);
        }
        anchors.insert(anchors.end(), read->begin(), read->end());
    }
    return anchors;
}

Result<std::vector<RevocationList>> readRevocationLists(const std::vector<std::filesystem::path>& files) {
    std::vector<RevocationList> lists;
    for (const auto& file : files) {
        const auto bytes = readFile(file);
        if (!bytes) {
            return fail(ErrorCode::ConfigurationInvalid, bytes.error().detail);
        }
        const auto read = RevocationList::read(*bytes);
        if (!read) {
            return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + read.error().detail);
        }
        lists.insert(lists.end(), read->begin(), read->end());
    }
    return lists;
}

} // namespace

struct TrustStore::State {
    std::array<std::vector<Certificate>, kPurposes> anchors;
    std::vector<PathBuilder> builders; ///< by purpose
    std::vector<RevocationList> revocationLists;
    std::optional<AnchorCountries> countries;
    RevocationRules rules;
    std::shared_ptr<RevocationSource> source;
    BoundedCache<std::shared_ptr<const Path>> paths{kPathsKept}; ///< by purpose and SHA-256 of the DER

    Result<Path> findPath(const Certificate& certificate, std::span<const Certificate> intermediates,
                          Purpose purpose, Instant now) const;
    Path withLists(const std::vector<Certificate>& chain) const;
    Result<void> checkRevocation(const Step& step, Purpose purpose, Instant now,
                                 RevocationEffort effort) const;
    Result<void> checkPath(const Path& path, Purpose purpose, Instant now, RevocationEffort effort) const;
    Result<std::shared_ptr<const Path>> pathOf(const Certificate& certificate,
                                               std::span<const Certificate> intermediates, Purpose purpose,
                                               Instant now);
};

Path TrustStore::State::withLists(const std::vector<Certificate>& chain) const {
    Path path;
    for (std::size_t at = 0; at < chain.size(); ++at) {
        const bool isAnchor = at + 1 == chain.size();
        Step step{chain[at], std::nullopt, !isAnchor && statesRevocation(chain[at]), false, {}};
        if (!isAnchor) {
            step.issuer = chain[at + 1];
        }
        for (const auto& list : revocationLists) {
            if (step.issuer && list.isNamedAfter(*step.issuer)) {
                step.listed = true;
                if (list.isSignedBy(*step.issuer)) {
                    step.lists.push_back(list);
                }
            }
        }
        path.push_back(std::move(step));
    }
    return path;
}

Result<void> TrustStore::State::checkRevocation(const Step& step, Purpose purpose, Instant now,
                                                RevocationEffort effort) const {
    if (!step.issuer) {
        return {};
    }
    bool answered = false;
    for (const auto& list : step.lists) {
        if (list.holds(step.certificate)) {
            return refuseCertificate(purpose, "revoked", step.certificate,
                                     "it is on its issuer's revocation list");
        }
        answered = answered || list.isCurrent(now);
    }
    std::string detail = "no current revocation list that its issuer signed";
    if (!answered && step.stated && source != nullptr) {
        auto answer = source->ask(step.certificate, *step.issuer, now, effort);
        if (answer.state == RevocationAnswer::State::Revoked) {
            return refuseCertificate(purpose, "revoked", step.certificate,
                                     "its issuer says that it is revoked");
        }
        answered = answer.state == RevocationAnswer::State::Good;
        detail = std::move(answer.detail);
    }
    const bool needed = step.listed || step.stated || rules.always;
    if (answered || !needed || effort == RevocationEffort::KnownOnly || isStillAccepted(step, rules, now)) {
        return {};
    }
    return refuseCertificate(purpose, "revocation-unknown", step.certificate, detail);
}

Result<void> TrustStore::State::checkPath(const Path& path, Purpose purpose, Instant now,
                                          RevocationEffort effort) const {
    for (const auto& step : path) {
        if (now < step.certificate.notBefore()) {
            return refuseCertificate(purpose, "not-yet-valid", step.certificate, "it is not valid yet");
        }
        if (now > step.certificate.notAfter()) {
            return refuseCertificate(purpose, "expired", step.certificate, "it has expired");
        }
    }
    for (const auto& step : path) {
        if (auto revocation = checkRevocation(step, purpose, now, effort); !revocation) {
            return revocation;
        }
    }
    return {};
}

Result<Path> TrustStore::State::findPath(const Certificate& certificate,
                                         std::span<const Certificate> intermediates, Purpose purpose,
                                         Instant now) const {
    const auto chain = builders[indexOf(purpose)].build(certificate, intermediates, purpose, now);
    if (!chain) {
        return passOn(chain);
    }
    if (countries && !countries->allow(chain->back(), certificate.country().value_or(""))) {
        return refuseCertificate(purpose, "country", certificate,
                                 "its authority may not speak for its country");
    }
    return withLists(*chain);
}

Result<std::shared_ptr<const Path>> TrustStore::State::pathOf(const Certificate& certificate,
                                                              std::span<const Certificate> intermediates,
                                                              Purpose purpose, Instant now) {
    auto found = findPath(certificate, intermediates, purpose, now);
    if (!found) {
        return passOn(found);
    }
    auto path = std::make_shared<const Path>(*std::move(found));
    paths.put(std::to_string(indexOf(purpose)) + certificate.sha256(), path);
    return path;
}

Result<TrustStore> TrustStore::load(const Files& files, RevocationRules rules,
                                    std::shared_ptr<RevocationSource> source) {
    auto state = std::make_unique<State>();
    state->rules = rules;
    state->source = std::move(source);
    const std::array<const std::vector<std::filesystem::path>*, kPurposes> sources{
        &files.tlsServerAnchors, &files.tlsClientAnchors, &files.signatureAnchors};
    for (std::size_t at = 0; at < kPurposes; ++at) {
        auto anchors = readAnchors(*sources[at]);
        if (!anchors) {
            return passOn(anchors);
        }
        state->builders.emplace_back(*anchors);
        state->anchors[at] = *std::move(anchors);
    }
    auto lists = readRevocationLists(files.revocationLists);
    if (!lists) {
        return passOn(lists);
    }
    state->revocationLists = *std::move(lists);
    if (!files.anchorCountries.empty()) {
        auto countries = AnchorCountries::load(files.anchorCountries, state->anchors);
        if (!countries) {
            return passOn(countries);
        }
        state->countries = *std::move(countries);
    }
    return TrustStore{std::move(state)};
}

Result<void> TrustStore::check(const Certificate& certificate, std::span<const Certificate> intermediates,
                               Purpose purpose, Instant now, RevocationEffort effort) const {
    const auto key = std::to_string(indexOf(purpose)) + certificate.sha256();
    if (const auto known = state_->paths.find(key)) {
        auto checked = state_->checkPath(**known, purpose, now, effort);
        if (checked) {
            return checked;
        }
        // Another path may lead to an anchor by now: an authority's certificate was renewed.
    }
    const auto path = state_->pathOf(certificate, intermediates, purpose, now);
    if (!path) {
        return passOn(path);
    }
    return state_->checkPath(**path, purpose, now, effort);
}

Result<std::vector<Certificate>> TrustStore::path(const Certificate& certificate,
                                                  std::span<const Certificate> intermediates, Purpose purpose,
                                                  Instant now) const {
    const auto known = state_->paths.find(std::to_string(indexOf(purpose)) + certificate.sha256());
    const auto path = known ? Result<std::shared_ptr<const Path>>{*known}
                            : state_->pathOf(certificate, intermediates, purpose, now);
    if (!path) {
        return passOn(path);
    }
    std::vector<Certificate> certificates;
    for (const auto& step : **path) {
        certificates.push_back(step.certificate);
    }
    return certificates;
}

void TrustStore::learn(const Certificate& certificate, std::span<const Certificate> intermediates,
                       Purpose purpose, std::string_view ocspResponse, Instant now) const {
    const auto found = path(certificate, intermediates, purpose, now);
    if (state_->source != nullptr && found && found->size() > 1) {
        state_->source->learn(certificate, (*found)[1], ocspResponse, now);
    }
}

const std::vector<Certificate>& TrustStore::anchors(Purpose purpose) const noexcept {
    return state_->anchors[indexOf(purpose)];
}

TrustStore::TrustStore(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
TrustStore::TrustStore(TrustStore&&) noexcept = default;
TrustStore& TrustStore::operator=(TrustStore&&) noexcept = default;
TrustStore::~TrustStore() = default;

} // namespace ncp::certs
