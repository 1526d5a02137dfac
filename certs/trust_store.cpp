#include "certs/trust_store.hpp"

#include "base/handle.hpp"
#include "base/table.hpp"
#include "certs/anchor_countries.hpp"
#include "certs/bounded_cache.hpp"
#include "certs/openssl_error.hpp"
#include "certs/revocation_list.hpp"

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

namespace ncp::certs {
namespace {

using StoreHandle = Handle<X509_STORE, &X509_STORE_free>;
using StoreContext = Handle<X509_STORE_CTX, &X509_STORE_CTX_free>;

void freeStack(STACK_OF(X509) * certificates) {
    sk_X509_free(certificates);
}
using StackHandle = Handle<STACK_OF(X509), &freeStack>;

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

tl::unexpected<Error> refuse(Purpose purpose, std::string rule, const Certificate& certificate,
                             std::string_view why,
                             std::source_location where = std::source_location::current()) {
    const auto code = purpose == Purpose::Signature ? ErrorCode::SignatureNotValid : ErrorCode::PeerUntrusted;
    return failRule(code, std::move(rule),
                    "certificate " + certificate.fingerprint() + ": " + std::string{why}, where);
}

bool isLongEnough(const Certificate& certificate) {
    switch (EVP_PKEY_get_base_id(X509_get0_pubkey(certificate.native()))) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return certificate.keyBits() >= 2048;
    case EVP_PKEY_EC:
        return certificate.keyBits() >= 256;
    case EVP_PKEY_ED25519:
    case EVP_PKEY_ED448:
        return true;
    default:
        return false;
    }
}

/// The trust list's certificates end a path wherever they stand, also when they are not self-signed.
StoreHandle storeOf(const std::vector<Certificate>& anchors) {
    StoreHandle store{X509_STORE_new()};
    if (!store) {
        throw std::bad_alloc{};
    }
    for (const auto& anchor : anchors) {
        if (X509_STORE_add_cert(store.get(), anchor.native()) != 1) {
            throw std::runtime_error("trust anchor: " + takeOpensslError());
        }
    }
    return store;
}

/// The time is given so that of two certificates of one authority the valid one is taken. SHA-1 signatures
/// are refused by level 2. The extended key usage decides nothing for signatures: seal certificates with only
/// clientAuth are in use.
void setRules(X509_STORE_CTX* context, Purpose purpose, Instant now) {
    auto* rules = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(rules,
                               std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    X509_VERIFY_PARAM_set_auth_level(rules, 2);
    X509_VERIFY_PARAM_set_depth(rules, 6);
    if (purpose != Purpose::Signature) {
        X509_VERIFY_PARAM_set_purpose(rules, purpose == Purpose::TlsServer ? X509_PURPOSE_SSL_SERVER
                                                                           : X509_PURPOSE_SSL_CLIENT);
    }
}

std::string ruleFor(int error) {
    switch (error) {
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
        return "key-size";
    case X509_V_ERR_INVALID_PURPOSE:
        return "key-usage";
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return "algorithm";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
        return "name-constraints";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "not-yet-valid";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "expired";
    default:
        return "chain";
    }
}

std::vector<Certificate> chainOf(X509_STORE_CTX* context) {
    std::vector<Certificate> chain;
    const auto* found = X509_STORE_CTX_get0_chain(context);
    for (int at = 0; at < sk_X509_num(found); ++at) {
        unsigned char* der = nullptr;
        const int length = i2d_X509(sk_X509_value(found, at), &der);
        if (length <= 0) {
            throw std::bad_alloc{};
        }
        const std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
        OPENSSL_free(der);
        chain.push_back(Certificate::fromDer(bytes).value());
    }
    return chain;
}

Result<std::vector<Certificate>> buildChain(X509_STORE* anchors, const Certificate& certificate,
                                            std::span<const Certificate> intermediates, Purpose purpose,
                                            Instant now) {
    const StackHandle untrusted{sk_X509_new_null()};
    const StoreContext context{X509_STORE_CTX_new()};
    if (!untrusted || !context) {
        throw std::bad_alloc{};
    }
    for (const auto& intermediate : intermediates) {
        if (sk_X509_push(untrusted.get(), intermediate.native()) <= 0) {
            throw std::bad_alloc{};
        }
    }
    if (X509_STORE_CTX_init(context.get(), anchors, certificate.native(), untrusted.get()) != 1) {
        throw std::runtime_error("path building: " + takeOpensslError());
    }
    setRules(context.get(), purpose, now);
    const bool found = X509_verify_cert(context.get()) == 1;
    takeOpensslError();
    if (!found) {
        const int error = X509_STORE_CTX_get_error(context.get());
        return refuse(purpose, ruleFor(error), certificate, X509_verify_cert_error_string(error));
    }
    return chainOf(context.get());
}

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
    std::array<StoreHandle, kPurposes> stores;
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
            return refuse(purpose, "revoked", step.certificate, "it is on its issuer's revocation list");
        }
        answered = answered || list.isCurrent(now);
    }
    std::string detail = "no current revocation list that its issuer signed";
    if (!answered && step.stated && source != nullptr) {
        auto answer = source->ask(step.certificate, *step.issuer, now, effort);
        if (answer.state == RevocationAnswer::State::Revoked) {
            return refuse(purpose, "revoked", step.certificate, "its issuer says that it is revoked");
        }
        answered = answer.state == RevocationAnswer::State::Good;
        detail = std::move(answer.detail);
    }
    const bool needed = step.listed || step.stated || rules.always;
    if (answered || !needed || effort == RevocationEffort::KnownOnly || isStillAccepted(step, rules, now)) {
        return {};
    }
    return refuse(purpose, "revocation-unknown", step.certificate, detail);
}

Result<void> TrustStore::State::checkPath(const Path& path, Purpose purpose, Instant now,
                                          RevocationEffort effort) const {
    for (const auto& step : path) {
        if (now < step.certificate.notBefore()) {
            return refuse(purpose, "not-yet-valid", step.certificate, "it is not valid yet");
        }
        if (now > step.certificate.notAfter()) {
            return refuse(purpose, "expired", step.certificate, "it has expired");
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
    const auto chain = buildChain(stores[indexOf(purpose)].get(), certificate, intermediates, purpose, now);
    if (!chain) {
        return passOn(chain);
    }
    if (const auto weak = std::ranges::find_if_not(*chain, isLongEnough); weak != chain->end()) {
        return refuse(purpose, "key-size", *weak, "its key is too short or of a kind that is not allowed");
    }
    if (!certificate.allowsDigitalSignature()) {
        return refuse(purpose, "key-usage", certificate, "its key usage does not allow digital signatures");
    }
    if (countries && !countries->allow(chain->back(), certificate.country().value_or(""))) {
        return refuse(purpose, "country", certificate, "its authority may not speak for its country");
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
        state->stores[at] = storeOf(*anchors);
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
