#include "ncp/app/configuration.hpp"

#include "base/table.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using ncp::app::checkConfiguration;
using ncp::app::ConfigurationFault;
using ncp::app::loadConfiguration;

namespace {

namespace fs = std::filesystem;

const std::string kNode = R"(node:
  country: NO
  name: Test node
  home_community_id: 2.999.1
  language: nb-NO
listen:
  ncp: {address: 0.0.0.0, port: 8443}
  portal: {address: 127.0.0.1, port: 8080}
  admin: {address: "::1", port: 9443}
tls:
  server_key: pki/server.key
  server_chain: pki/server.pem
  client_key: pki/client.key
  client_chain: pki/client.pem
signature:
  key: pki/signature.key
  chain: pki/signature.pem
trust:
  tls_server_anchors: [pki/ca.pem]
  tls_client_anchors: [pki/ca.pem]
  signature_anchors: [pki/ca.pem]
  revocation_lists: []
national:
  type: folder
  path: documents
  demographic_search: true
  rescan_seconds: 5
  cache_mib: 10
store:
  file: var/node.sqlite
limits:
  body_mib: 8
  transaction_seconds: 60
portal:
  enabled: true
  identities: identities.yaml
  languages: [nn, en]
log:
  level: warning
  file: node.log
countries: countries.yaml
)";

const std::string kCountries = R"(countries:
  - code: NO
    name: {nb: Norge, nn: Noreg, en: Norway}
    home_community_id: 2.999.1
    enabled: true
  - code: PT
    name: {nb: Portugal, nn: Portugal, en: Portugal}
    home_community_id: 2.999.2
    enabled: true
    endpoints:
      patient_discovery: https://ncp.example:8443/XCPD_Service
      query_retrieve: https://ncp.example:8443/XCA_Service
      provide: https://ncp.example:8443/XDR_Service
    search_mask: mask.xml
)";

/// A directory with a node's files, none of which says anything.
struct Node {
    Node() {
        for (const auto* name :
             {"pki", "documents", "data/texts", "data/terminology", "data/policies", "data/searchmasks"}) {
            fs::create_directories(directory.path() / name);
        }
        for (const auto* name :
             {"pki/server.key", "pki/server.pem", "pki/client.key", "pki/client.pem", "pki/signature.key",
              "pki/signature.pem", "pki/ca.pem", "identities.yaml", "mask.xml"}) {
            directory.write(name, "");
        }
        write(kNode);
        directory.write("countries.yaml", kCountries);
    }

    void write(const std::string& text) const { directory.write("node.yaml", text); }
    fs::path file() const { return directory.path() / "node.yaml"; }
    fs::path data() const { return directory.path() / "data"; }
    std::vector<ConfigurationFault> faults() const { return checkConfiguration(file(), data()); }

    test::TemporaryDirectory directory;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::size_t lineOf(const std::string& text, const std::string& part) {
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// The one fault of the node's file with `from` written as `to`.
ConfigurationFault onlyFault(const std::string& from, const std::string& to) {
    const Node node;
    node.write(replaced(kNode, from, to));
    const auto faults = node.faults();
    INFO("instead of \"" << from << "\": \"" << to << "\"");
    for (const auto& fault : faults) {
        UNSCOPED_INFO(app::toLine(fault));
    }
    REQUIRE(faults.size() == 1);
    CHECK_FALSE(loadConfiguration(node.file(), node.data()));
    return faults.front();
}

ConfigurationFault onlyCountriesFault(const std::string& from, const std::string& to) {
    const Node node;
    node.directory.write("countries.yaml", replaced(kCountries, from, to));
    const auto faults = node.faults();
    for (const auto& fault : faults) {
        UNSCOPED_INFO(app::toLine(fault));
    }
    REQUIRE(faults.size() == 1);
    return faults.front();
}

} // namespace

TEST_CASE("a complete configuration is read into its types", "[configuration]") {
    const Node node;
    const auto loaded = loadConfiguration(node.file(), node.data());
    INFO((loaded ? std::string{} : loaded.error().detail));
    REQUIRE(loaded.has_value());
    const auto& here = node.directory.path();

    CHECK(loaded->node.country.str() == "NO");
    CHECK(loaded->node.homeCommunityId.str() == "2.999.1");
    CHECK(loaded->node.language.str() == "nb-NO");
    CHECK(loaded->listen.ncp.address == "0.0.0.0");
    CHECK(loaded->listen.ncp.port == 8443);
    REQUIRE(loaded->listen.portal.has_value());
    CHECK(loaded->listen.portal->port == 8080);
    CHECK(loaded->listen.admin.address == "::1");
    CHECK(std::get<certs::PemFiles>(loaded->tls.server.at(0)).key == here / "pki/server.key");
    CHECK(std::get<certs::PemFiles>(loaded->tls.client.at(0)).chain == here / "pki/client.pem");
    CHECK(std::get<certs::PemFiles>(loaded->signature.at(0)).chain == here / "pki/signature.pem");
    CHECK(loaded->trust.signatureAnchors == std::vector<fs::path>{here / "pki/ca.pem"});
    CHECK(loaded->trust.revocationLists.empty());
    REQUIRE(loaded->national.has_value());
    CHECK(loaded->national->path == here / "documents");
    CHECK(loaded->national->demographicSearch);
    CHECK(loaded->national->rescan == std::chrono::seconds{5});
    CHECK(loaded->national->cacheBytes == std::size_t{10} * 1024 * 1024);
    CHECK(loaded->storeFile == here / "var/node.sqlite");
    CHECK(loaded->dispensationLife == std::chrono::days{180});
    CHECK(loaded->limits.bodyBytes == std::size_t{8} * 1024 * 1024);
    CHECK(loaded->limits.transactionTimeout == std::chrono::seconds{60});
    CHECK(loaded->limits.headerTimeout == std::chrono::seconds{10});
    CHECK(loaded->limits.replayWindow == std::chrono::hours{24});
    CHECK(loaded->data.texts == node.data() / "texts");
    CHECK(loaded->data.searchMasks == node.data() / "searchmasks");
    CHECK(loaded->portal.enabled);
    CHECK(loaded->portal.identities == here / "identities.yaml");
    CHECK(loaded->portal.languages == std::vector{TextLanguage::Nynorsk, TextLanguage::English});
    CHECK(loaded->log.level == LogLevel::Warning);
    CHECK(loaded->log.file == (here / "node.log").string());
    CHECK(loaded->countries.size() == 2);
}

TEST_CASE("the countries are read from the file that the node names", "[configuration]") {
    const Node node;
    const auto loaded = loadConfiguration(node.file(), node.data()).value();
    const auto* portugal = app::findCountry(loaded, "PT");
    REQUIRE(portugal != nullptr);
    CHECK(portugal->name.nn == "Portugal");
    CHECK(portugal->homeCommunityId.str() == "2.999.2");
    CHECK(portugal->enabled);
    REQUIRE(portugal->endpoints.has_value());
    CHECK(portugal->endpoints->queryRetrieve == "https://ncp.example:8443/XCA_Service");
    CHECK(portugal->searchMask == node.directory.path() / "mask.xml");
    CHECK(app::findCountry(loaded, "pt") == nullptr);
    CHECK(app::findCountry(loaded, "DK") == nullptr);
}

TEST_CASE("reports of ours are kept for as many days as the configuration says, within bounds",
          "[configuration]") {
    const Node node;
    const std::string file = "  file: var/node.sqlite";
    node.write(replaced(kNode, file, file + "\n  dispensation_days: 365"));
    CHECK(loadConfiguration(node.file(), node.data()).value().dispensationLife == std::chrono::days{365});
    node.write(replaced(kNode, file, file + "\n  dispensation_days: 7"));
    CHECK_FALSE(loadConfiguration(node.file(), node.data()));
}

TEST_CASE("dispensations are kept where the configuration says, and nowhere without it", "[configuration]") {
    const Node node;
    CHECK_FALSE(loadConfiguration(node.file(), node.data()).value().national->dispensations);
    node.write(replaced(kNode, "  path: documents", "  path: documents\n  dispensations: var/dispensations"));
    const auto loaded = loadConfiguration(node.file(), node.data()).value();
    CHECK(loaded.national->dispensations == node.directory.path() / "var/dispensations");
}

TEST_CASE("releases of the terminology are where the configuration says, and nowhere without it",
          "[configuration]") {
    const Node node;
    CHECK(loadConfiguration(node.file(), node.data()).value().terminologyReleases.empty());
    node.write(kNode + "terminology:\n  releases: documents\n");
    const auto loaded = loadConfiguration(node.file(), node.data()).value();
    CHECK(loaded.terminologyReleases == node.directory.path() / "documents");
    CHECK(app::toDisplay(loaded).find("releases: ") != std::string::npos);

    node.write(kNode + "terminology:\n  releases: absent\n");
    REQUIRE(node.faults().size() == 1);
    CHECK(node.faults().front().field == "terminology.releases");
    node.write(kNode + "terminology:\n  release: documents\n");
    CHECK_FALSE(node.faults().empty());
}

TEST_CASE("sections with defaults may be left out", "[configuration]") {
    const Node node;
    auto text = kNode;
    for (const auto& [from, until] : {std::pair{"national:", "store:"}, std::pair{"limits:", "countries:"},
                                      std::pair{"  portal:", "  admin:"}}) {
        const auto start = text.find(from);
        text.erase(start, text.find(until) - start);
    }
    node.write(text);
    const auto loaded = loadConfiguration(node.file(), node.data());
    INFO((loaded ? std::string{} : loaded.error().detail));
    REQUIRE(loaded.has_value());
    CHECK_FALSE(loaded->national.has_value());
    CHECK_FALSE(loaded->listen.portal.has_value());
    CHECK_FALSE(loaded->portal.enabled);
    CHECK(loaded->limits.bodyBytes == std::size_t{16} * 1024 * 1024);
    CHECK(loaded->limits.transactionTimeout == std::chrono::seconds{120});
    CHECK(loaded->log.level == LogLevel::Info);
    CHECK(loaded->log.file == "-");
}

TEST_CASE("each fault names its line, its field and what is wrong", "[configuration]") {
    struct Row {
        std::string from;
        std::string to;
        std::string field;
        std::string message;
    };
    const auto row = GENERATE(values<Row>({
        {"  body_mib: 8", "  body_mb: 8", "limits.body_mb", "is unknown; did you mean body_mib?"},
        {"  body_mib: 8", "  colour: red", "limits.colour", "is unknown"},
        {"log:", "logs: {}\nlog:", "logs", "is unknown; did you mean log?"},
        {"  body_mib: 8", "  body_mib: 010", "limits.body_mib",
         "a number must not start with 0 (other readers take it as octal)"},
        {"  body_mib: 8", "  body_mib: \"8\"", "limits.body_mib",
         "must be a whole number without quotes, 1 to 256"},
        {"  body_mib: 8", "  body_mib: 0x8", "limits.body_mib",
         "must be a whole number without quotes, 1 to 256"},
        {"  body_mib: 8", "  body_mib: 8.5", "limits.body_mib",
         "must be a whole number without quotes, 1 to 256"},
        {"  body_mib: 8", "  body_mib: -1", "limits.body_mib",
         "must be a whole number without quotes, 1 to 256"},
        {"  body_mib: 8", "  body_mib: 257", "limits.body_mib", "must be 1 to 256"},
        {"  body_mib: 8", "  body_mib: 99999999999999999999999", "limits.body_mib", "must be 1 to 256"},
        {"  body_mib: 8", "  body_mib:", "limits.body_mib", "has no value"},
        {"  body_mib: 8", "  body_mib: [8]", "limits.body_mib", "must be a single value"},
        {"transaction_seconds: 60", "transaction_seconds: 171", "limits.transaction_seconds",
         "must be 1 to 170"},
        {"demographic_search: true", "demographic_search: yes", "national.demographic_search",
         "must be true or false"},
        {"demographic_search: true", "demographic_search: \"true\"", "national.demographic_search",
         "must be true or false"},
        {"  body_mib: 8\n", "  body_mib: 8\n  body_total_mib: 7\n", "limits.body_total_mib",
         "is less than body_mib: no body of that size would ever fit"},
        {"country: NO", "country: Norway", "node.country", "\"Norway\" is a malformed country code"},
        {"country: NO", "country: no", "node.country", "\"no\" is a malformed country code"},
        {"home_community_id: 2.999.1", "home_community_id: urn:oid:2.999.1", "node.home_community_id",
         "\"urn:oid:2.999.1\" is a malformed homeCommunityId"},
        {"  name: Test node", "  name: \"Test\\nnode\"", "node.name", "holds a control character"},
        {"type: folder", "type: ftp", "national.type", "\"ftp\" is unknown; one of: folder"},
        {"level: warning", "level: loud", "log.level",
         "\"loud\" is unknown; one of: debug, info, warning, error"},
        {"portal: {address: 127.0.0.1", "portal: {address: 0.0.0.0", "listen.portal.address",
         "must be a loopback address (127.0.0.1 or ::1): this listener has no TLS"},
        {"admin: {address: \"::1\"", "admin: {address: 192.0.2.1", "listen.admin.address",
         "must be a loopback address (127.0.0.1 or ::1): this listener has no TLS"},
        {"address: 0.0.0.0", "address: localhost", "listen.ncp.address", "must be an IP address"},
        {"port: 8080", "port: 8443", "listen.portal", "has the port of another listener"},
        {"port: 9443", "port: 65536", "listen.admin.port", "must be 1 to 65535"},
        {"tls_client_anchors: [pki/ca.pem]", "tls_client_anchors: []", "trust.tls_client_anchors",
         "must name at least 1 file(s)"},
        {"tls_client_anchors: [pki/ca.pem]", "tls_client_anchors: pki/ca.pem", "trust.tls_client_anchors",
         "must be a list of files"},
        {"languages: [nn, en]", "languages: [nn, de]", "portal.languages",
         "\"de\" is unknown; one of: nb, nn, en"},
        {"languages: [nn, en]", "languages: [nn, nn]", "portal.languages", "\"nn\" stands twice"},
        {"  portal: {address: 127.0.0.1, port: 8080}\n", "", "portal.enabled",
         "is true, but listen.portal is missing"},
        {"store:\n  file: var/node.sqlite", "store: var/node.sqlite", "store",
         "must hold fields (name: value)"},
        {"  name: Test node\n", "", "node.name", "is missing"},
        {"store:\n  file: var/node.sqlite\n", "", "store", "is missing"},
    }));
    const auto fault = onlyFault(row.from, row.to);
    CHECK(fault.field == row.field);
    CHECK(fault.message == row.message);
    CHECK(fault.file.ends_with("node.yaml"));
}

TEST_CASE("a fault stands on the line of what is wrong", "[configuration]") {
    CHECK(onlyFault("  body_mib: 8", "  body_mib: 010").line == lineOf(kNode, "body_mib"));
    CHECK(onlyFault("level: warning", "levle: warning").line == lineOf(kNode, "level: warning"));
    CHECK(onlyFault("  name: Test node\n", "").line == lineOf(kNode, "  country: NO"));
}

TEST_CASE("a key that stands twice is a fault that names both lines", "[configuration]") {
    const auto fault = onlyFault("  body_mib: 8", "  body_mib: 8\n  body_mib: 9");
    CHECK(fault.field == "body_mib");
    CHECK(fault.line == lineOf(kNode, "body_mib") + 1);
    CHECK(fault.message == "stands twice; first on line " + std::to_string(lineOf(kNode, "body_mib")));
}

TEST_CASE("a file that is not there is a fault", "[configuration]") {
    const auto fault = onlyFault("pki/server.key", "pki/none.key");
    CHECK(fault.field == "tls.server_key");
    CHECK(fault.message.starts_with("no such file: "));
    CHECK(onlyFault("path: documents", "path: pki/ca.pem").message.starts_with("no such directory: "));
    CHECK(onlyFault("countries: countries.yaml", "countries: none.yaml").field == "countries");
}

TEST_CASE("a data directory that is not there is a fault, given or not", "[configuration]") {
    const Node node;
    fs::remove(node.data() / "policies");
    const auto faults = node.faults();
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().field == "data.policies");

    node.write(kNode + "data:\n  policies: documents\n");
    CHECK(node.faults().empty());
    CHECK(loadConfiguration(node.file(), node.data())->data.policies == node.directory.path() / "documents");
}

TEST_CASE("all faults are reported at once, those of the countries file too", "[configuration]") {
    const Node node;
    auto text = replaced(kNode, "  body_mib: 8", "  body_mib: eight");
    text = replaced(text, "level: warning", "level: loud");
    text = replaced(text, "  name: Test node", "  nam: Test node");
    node.write(text);
    node.directory.write("countries.yaml", replaced(kCountries, "code: PT", "code: Portugal"));

    const auto faults = node.faults();
    std::vector<std::string> fields;
    for (const auto& fault : faults) {
        fields.push_back(fault.field);
    }
    CHECK(fields == std::vector<std::string>{"node.name", "node.nam", "limits.body_mib", "log.level",
                                             "countries[1].code"});
    const auto loaded = loadConfiguration(node.file(), node.data());
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().code == ErrorCode::ConfigurationInvalid);
    CHECK(std::ranges::count(loaded.error().detail, '\n') == 4);
}

TEST_CASE("what YAML allows and a configuration does not need is refused", "[configuration]") {
    CHECK(onlyFault("  name: Test node", "  name: &name Test node").message ==
          "anchors (&name) are not allowed; write the value out");
    CHECK(onlyFault("  name: Test node", "  name: *name").line == 3);
    CHECK(onlyFault("  name: Test node", "  name: !secret Test node").message ==
          "tags (!name) are not allowed");
    CHECK(onlyFault("countries: countries.yaml\n", "countries: countries.yaml\n---\nnode: 1\n").message ==
          "holds more than one document");
    CHECK(onlyFault("  name: Test node", "  name: [[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]").message ==
          "nested too deeply");
    CHECK(onlyFault("  name: Test node", "  ? [a, b]\n  : Test node").message == "a key must be plain text");
    CHECK(onlyFault("listen:", "listen: }").message.starts_with("not YAML: "));
}

TEST_CASE("a file that can't be read, is empty or is too long is one fault", "[configuration]") {
    const Node node;
    CHECK(checkConfiguration(node.directory.path() / "none.yaml", node.data()).size() == 1);
    node.write("");
    CHECK(node.faults().size() == 1);
    node.write("# nothing\n");
    CHECK(node.faults().size() == 1);
    node.write(std::string(1024 * 1024 + 1, '#'));
    CHECK(node.faults().size() == 1);
    node.write("just text");
    CHECK(node.faults().size() == 1);
}

TEST_CASE("faults of the countries file name that file", "[configuration]") {
    struct Row {
        std::string from;
        std::string to;
        std::string field;
        std::string message;
    };
    const auto row = GENERATE(values<Row>({
        {"code: PT", "code: \"NO\"", "countries[1].code", "stands twice in the list"},
        {"id: 2.999.2", "id: 2.999.1", "countries[1].home_community_id",
         "belongs to another country of the list"},
        {"https://ncp.example:8443/XCA_Service", "http://ncp.example:8443/XCA_Service",
         "countries[1].endpoints.query_retrieve", "must be an address of the form https://host[:port]/path"},
        {"https://ncp.example:8443/XCA_Service", "https://user@ncp.example/XCA_Service",
         "countries[1].endpoints.query_retrieve", "must be an address of the form https://host[:port]/path"},
        {"https://ncp.example:8443/XCA_Service", "https://", "countries[1].endpoints.query_retrieve",
         "must be an address of the form https://host[:port]/path"},
        {"    search_mask: mask.xml", "    searchmask: mask.xml", "countries[1].searchmask",
         "is unknown; did you mean search_mask?"},
        {"nn: Noreg, ", "", "countries[0].name.nn", "is missing"},
    }));
    const auto fault = onlyCountriesFault(row.from, row.to);
    CHECK(fault.file.ends_with("countries.yaml"));
    CHECK(fault.field == row.field);
    CHECK(fault.message == row.message);
}

TEST_CASE("an enabled country other than our own needs endpoints", "[configuration]") {
    const auto start = kCountries.find("    endpoints:");
    const auto endpoints = kCountries.substr(start, kCountries.find("    search_mask") - start);
    CHECK(onlyCountriesFault(endpoints, "").field == "countries[1].endpoints");
    const Node node;
    node.directory.write("countries.yaml",
                         replaced(replaced(kCountries, endpoints, ""), "2.999.2\n    enabled: true",
                                  "2.999.2\n    enabled: false"));
    CHECK(node.faults().empty());
}

TEST_CASE("the countries file and the node agree on who we are", "[configuration]") {
    CHECK(onlyCountriesFault("home_community_id: 2.999.1", "home_community_id: 2.999.7").message ==
          "the file gives our own country another home community id");
    CHECK(onlyFault("country: NO", "country: SE").message == "the file does not hold our own country, SE");
}

TEST_CASE("what is displayed is a configuration of the same content", "[configuration]") {
    const Node node;
    const auto loaded = loadConfiguration(node.file(), node.data()).value();
    const auto shown = app::toDisplay(loaded);
    const auto copy = node.directory.write("shown.yaml", shown);
    const auto again = loadConfiguration(copy, node.data());
    INFO((again ? std::string{} : again.error().detail));
    REQUIRE(again.has_value());
    CHECK(app::toDisplay(*again) == shown);
}

TEST_CASE("what broken rules lead to is read, and displayed with the defaults", "[configuration]") {
    Node node;
    node.write(kNode + "validation:\n  received: {errors: refuse}\n");
    const auto loaded = loadConfiguration(node.file(), node.data());
    REQUIRE(loaded.has_value());
    CHECK(loaded->validation.received.errors == transform::rules::Reaction::Refuse);
    const auto shown = app::toDisplay(*loaded);
    CHECK(shown.find("  received:\n    errors: \"refuse\"\n    warnings: \"log\"\n") != std::string::npos);
    CHECK(shown.find("  sent:\n    errors: \"refuse\"\n    warnings: \"log\"\n") != std::string::npos);
    node.write(kNode + "validation:\n  received: {errors: never}\n");
    REQUIRE(node.faults().size() == 1);
    CHECK(node.faults().front().field == "validation.received.errors");
}

TEST_CASE("the demonstration's nodes have no faults but the files that are made later", "[configuration]") {
    const auto source = fs::path{NCP_SOURCE_DIR};
    const auto* name = GENERATE("no.yaml", "pt.yaml");
    for (const auto& fault : checkConfiguration(source / "config/nodes" / name, source / "config")) {
        INFO(app::toLine(fault));
        CHECK(fault.message.find("/var/pki/") != std::string::npos);
    }
}
