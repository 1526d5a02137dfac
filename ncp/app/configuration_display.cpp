#include "ncp/app/configuration.hpp"

#include <string_view>

namespace ncp::app {
namespace {

/// In double quotes, so that no value is taken for something else.
std::string doubleQuoted(std::string_view text) {
    std::string out{"\""};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
        }
        out.push_back(c);
    }
    out.push_back('"');
    return out;
}

/// YAML with two blanks a level.
class Display {
  public:
    void open(std::string_view key) {
        line(std::string{key} + ":");
        ++depth_;
    }
    void openItem() {
        line("-");
        ++depth_;
    }
    void close() { --depth_; }
    void text(std::string_view key, std::string_view value) {
        line(std::string{key} + ": " + doubleQuoted(value));
    }
    void number(std::string_view key, std::size_t value) {
        line(std::string{key} + ": " + std::to_string(value));
    }
    void duration(std::string_view key, std::chrono::seconds value) {
        line(std::string{key} + ": " + std::to_string(value.count()));
    }
    void flag(std::string_view key, bool value) { line(std::string{key} + (value ? ": true" : ": false")); }
    void list(std::string_view key, const std::vector<std::string>& values) {
        std::string joined;
        for (const auto& value : values) {
            joined += (joined.empty() ? "" : ", ") + doubleQuoted(value);
        }
        line(std::string{key} + ": [" + joined + "]");
    }
    void files(std::string_view key, const std::vector<std::filesystem::path>& paths) {
        std::vector<std::string> values;
        for (const auto& path : paths) {
            values.push_back(path.string());
        }
        list(key, values);
    }
    std::string take() { return std::move(out_); }

  private:
    void line(const std::string& content) { out_ += std::string(2 * depth_, ' ') + content + "\n"; }

    std::size_t depth_ = 0;
    std::string out_;
};

void showNode(Display& display, const NodeIdentity& node) {
    display.open("node");
    display.text("country", node.country.str());
    display.text("name", node.name);
    display.text("home_community_id", node.homeCommunityId.str());
    display.text("language", node.language.str());
    display.close();
}

void showAddress(Display& display, std::string_view key, const ListenAddress& listen) {
    display.open(key);
    display.text("address", listen.address);
    display.number("port", listen.port);
    display.close();
}

void showListen(Display& display, const ListenConfiguration& listen) {
    display.open("listen");
    showAddress(display, "ncp", listen.ncp);
    if (listen.portal) {
        showAddress(display, "portal", *listen.portal);
    }
    showAddress(display, "admin", listen.admin);
    display.close();
}

void showSecret(Display& display, const std::string& name, const certs::SecretSource& secret) {
    if (!secret.file.empty()) {
        display.text(name + "_file", secret.file.string());
    }
    if (!secret.variable.empty()) {
        display.text(name + "_variable", secret.variable);
    }
}

struct ShowCredential {
    Display& display;

    void operator()(const certs::PemFiles& source) const {
        display.text("key", source.key.string());
        display.text("chain", source.chain.string());
        showSecret(display, "pass_phrase", source.passPhrase);
    }
    void operator()(const certs::Pkcs12File& source) const {
        display.text("pkcs12", source.file.string());
        showSecret(display, "pass_phrase", source.passPhrase);
    }
    void operator()(const certs::Pkcs11Key& source) const {
        display.text("pkcs11", source.uri);
        display.text("module", source.module.string());
        showSecret(display, "pin", source.pin);
        display.text("chain", source.chain.string());
    }
};

void showRole(Display& display, std::string_view key, const std::vector<certs::CredentialSource>& sources) {
    display.open(key);
    for (const auto& source : sources) {
        display.openItem();
        std::visit(ShowCredential{display}, source);
        display.close();
    }
    display.close();
}

void showRevocation(Display& display, const RevocationConfiguration& revocation) {
    display.open("revocation");
    display.text("require", revocation.always ? "always" : "when_stated");
    display.text("unknown", revocation.acceptStale.count() == 0 ? "refuse" : "accept_until_stale");
    if (revocation.acceptStale.count() != 0) {
        display.number("stale_hours", static_cast<std::size_t>(revocation.acceptStale.count()));
    }
    display.duration("fetch_seconds", revocation.fetchTimeout);
    if (!revocation.cache.empty()) {
        display.text("cache", revocation.cache.string());
    }
    display.close();
}

void showTrust(Display& display, const NodeConfiguration& configuration) {
    display.open("tls");
    showRole(display, "server", configuration.tls.server);
    showRole(display, "client", configuration.tls.client);
    display.flag("staple", configuration.tls.staple);
    display.close();
    display.open("signature");
    showRole(display, "credentials", configuration.signature);
    display.close();
    display.open("trust");
    display.files("tls_server_anchors", configuration.trust.tlsServerAnchors);
    display.files("tls_client_anchors", configuration.trust.tlsClientAnchors);
    display.files("signature_anchors", configuration.trust.signatureAnchors);
    display.files("revocation_lists", configuration.trust.revocationLists);
    if (!configuration.trust.anchorCountries.empty()) {
        display.text("anchor_countries", configuration.trust.anchorCountries.string());
    }
    showRevocation(display, configuration.trust.revocation);
    display.close();
}

void showNational(Display& display, const NationalConfiguration& national) {
    display.open("national");
    display.text("type", "folder");
    display.text("path", national.path.string());
    if (national.dispensations) {
        display.text("dispensations", national.dispensations->string());
    }
    display.flag("demographic_search", national.demographicSearch);
    display.duration("rescan_seconds", national.rescan);
    display.number("cache_mib", national.cacheBytes / (std::size_t{1024} * 1024));
    display.close();
}

void showLimits(Display& display, const LimitsConfiguration& limits) {
    display.open("limits");
    display.number("body_mib", limits.bodyBytes / (std::size_t{1024} * 1024));
    display.number("connections", limits.connections);
    display.number("concurrent_requests", limits.concurrentRequests);
    display.number("connections_per_address", limits.connectionsPerAddress);
    display.number("handshakes", limits.handshakes);
    display.number("body_total_mib", limits.bodyTotalBytes / (std::size_t{1024} * 1024));
    display.number("rows_per_address", limits.rowsPerAddress);
    display.number("requests_per_minute", limits.requests.requestsPerMinute);
    display.number("clinician_requests_per_minute", limits.requests.clinicianRequestsPerMinute);
    display.number("requests_at_once", limits.requests.concurrentRequests);
    display.duration("header_seconds", limits.headerTimeout);
    display.duration("body_seconds", limits.bodyTimeout);
    display.duration("idle_seconds", limits.idleTimeout);
    display.duration("transaction_seconds", limits.transactionTimeout);
    display.number("replay_window_hours", static_cast<std::size_t>(limits.replayWindow.count()));
    display.close();
}

void showValidation(Display& display, const transform::rules::Policies& policies) {
    using transform::rules::Direction;
    display.open("validation");
    for (const auto direction : {Direction::Sent, Direction::Received, Direction::ReceivedDispensation}) {
        const auto& policy = policies.of(direction);
        display.open(name(direction));
        display.text("errors", name(policy.errors));
        display.text("warnings", name(policy.warnings));
        display.close();
    }
    display.close();
}

void showData(Display& display, const DataDirectories& data) {
    display.open("data");
    display.text("texts", data.texts.string());
    display.text("terminology", data.terminology.string());
    display.text("policies", data.policies.string());
    display.text("search_masks", data.searchMasks.string());
    display.close();
}

void showTerminology(Display& display, const std::filesystem::path& releases) {
    if (!releases.empty()) {
        display.open("terminology");
        display.text("releases", releases.string());
        display.close();
    }
}

void showPortal(Display& display, const PortalConfiguration& portal) {
    display.open("portal");
    display.flag("enabled", portal.enabled);
    if (!portal.identities.empty()) {
        display.text("identities", portal.identities.string());
    }
    if (!portal.languages.empty()) {
        std::vector<std::string> languages;
        for (const auto language : portal.languages) {
            languages.emplace_back(tag(language));
        }
        display.list("languages", languages);
    }
    display.close();
}

std::string_view levelName(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "info";
}

void showDiscovery(Display& display, const DiscoveryConfiguration& discovery) {
    display.open("discovery");
    display.text(discovery.smpUrl.empty() ? "sml_domain" : "smp_url",
                 discovery.smpUrl.empty() ? discovery.smlDomain : discovery.smpUrl);
    display.flag("cname_names", discovery.cnameNames);
    if (!discovery.nameServers.empty()) {
        display.list("name_servers", discovery.nameServers);
    }
    display.files("smp_anchors", discovery.smpAnchors);
    if (!discovery.smpTlsAnchors.empty()) {
        display.files("smp_tls_anchors", discovery.smpTlsAnchors);
    }
    if (!discovery.revocationLists.empty()) {
        display.files("revocation_lists", discovery.revocationLists);
    }
    if (!discovery.cache.empty()) {
        display.text("cache", discovery.cache.string());
    }
    display.text("prefer", discovery.prefer == AddressSource::Published ? "published" : "configured");
    display.number("lifetime_hours", static_cast<std::size_t>(discovery.lifetime.count()));
    display.number("stale_hours", static_cast<std::size_t>(discovery.staleness.count()));
    display.duration("timeout_seconds", discovery.timeout);
    for (const auto& [key, url] : {std::pair{"admin_url", &discovery.adminUrl},
                                   std::pair{"technical_contact", &discovery.technicalContact},
                                   std::pair{"technical_information", &discovery.technicalInformation}}) {
        if (!url->empty()) {
            display.text(key, *url);
        }
    }
    display.number("validity_days", static_cast<std::size_t>(discovery.validity.count() / 24));
    display.close();
}

void showSmp(Display& display, const SmpConfiguration& smp) {
    display.open("smp");
    showAddress(display, "listen", {smp.listen.address, smp.listen.port});
    if (smp.plain) {
        showAddress(display, "plain", {smp.plain->address, smp.plain->port});
    }
    display.text("folder", smp.folder.string());
    display.text("key", smp.key.string());
    display.text("chain", smp.chain.string());
    display.close();
}

} // namespace

std::string toDisplay(const NodeConfiguration& configuration) {
    Display display;
    showNode(display, configuration.node);
    showListen(display, configuration.listen);
    showTrust(display, configuration);
    if (configuration.national) {
        showNational(display, *configuration.national);
    }
    display.open("store");
    display.text("file", configuration.storeFile.string());
    display.number("dispensation_days",
                   static_cast<std::size_t>(configuration.dispensationLife / std::chrono::days{1}));
    display.close();
    showLimits(display, configuration.limits);
    showValidation(display, configuration.validation);
    showData(display, configuration.data);
    showTerminology(display, configuration.terminologyReleases);
    showPortal(display, configuration.portal);
    display.open("log");
    display.text("level", levelName(configuration.log.level));
    display.text("file", configuration.log.file);
    display.close();
    display.open("reload");
    display.duration("watch_seconds", configuration.watchFiles);
    display.close();
    if (configuration.discovery) {
        showDiscovery(display, *configuration.discovery);
    }
    if (configuration.smp) {
        showSmp(display, *configuration.smp);
    }
    display.text("countries", configuration.countriesFile.string());
    return display.take();
}

} // namespace ncp::app
