#include "ncp/app/key_ring.hpp"

#include "ncp/http/plain_fetch.hpp"

#include <utility>

namespace ncp::app {
namespace {

/// The issuer of our TLS server's certificate: it comes with the chain, or we trust it ourselves.
std::optional<certs::Certificate> issuerOfServer(const KeysInForce& keys, Instant now) {
    const auto& chain = keys.tlsServer.chain;
    if (chain.size() > 1) {
        return chain[1];
    }
    const auto path = keys.trust->path(chain.front(), {}, certs::Purpose::TlsServer, now);
    return path && path->size() > 1 ? std::optional{(*path)[1]} : std::nullopt;
}

/// What a renewal does not reach, to be compared.
std::string fixedPart(NodeConfiguration configuration) {
    configuration.tls = {};
    configuration.signature.clear();
    configuration.trust = {};
    configuration.countries.clear();
    return toDisplay(configuration);
}

} // namespace

KeyRing::KeyRing(const NodeConfiguration& configuration, const Clock& clock, Logger& log)
    : file_(configuration.file), dataDirectory_(configuration.data.texts.parent_path()),
      period_(configuration.watchFiles), staples_(configuration.tls.staple),
      rules_{configuration.trust.revocation.always, configuration.trust.revocation.acceptStale},
      startedWith_(fixedPart(configuration)), clock_(clock), log_(log), material_(nullptr),
      inForce_(nullptr) {
    const auto& rules = configuration.trust.revocation;
    certs::RevocationCache::Settings settings;
    settings.timeout = rules.fetchTimeout;
    settings.acceptStale = rules.acceptStale;
    settings.folder = rules.cache;
    revocation_ =
        std::make_shared<certs::RevocationCache>(std::move(settings), &http::fetchPlain, clock, log);
}

KeyRing::~KeyRing() = default;

Result<std::unique_ptr<KeyRing>> KeyRing::open(const NodeConfiguration& configuration, const Clock& clock,
                                               Logger& log) {
    std::unique_ptr<KeyRing> ring{new KeyRing{configuration, clock, log}};
    ring->loaded_ = statesOf(keyMaterialFiles(configuration));
    if (auto loaded = ring->load(configuration); !loaded) {
        return passOn(loaded);
    }
    return ring;
}

Result<void> KeyRing::load(const NodeConfiguration& configuration) {
    auto material = loadKeyMaterial(configuration, modules_, revocation_);
    if (!material) {
        return passOn(material);
    }
    auto shared = std::make_shared<const KeyMaterial>(*std::move(material));
    auto keys = std::make_shared<const KeysInForce>(keysInForce(*shared, clock_.now()));
    if (auto used = putInForce(std::move(keys)); !used) {
        return used;
    }
    material_.replace(std::move(shared));
    files_.with([&](auto& files) { files = keyMaterialFiles(configuration); });
    return {};
}

Result<void> KeyRing::putInForce(std::shared_ptr<const KeysInForce> keys) {
    for (const auto& user : users_) {
        if (auto used = user(*keys); !used) {
            return used;
        }
    }
    inForce_.replace(std::move(keys));
    return {};
}

Result<void> KeyRing::takeFiles() {
    const auto configuration = loadWithoutCountries(file_, dataDirectory_);
    if (!configuration) {
        return passOn(configuration);
    }
    if (fixedPart(*configuration) != startedWith_) {
        log_.warning("reload.restart_needed",
                     {{"cause", std::string_view{"of the node's file only tls, signature and trust are taken "
                                                 "while it runs"}}});
    }
    return load(*configuration);
}

bool KeyRing::othersAreDue() const {
    return !sameCertificates(*inForce_.get(), keysInForce(*material_.get(), clock_.now()));
}

std::optional<std::string> KeyRing::staple() const {
    if (!staples_) {
        return std::nullopt;
    }
    const auto now = clock_.now();
    const auto keys = inForce_.get();
    const auto issuer = issuerOfServer(*keys, now);
    return issuer ? revocation_->response(keys->tlsServer.certificate(), *issuer, now) : std::nullopt;
}

void KeyRing::onRenewal(std::function<Result<void>(const KeysInForce&)> user) {
    users_.push_back(std::move(user));
}

void KeyRing::watch(std::function<void(bool taken)> tell) {
    static_cast<void>(staple()); // from now on the answer about our own certificate is kept fresh
    reloader_.emplace(Reloader::Parts{"keys", period_,
                                      [this] { return files_.with([](const auto& files) { return files; }); },
                                      [this] { return othersAreDue(); }, [this] { return takeFiles(); },
                                      std::move(tell), log_},
                      loaded_);
}

void KeyRing::stopWatching() {
    if (reloader_) {
        reloader_->stop();
    }
}

void KeyRing::renew() {
    if (reloader_) {
        reloader_->request();
    }
}

std::vector<std::string> KeyRing::faults() const {
    std::vector<std::string> faults;
    const auto now = clock_.now();
    for (const auto& own : certificates()) {
        const auto& certificate = own.certificate;
        if (own.ours && own.inForce && (now < certificate.notBefore() || now > certificate.notAfter())) {
            faults.push_back(own.role + " certificate is not valid now (until " +
                             formatDate(certificate.notAfter()) + ")");
        }
    }
    if (const auto refused = reloader_ ? reloader_->fault() : std::nullopt) {
        faults.push_back("new files are not in force: " + *refused);
    }
    return faults;
}

std::vector<RoleCertificate> KeyRing::certificates() const {
    return certificatesOf(*material_.get(), clock_.now());
}

} // namespace ncp::app
