#include "ncp/admin/handler.hpp"
#include "ncp/app/document_judge.hpp"
#include "ncp/app/node_state.hpp"
#include "ncp/national/document_folder.hpp"
#include "ncp/portal/multipart.hpp"

#include <utility>

namespace ncp::app {
namespace {

http::ServerSettings serverSettings(const LimitsConfiguration& limits, const ListenAddress& listen) {
    http::ServerSettings settings;
    settings.address = listen.address;
    settings.port = listen.port;
    settings.bodyLimit = limits.bodyBytes;
    settings.connectionLimit = limits.connections;
    settings.addressLimit = limits.connectionsPerAddress;
    settings.handshakeLimit = limits.handshakes;
    settings.bodyTotalLimit = limits.bodyTotalBytes;
    settings.concurrencyLimit = limits.concurrentRequests;
    settings.headerTimeout = limits.headerTimeout;
    settings.bodyTimeout = limits.bodyTimeout;
    settings.idleTimeout = limits.idleTimeout;
    settings.transactionTimeout = limits.transactionTimeout;
    return settings;
}

/// The folder is its community's one repository, and bears the community's id.
national::DocumentFolder::Settings folderSettings(const NodeConfiguration& configuration,
                                                  const Clock& clock) {
    const auto& folder = *configuration.national;
    const auto& node = configuration.node;
    national::DocumentFolder::Settings settings{folder.path, node.homeCommunityId,
                                                Oid::parse(node.homeCommunityId.str()).value(), node.language,
                                                folder.demographicSearch};
    settings.rescan = folder.rescan;
    settings.cacheBytes = folder.cacheBytes;
    if (folder.dispensations) {
        settings.dispensations.emplace(*folder.dispensations, clock);
    }
    return settings;
}

} // namespace

/// A dispensation that came, for national systems that show names. What can't be translated goes to them as
/// it came, and is told.
national::DocumentBytes Node::State::inOwnLanguage(std::string_view document, const ihe::Call& request) {
    const auto language =
        parseTextLanguage(configuration.node.language.str()).value_or(TextLanguage::English);
    const auto country = request.assertions ? (*request.assertions)->country().str() : std::string{};
    auto translated = transformer->transformer().fromPivot(
        document, *terminology->current().get(), language,
        {audit::Side::CountryA,
         {},
         request.envelope.messageId ? request.envelope.messageId->str() : std::string{},
         country});
    if (!translated) {
        log.warning("dispense.not_translated", {{"error", spec(translated.error().code).id}});
        return nullptr;
    }
    log.info("dispense.translated", {{"codes", static_cast<std::int64_t>(translated->counts.codedElements)},
                                     {"missing", static_cast<std::int64_t>(translated->counts.missing)},
                                     {"findings", static_cast<std::int64_t>(translated->counts.findings)}});
    return std::make_shared<const std::string>(std::move(translated->bytes));
}

Result<void> Node::State::serveCountries() {
    if (!configuration.national) {
        return {};
    }
    auto loadedPolicy = saml::Policy::load(configuration.data.policies / "permissions.tsv");
    if (!loadedPolicy) {
        return passOn(loadedPolicy);
    }
    policy = std::move(*loadedPolicy);
    verifier.emplace(keys->inForce()->trust, signatures, policy->vocabulary());
    auto folderOf = folderSettings(configuration, clock);
    folderOf.pivot = [this] {
        return std::make_shared<const national::PivotMaker>(transformer->transformer(),
                                                            terminology->current().get(), &*judge);
    };
    auto folder = national::DocumentFolder::open(std::move(folderOf), log);
    if (!folder) {
        return passOn(folder);
    }
    national = std::move(*folder);
    const auto& node = configuration.node;
    identify.emplace(node.homeCommunityId, *national, *policy, random);
    documents.emplace(node.country, node.homeCommunityId, *national, *policy, random);
    dispense.emplace(
        *national, *policy,
        [this](std::string_view document, const ihe::Call& request) {
            return inOwnLanguage(document, request);
        },
        &*judge);
    limiter.emplace();
    inbound.emplace(Inbound::Parts{*verifier, *identify, *documents, *dispense, *store, *store, *recorder,
                                   clock, random, log, countries->current(), &*limiter});

    auto settings = serverSettings(configuration.limits, configuration.listen.ncp);
    settings.tls = serverTls(*keys->inForce());
    auto started = http::Server::start(
        std::move(settings), [this](const http::Request& request) { return inbound->handle(request); },
        [this](const http::ConnectionRefusal& refusal) {
            metrics.connectionRefusal(refusal.rule);
            inbound->refused(refusal);
        },
        log);
    if (!started) {
        return passOn(started);
    }
    ncpServer = std::move(*started);
    return {};
}

Result<void> Node::State::servePortal() {
    if (!configuration.portal.enabled || !configuration.listen.portal) {
        return {};
    }
    auto loaded = portal::Identities::load(configuration.portal.identities);
    if (!loaded) {
        return passOn(loaded);
    }
    identities = std::move(*loaded);
    portal.emplace(portal::Portal::Parts{
        countryB->consultation(), countryB->dispensing(), *identities,
        [this] {
            const auto tables = countries->current().get();
            return std::shared_ptr<const std::vector<portal::PortalCountry>>{tables, &tables->portal};
        },
        *texts, random, clock, configuration.portal.languages, configuration.node.country,
        std::string{kVersion}, configuration.data.texts.parent_path() / "portal",
        discovery ? portal::PublishedMask{[this](const CountryCode& country) {
            return discovery->directory().searchMask(country);
        }}
                  : portal::PublishedMask{},
        documentJudge(judge->validator(), terminology->current())});
    auto settings = serverSettings(configuration.limits, *configuration.listen.portal);
    settings.bodyLimit += portal::kFormOverhead;
    auto started = http::Server::start(
        std::move(settings), [this](const http::Request& request) { return portal->handle(request); },
        [this](const http::ConnectionRefusal& refusal) { metrics.connectionRefusal(refusal.rule); }, log);
    if (!started) {
        return passOn(started);
    }
    portalServer = std::move(*started);
    return {};
}

Result<void> Node::State::serveSmp() {
    if (!configuration.smp) {
        return {};
    }
    auto started = SmpServer::start(*configuration.smp, *keys, clock, log);
    if (!started) {
        return passOn(started);
    }
    smpServer = std::move(*started);
    return {};
}

Result<void> Node::State::serveOperators() {
    health.add("store", [this] { return store->faults(); });
    health.add("certificates", [this] { return keys->faults(); });
    health.add("countries", [this] { return countries->faults(); });
    health.add("terminology", [this] { return terminology->faults(); });
    if (national) {
        health.add("national", [this] {
            return national->available() ? std::vector<std::string>{} : national->faults();
        });
    }
    if (discovery) {
        health.add("discovery", [this] { return discovery->faults(); });
    }
    auto started = http::Server::start(
        serverSettings(configuration.limits, configuration.listen.admin),
        admin::adminHandler(health, metrics, [this](admin::Metrics& into) { refresh(into); }),
        [this](const http::ConnectionRefusal& refusal) { metrics.connectionRefusal(refusal.rule); }, log);
    if (!started) {
        return passOn(started);
    }
    adminServer = std::move(*started);
    return {};
}

} // namespace ncp::app
