#include "ncp/app/trust_fields.hpp"

#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::app;

namespace {

/// A mapping as a node's file has it, among files that say nothing.
struct Section {
    Section() {
        for (const auto* name :
             {"a.key", "a.pem", "b.key", "b.pem", "c.p12", "pass", "module.so", "list.tsv"}) {
            directory.write(name, "");
        }
    }

    template <class Read>
    auto read(const std::string& yaml, Read function) {
        source = {"node.yaml", directory.path(), {}};
        auto reading = readYaml(yaml, "node.yaml");
        REQUIRE(reading.value);
        return function(FieldReader{*reading.value, "", source});
    }
    /// Where the faults are, in the order in which they were found.
    std::vector<std::string> faultyFields() const {
        std::vector<std::string> fields;
        for (const auto& fault : source.faults) {
            fields.push_back(fault.field);
        }
        return fields;
    }
    std::filesystem::path file(const std::string& name) const { return directory.path() / name; }

    test::TemporaryDirectory directory;
    ConfigurationSource source;
};

const std::string kSingle =
    "server_key: a.key\nserver_chain: a.pem\nclient_key: b.key\nclient_chain: b.pem\n";
const std::string kTrust = "tls_server_anchors: [a.pem]\ntls_client_anchors: [a.pem]\n"
                           "signature_anchors: [a.pem]\nrevocation_lists: []\n";

} // namespace

TEST_CASE("one pair of PEM files a role is what most nodes have", "[configuration]") {
    Section section;
    const auto tls = section.read(kSingle, readTls);
    CHECK(section.faultyFields().empty());
    CHECK(certs::certificateFileOf(tls.server.at(0)) == section.file("a.pem"));
    CHECK(certs::certificateFileOf(tls.client.at(0)) == section.file("b.pem"));
    CHECK_FALSE(tls.staple);
}

TEST_CASE("a role may have several credentials of different kinds", "[configuration]") {
    Section section;
    const auto signature = section.read("credentials:\n"
                                        "  - {key: a.key, chain: a.pem, pass_phrase_variable: NCP_PASS}\n"
                                        "  - {pkcs12: c.p12, pass_phrase_file: pass}\n"
                                        "  - {pkcs11: 'pkcs11:token=ncp;object=seal', module: module.so, "
                                        "pin_file: pass, chain: b.pem}\n",
                                        readSignature);
    CHECK(section.faultyFields().empty());
    REQUIRE(signature.size() == 3);
    CHECK(std::get<certs::PemFiles>(signature[0]).passPhrase.variable == "NCP_PASS");
    CHECK(std::get<certs::Pkcs12File>(signature[1]).passPhrase.file == section.file("pass"));
    const auto& onToken = std::get<certs::Pkcs11Key>(signature[2]);
    CHECK(onToken.uri == "pkcs11:token=ncp;object=seal");
    CHECK(onToken.pin.file == section.file("pass"));
    CHECK(certs::filesOf(signature[2]) == std::vector{section.file("b.pem"), section.file("pass")});
}

TEST_CASE("a secret in the configuration, two sources of one, and an empty list are faults",
          "[configuration][hostile]") {
    Section section;
    section.read("credentials: [{pkcs12: c.p12, pass_phrase: secret}]\n", readSignature);
    CHECK(section.faultyFields() == std::vector<std::string>{"credentials[0].pass_phrase"});
    section.read("credentials: [{pkcs12: c.p12, pass_phrase_file: pass, pass_phrase_variable: X}]\n",
                 readSignature);
    CHECK(section.faultyFields() == std::vector<std::string>{"credentials[0].pass_phrase_variable"});
    section.read(
        "credentials: [{pkcs11: 'pkcs11:object=seal?pin-value=1', module: module.so, chain: b.pem}]\n",
        readSignature);
    CHECK(section.faultyFields() == std::vector<std::string>{"credentials[0].pkcs11"});
    section.read("credentials: []\n", readSignature);
    CHECK(section.faultyFields() == std::vector<std::string>{"credentials"});
    section.read(kSingle + "server: [{key: a.key, chain: a.pem}]\n", readTls);
    CHECK(section.faultyFields() == std::vector<std::string>{"server_key", "server_chain"});
}

TEST_CASE("TLS keys are not on tokens", "[configuration]") {
    Section section;
    section.read("server: [{pkcs11: 'pkcs11:object=x', module: module.so, chain: b.pem}]\n"
                 "client_key: b.key\nclient_chain: b.pem\n",
                 readTls);
    CHECK_FALSE(section.faultyFields().empty());
}

TEST_CASE("unknown revocation is refused unless the file says how long an answer may be over",
          "[configuration]") {
    Section section;
    const auto strict = section.read(kTrust, readTrust);
    CHECK(section.faultyFields().empty());
    CHECK_FALSE(strict.revocation.always);
    CHECK(strict.revocation.acceptStale == std::chrono::hours{0});
    CHECK(strict.anchorCountries.empty());
    const auto given = section.read(kTrust + "anchor_countries: list.tsv\n"
                                             "revocation: {require: always, unknown: accept_until_stale, "
                                             "stale_hours: 6, fetch_seconds: 2, cache: kept}\n",
                                    readTrust);
    CHECK(section.faultyFields().empty());
    CHECK(given.revocation.always);
    CHECK(given.revocation.acceptStale == std::chrono::hours{6});
    CHECK(given.revocation.fetchTimeout == std::chrono::seconds{2});
    CHECK(given.revocation.cache == section.file("kept"));
    CHECK(given.anchorCountries == section.file("list.tsv"));
    section.read(kTrust + "revocation: {require: never, unknown: accept, fetch_seconds: 0}\n", readTrust);
    CHECK(section.faultyFields() ==
          std::vector<std::string>{"revocation.require", "revocation.unknown", "revocation.fetch_seconds"});
}
