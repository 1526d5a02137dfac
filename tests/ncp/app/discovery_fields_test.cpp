#include "ncp/app/discovery_fields.hpp"

#include "ncp/app/yaml_reader.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::app;

namespace {

/// What the sections of a configuration are read as, with the faults that were found.
struct Reading {
    explicit Reading(const std::string& text) {
        directory.write("smp.pem", "");
        directory.write("smp.key", "");
        ConfigurationSource source{"node.yaml", directory.path(), {}};
        const auto yaml = readYaml(text, source.file);
        REQUIRE(yaml.value.has_value());
        FieldReader root{*yaml.value, "", source};
        discovery = readDiscovery(root);
        smp = readSmp(root);
        root.finish();
        for (const auto& fault : source.faults) {
            faults.push_back(fault.field);
        }
    }

    test::TemporaryDirectory directory;
    std::optional<DiscoveryConfiguration> discovery;
    std::optional<SmpConfiguration> smp;
    std::vector<std::string> faults;
};

std::vector<std::string> faultsOf(const std::string& lines) {
    return Reading{"discovery:\n  smp_anchors: [smp.pem]\n" + lines}.faults;
}

using Faults = std::vector<std::string>;

} // namespace

TEST_CASE("without their sections a node discovers nobody and is no SMP", "[app]") {
    const Reading none{"other: 1\n"};
    CHECK_FALSE(none.discovery.has_value());
    CHECK_FALSE(none.smp.has_value());
}

TEST_CASE("discovery has defaults for all but the network and its anchors", "[app]") {
    const Reading read{"discovery:\n  sml_domain: sml.example\n  smp_anchors: [smp.pem]\n"};
    CHECK(read.faults.empty());
    REQUIRE(read.discovery.has_value());
    CHECK(read.discovery->smlDomain == "sml.example");
    CHECK(read.discovery->prefer == AddressSource::Configured);
    CHECK_FALSE(read.discovery->cnameNames);
    CHECK(read.discovery->lifetime == std::chrono::hours{24});
    CHECK(read.discovery->staleness == std::chrono::hours{168});
}

TEST_CASE("one network is named, and its addresses can be used", "[app]") {
    CHECK(faultsOf("") == Faults{"discovery.sml_domain"});
    CHECK(faultsOf("  smp_url: https://smp.example\n  sml_domain: sml.example\n") ==
          Faults{"discovery.smp_url"});
    CHECK(faultsOf("  smp_url: ftp://smp.example\n") == Faults{"discovery.smp_url"});
    CHECK(faultsOf("  smp_url: https://user@smp.example\n") == Faults{"discovery.smp_url"});
    CHECK(faultsOf("  sml_domain: Sml Example\n") == Faults{"discovery.sml_domain"});
    CHECK(faultsOf("  sml_domain: sml.example\n  prefer: both\n") == Faults{"discovery.prefer"});
    CHECK(faultsOf("  sml_domain: sml.example\n  stale_hours: 1\n") == Faults{"discovery.stale_hours"});
    CHECK(faultsOf("  sml_domain: sml.example\n  signatures: off\n") == Faults{"discovery.signatures"});
    CHECK(Reading{"discovery:\n  sml_domain: sml.example\n"}.faults == Faults{"discovery.smp_anchors"});
}

TEST_CASE("an SMP answers without TLS on loopback only", "[app]") {
    const std::string rest = "  folder: smp\n  key: smp.key\n  chain: smp.pem\n";
    const Reading read{
        "smp:\n  listen: {address: 0.0.0.0, port: 1}\n  plain: {address: 127.0.0.1, port: 2}\n" + rest};
    CHECK(read.faults.empty());
    REQUIRE(read.smp.has_value());
    CHECK(read.smp->plain->port == 2);
    CHECK(Reading{"smp:\n  listen: {address: 0.0.0.0, port: 1}\n  plain: {address: 192.0.2.1, port: 2}\n" +
                  rest}
              .faults == Faults{"smp.plain.address"});
}
