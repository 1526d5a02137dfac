#include "ncp/app/discovery_fields.hpp"

#include <algorithm>
#include <string_view>

namespace ncp::app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

bool isUrl(std::string_view url) {
    const auto start = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
    const auto forbidden = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20U || byte >= 0x7FU ||
               std::string_view{"@?#\"<>\\"}.find(c) != std::string_view::npos;
    };
    return start != 0 && url.size() > start && url[start] != '/' && std::ranges::none_of(url, forbidden);
}

std::string url(FieldReader& fields, std::string_view key) {
    auto written = fields.text(key, "");
    if (!written.empty() && !isUrl(written)) {
        fields.fault(key, "must be an address of the form https://host[:port]/path or http://…");
    }
    return written;
}

bool isDomain(std::string_view domain) {
    return domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos &&
           !domain.starts_with('.') && !domain.ends_with('.') && domain.size() <= 150;
}

std::vector<std::filesystem::path> files(FieldReader& fields, std::string_view key) {
    if (fields.has(key)) {
        return fields.existingFiles(key, 1);
    }
    fields.allow(key);
    return {};
}

void readNetwork(FieldReader& fields, DiscoveryConfiguration& discovery) {
    discovery.smpUrl = url(fields, "smp_url");
    discovery.smlDomain = fields.text("sml_domain", "");
    if (!isDomain(discovery.smlDomain)) {
        fields.fault("sml_domain", "must be a domain name in lower case");
    }
    if (discovery.smpUrl.empty() == discovery.smlDomain.empty()) {
        fields.fault(discovery.smpUrl.empty() ? "sml_domain" : "smp_url",
                     "one of sml_domain and smp_url must be given, and not both");
    }
    discovery.cnameNames = fields.flag("cname_names", false);
    if (fields.has("name_servers")) {
        discovery.nameServers = fields.texts("name_servers");
    } else {
        fields.allow("name_servers");
    }
    discovery.smpAnchors = fields.existingFiles("smp_anchors", 1);
    discovery.smpTlsAnchors = files(fields, "smp_tls_anchors");
    discovery.revocationLists = files(fields, "revocation_lists");
}

SmpListen readListen(FieldReader fields, bool loopbackOnly) {
    SmpListen listen{fields.text("address"), static_cast<std::uint16_t>(fields.number("port", {1, 65'535}))};
    if (loopbackOnly && listen.address != "127.0.0.1" && listen.address != "::1" && !listen.address.empty()) {
        fields.fault("address", "must be a loopback address (127.0.0.1 or ::1): this listener has no TLS");
    }
    fields.finish();
    return listen;
}

} // namespace

std::optional<DiscoveryConfiguration> readDiscovery(FieldReader& root) {
    auto fields = root.optionalSection("discovery");
    if (!fields) {
        return std::nullopt;
    }
    DiscoveryConfiguration discovery;
    readNetwork(*fields, discovery);
    if (fields->has("cache")) {
        discovery.cache = fields->path("cache");
    } else {
        fields->allow("cache");
    }
    discovery.prefer =
        static_cast<AddressSource>(fields->choice("prefer", {"configured", "published"}, "configured"));
    discovery.lifetime = hours{fields->number("lifetime_hours", {1, 24 * 30}, 24)};
    discovery.staleness = hours{fields->number("stale_hours", {1, 24 * 90}, 24 * 7)};
    if (discovery.staleness < discovery.lifetime) {
        fields->fault("stale_hours", "must not be less than lifetime_hours");
    }
    discovery.timeout = seconds{fields->number("timeout_seconds", {1, 60}, 10)};
    discovery.adminUrl = url(*fields, "admin_url");
    discovery.technicalContact = url(*fields, "technical_contact");
    discovery.technicalInformation = url(*fields, "technical_information");
    discovery.validity = hours{24 * fields->number("validity_days", {1, 3650}, 365)};
    fields->finish();
    return discovery;
}

std::optional<SmpConfiguration> readSmp(FieldReader& root) {
    auto fields = root.optionalSection("smp");
    if (!fields) {
        return std::nullopt;
    }
    SmpConfiguration smp;
    smp.listen = readListen(fields->section("listen"), false);
    if (auto plain = fields->optionalSection("plain")) {
        smp.plain = readListen(*plain, true);
    }
    smp.folder = fields->path("folder");
    smp.key = fields->existingFile("key");
    smp.chain = fields->existingFile("chain");
    fields->finish();
    return smp;
}

} // namespace ncp::app
