#include "ncp/app/configuration.hpp"

#include "base/table.hpp"
#include "ncp/app/countries_file.hpp"
#include "ncp/app/discovery_fields.hpp"
#include "ncp/app/field_reader.hpp"
#include "ncp/app/trust_fields.hpp"
#include "ncp/app/validation_fields.hpp"
#include "ncp/app/yaml_reader.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <set>
#include <utility>

namespace ncp::app {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::seconds;

constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;

/// What an IP address is to us; nothing for text that is none.
struct IpAddress {
    bool loopback = false;
};

std::optional<IpAddress> parseAddress(const std::string& text) {
    in_addr v4{};
    if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
        return IpAddress{(ntohl(v4.s_addr) >> 24U) == 127U};
    }
    in6_addr v6{};
    if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
        return IpAddress{text == "::1"};
    }
    return std::nullopt;
}

enum class Reach : std::uint8_t { Anywhere, LoopbackOnly };

ListenAddress readAddress(FieldReader fields, Reach reach) {
    ListenAddress listen{fields.text("address"),
                         static_cast<std::uint16_t>(fields.number("port", {1, 65'535}))};
    const auto address = parseAddress(listen.address);
    if (!address && !listen.address.empty()) {
        fields.fault("address", "must be an IP address");
    }
    if (address && !address->loopback && reach == Reach::LoopbackOnly) {
        fields.fault("address", "must be a loopback address (127.0.0.1 or ::1): this listener has no TLS");
    }
    fields.finish();
    return listen;
}

void refuseSharedPort(FieldReader& fields, const ListenConfiguration& listen) {
    std::set<std::uint16_t> ports{listen.ncp.port};
    if (listen.portal && !ports.insert(listen.portal->port).second) {
        fields.fault("portal", "has the port of another listener");
    }
    if (!ports.insert(listen.admin.port).second) {
        fields.fault("admin", "has the port of another listener");
    }
}

ListenConfiguration readListen(FieldReader fields) {
    ListenConfiguration listen;
    const bool complete = fields.has("ncp") && fields.has("admin");
    listen.ncp = readAddress(fields.section("ncp"), Reach::Anywhere);
    if (auto portal = fields.optionalSection("portal")) {
        listen.portal = readAddress(*portal, Reach::LoopbackOnly);
    }
    listen.admin = readAddress(fields.section("admin"), Reach::LoopbackOnly);
    if (complete) {
        refuseSharedPort(fields, listen);
    }
    fields.finish();
    return listen;
}

NodeIdentity readNode(FieldReader fields) {
    NodeIdentity node{
        .country = fields.identifier<CountryCode>("country", "ZZ"),
        .name = fields.text("name"),
        .homeCommunityId = fields.identifier<HomeCommunityId>("home_community_id", "2.999"),
        .language = fields.identifier<Language>("language", "en"),
    };
    fields.finish();
    return node;
}

std::optional<NationalConfiguration> readNational(FieldReader& root) {
    auto fields = root.optionalSection("national");
    if (!fields) {
        return std::nullopt;
    }
    NationalConfiguration national;
    static_cast<void>(fields->choice("type", {"folder"}, "folder"));
    national.path = fields->existingDirectory("path");
    if (fields->has("dispensations")) {
        national.dispensations = fields->path("dispensations");
    }
    national.demographicSearch = fields->flag("demographic_search", false);
    national.rescan = seconds{fields->number("rescan_seconds", {1, 3600}, 2)};
    national.cacheBytes = fields->number("cache_mib", {0, 4096}, 16) * kMebibyte;
    fields->finish();
    return national;
}

struct StoreFields {
    fs::path file;
    std::chrono::hours dispensationLife;
};

StoreFields readStore(FieldReader fields) {
    constexpr NumberRange kDays{30, 3650};
    auto file = fields.path("file");
    const std::chrono::days life{fields.number("dispensation_days", kDays, 180)};
    fields.finish();
    return {std::move(file), life};
}

LimitsConfiguration readLimits(FieldReader& root) {
    LimitsConfiguration limits;
    auto fields = root.sectionOrDefaults("limits");
    const auto number = [&](std::string_view key, NumberRange range, std::size_t otherwise) {
        return fields.number(key, range, otherwise);
    };
    limits.bodyBytes = number("body_mib", {1, 256}, limits.bodyBytes / kMebibyte) * kMebibyte;
    limits.connections = number("connections", {1, 100'000}, limits.connections);
    limits.concurrentRequests = number("concurrent_requests", {1, 1024}, limits.concurrentRequests);
    limits.connectionsPerAddress =
        number("connections_per_address", {1, 100'000}, limits.connectionsPerAddress);
    limits.handshakes = number("handshakes", {1, 1024}, limits.handshakes);
    limits.bodyTotalBytes =
        number("body_total_mib", {1, 65'536}, limits.bodyTotalBytes / kMebibyte) * kMebibyte;
    if (limits.bodyTotalBytes < limits.bodyBytes) {
        fields.fault("body_total_mib", "is less than body_mib: no body of that size would ever fit");
    }
    limits.rowsPerAddress = number("rows_per_address", {1, 100'000}, limits.rowsPerAddress);
    limits.requests = readRequestLimits(fields, limits.requests);
    limits.headerTimeout = seconds{number("header_seconds", {1, 60}, 10)};
    limits.bodyTimeout = seconds{number("body_seconds", {1, 120}, 30)};
    limits.idleTimeout = seconds{number("idle_seconds", {1, 300}, 15)};
    limits.transactionTimeout = seconds{number("transaction_seconds", {1, 170}, 120)};
    limits.replayWindow = hours{number("replay_window_hours", {1, 720}, 24)};
    fields.finish();
    return limits;
}

DataDirectories readData(FieldReader& root, const fs::path& dataDirectory) {
    auto fields = root.sectionOrDefaults("data");
    DataDirectories data{fields.existingDirectory("texts", dataDirectory / "texts"),
                         fields.existingDirectory("terminology", dataDirectory / "terminology"),
                         fields.existingDirectory("policies", dataDirectory / "policies"),
                         fields.existingDirectory("search_masks", dataDirectory / "searchmasks")};
    fields.finish();
    return data;
}

fs::path readTerminologyReleases(FieldReader& root) {
    auto fields = root.optionalSection("terminology");
    if (!fields) {
        return {};
    }
    auto releases = fields->existingDirectory("releases");
    fields->finish();
    return releases;
}

std::vector<TextLanguage> readLanguages(FieldReader& fields) {
    if (!fields.has("languages")) {
        fields.allow("languages");
        return {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English};
    }
    std::vector<TextLanguage> languages;
    for (const auto& written : fields.texts("languages")) {
        const auto language = parseTextLanguage(written);
        if (!language) {
            fields.fault("languages", "\"" + written + "\" is unknown; one of: nb, nn, en");
        } else if (std::ranges::find(languages, *language) == languages.end()) {
            languages.push_back(*language);
        } else {
            fields.fault("languages", "\"" + written + "\" stands twice");
        }
    }
    if (languages.empty()) {
        fields.fault("languages", "must name at least one language");
    }
    return languages;
}

PortalConfiguration readPortal(FieldReader& root, bool hasListener) {
    PortalConfiguration portal;
    auto fields = root.sectionOrDefaults("portal");
    portal.enabled = fields.flag("enabled", false);
    if (portal.enabled || fields.has("identities")) {
        portal.identities = fields.existingFile("identities");
    } else {
        fields.allow("identities");
    }
    portal.languages = readLanguages(fields);
    if (portal.enabled && !hasListener) {
        fields.fault("enabled", "is true, but listen.portal is missing");
    }
    fields.finish();
    return portal;
}

LogConfiguration readLog(FieldReader& root) {
    LogConfiguration log;
    auto fields = root.sectionOrDefaults("log");
    log.level = static_cast<LogLevel>(fields.choice("level", {"debug", "info", "warning", "error"}, "info"));
    if (fields.text("file", "-") != "-") {
        log.file = fields.path("file").string();
    }
    fields.finish();
    return log;
}

seconds readWatch(FieldReader& root) {
    auto fields = root.sectionOrDefaults("reload");
    const auto period = seconds{fields.number("watch_seconds", {1, 3600}, 5)};
    fields.finish();
    return period;
}

/// The countries file's reading has a source of its own: other lines, other directory.
struct CountriesReading {
    std::vector<CountryConfiguration> countries;
    std::vector<ConfigurationFault> faults;
};
CountriesReading readCountriesOf(const NodeConfiguration& configuration) {
    const auto& file = configuration.countriesFile;
    ConfigurationSource source{file.string(), file.parent_path(), {}};
    std::vector<CountryConfiguration> countries;
    if (const auto text = readFile(file)) {
        auto reading = readYaml(*text, source.file);
        source.faults = std::move(reading.faults);
        if (reading.value) {
            FieldReader root{*reading.value, "", source};
            countries =
                readCountries(root, source, configuration.node.country, configuration.discovery.has_value());
            root.finish();
        }
    } else {
        source.fault(0, {}, "can't be read");
    }
    std::ranges::stable_sort(source.faults, {}, &ConfigurationFault::line);
    return {std::move(countries), std::move(source.faults)};
}

/// The countries file and the node must agree on who we are; what they don't agree on.
std::optional<std::string> disagreement(const NodeIdentity& node,
                                        const std::vector<CountryConfiguration>& countries) {
    const auto own = std::ranges::find(countries, node.country, &CountryConfiguration::code);
    if (own == countries.end()) {
        return "the file does not hold our own country, " + node.country.str();
    }
    if (own->homeCommunityId != node.homeCommunityId) {
        return "the file gives our own country another home community id";
    }
    return std::nullopt;
}

NodeConfiguration readSections(FieldReader& root, const fs::path& file, const fs::path& dataDirectory) {
    auto node = readNode(root.section("node"));
    auto listen = readListen(root.section("listen"));
    auto portal = readPortal(root, listen.portal.has_value());
    auto store = readStore(root.section("store"));
    return {.file = file,
            .node = std::move(node),
            .listen = std::move(listen),
            .tls = readTls(root.section("tls")),
            .signature = readSignature(root.section("signature")),
            .trust = readTrust(root.section("trust")),
            .national = readNational(root),
            .storeFile = std::move(store.file),
            .dispensationLife = store.dispensationLife,
            .limits = readLimits(root),
            .validation = changed(transform::rules::Policies{}, readValidation(root)),
            .data = readData(root, dataDirectory),
            .terminologyReleases = readTerminologyReleases(root),
            .portal = std::move(portal),
            .log = readLog(root),
            .watchFiles = readWatch(root),
            .discovery = readDiscovery(root),
            .smp = readSmp(root),
            .countriesFile = root.existingFile("countries"),
            .countries = {}};
}

struct Loading {
    std::optional<NodeConfiguration> configuration;
    std::vector<ConfigurationFault> faults;
};

enum class Extent : std::uint8_t { Whole, WithoutCountries };

Loading load(const fs::path& given, const fs::path& dataDirectory, Extent extent) {
    const auto file = fs::absolute(given).lexically_normal();
    const auto text = readFile(file);
    if (!text) {
        return {std::nullopt, {{given.string(), 0, {}, "can't be read"}}};
    }
    ConfigurationSource source{given.string(), file.parent_path(), {}};
    auto reading = readYaml(*text, source.file);
    source.faults = std::move(reading.faults);
    if (!reading.value) {
        return {std::nullopt, std::move(source.faults)};
    }
    FieldReader root{*reading.value, "", source};
    auto configuration = readSections(root, file, dataDirectory);
    root.finish();
    CountriesReading ofCountries;
    std::error_code unreadable;
    if (extent == Extent::Whole && fs::is_regular_file(configuration.countriesFile, unreadable)) {
        ofCountries = readCountriesOf(configuration);
        if (source.faults.empty() && ofCountries.faults.empty()) {
            if (const auto fault = disagreement(configuration.node, ofCountries.countries)) {
                root.fault("countries", *fault);
            }
        }
        configuration.countries = std::move(ofCountries.countries);
    }
    std::ranges::stable_sort(source.faults, {}, &ConfigurationFault::line);
    auto faults = std::move(source.faults);
    faults.insert(faults.end(), ofCountries.faults.begin(), ofCountries.faults.end());
    return {std::move(configuration), std::move(faults)};
}

tl::unexpected<Error> invalid(const std::vector<ConfigurationFault>& faults) {
    std::string lines;
    for (const auto& fault : faults) {
        lines += (lines.empty() ? "" : "\n") + toLine(fault);
    }
    return fail(ErrorCode::ConfigurationInvalid, std::move(lines));
}

Result<NodeConfiguration> loaded(Loading loading) {
    if (loading.faults.empty() && loading.configuration) {
        return std::move(*loading.configuration);
    }
    return invalid(loading.faults);
}

} // namespace

std::string toLine(const ConfigurationFault& fault) {
    const auto line = fault.line == 0 ? std::string{} : ":" + std::to_string(fault.line);
    const auto field = fault.field.empty() ? std::string{} : fault.field + ": ";
    return fault.file + line + ": " + field + fault.message;
}

Result<NodeConfiguration> loadConfiguration(const fs::path& file, const fs::path& dataDirectory) {
    return loaded(load(file, dataDirectory, Extent::Whole));
}

Result<NodeConfiguration> loadWithoutCountries(const fs::path& file, const fs::path& dataDirectory) {
    return loaded(load(file, dataDirectory, Extent::WithoutCountries));
}

Result<std::vector<CountryConfiguration>> loadCountries(const NodeConfiguration& configuration) {
    auto reading = readCountriesOf(configuration);
    if (reading.faults.empty()) {
        if (auto fault = disagreement(configuration.node, reading.countries)) {
            reading.faults.push_back({configuration.countriesFile.string(), 0, {}, *std::move(fault)});
        }
    }
    if (!reading.faults.empty()) {
        return invalid(reading.faults);
    }
    return std::move(reading.countries);
}

std::vector<ConfigurationFault> checkConfiguration(const fs::path& file, const fs::path& dataDirectory) {
    return load(file, dataDirectory, Extent::Whole).faults;
}

const CountryConfiguration* findCountry(const NodeConfiguration& configuration,
                                        std::string_view code) noexcept {
    const auto found =
        std::ranges::find_if(configuration.countries,
                             [&](const CountryConfiguration& country) { return country.code.str() == code; });
    return found == configuration.countries.end() ? nullptr : &*found;
}

} // namespace ncp::app
