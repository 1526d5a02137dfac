#include "tests/ncp/http/http_world.hpp"

#include <catch2/catch.hpp>
#include <cstdio>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;

namespace {

/// A server, the files of a client and of the authority, for programs that share no code with ours.
struct ForeignClient {
    ForeignClient()
        : server(pki,
                 [](const http::Request& request) {
                     return http::Response{
                         200, "text/plain", "hello " + request.clientCertificate->commonName() + "\n", {}};
                 }),
          client(writeCredential(directory, "client", pki.client())),
          authority(directory.write("authority.pem", pki.pki.tlsAuthority().certificate().pem())) {}

    /// Standard output and error of a command.
    static std::string run(const std::string& command) {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen((command + " 2>&1").c_str(), "r"),
                                                         &::pclose};
        std::string output;
        for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
            output.push_back(static_cast<char>(c));
        }
        return output;
    }

    std::string sClient(const std::string& options) const {
        return run(
            "printf 'GET / HTTP/1.1\\r\\nHost: n\\r\\nConnection: close\\r\\n\\r\\n' | timeout 10 openssl "
            "s_client -ign_eof -connect 127.0.0.1:" +
            std::to_string(server.port()) + " -CAfile " + authority.string() + " " + options);
    }
    std::string ourFiles() const { return "-cert " + client.chain.string() + " -key " + client.key.string(); }

    HttpPki pki;
    TemporaryDirectory directory;
    ServerUnderTest server;
    CredentialFiles client;
    std::filesystem::path authority;
};

} // namespace

TEST_CASE("curl is served over TLS 1.2 and 1.3, with a compressed and a large body",
          "[http][interoperability]") {
    ForeignClient foreign;
    const auto curl = "timeout 10 curl -sS --cacert " + foreign.authority.string() + " --cert " +
                      foreign.client.chain.string() + " --key " + foreign.client.key.string() + " " +
                      foreign.server.url();
    CHECK(ForeignClient::run(curl + " --tls-max 1.2") == "hello Test client NO\n");
    CHECK(ForeignClient::run(curl + " --tlsv1.3") == "hello Test client NO\n");
    const auto body = foreign.directory.write("body", std::string(1'500'000, 'x'));
    const auto upload = " --data-binary @" + body.string();
    CHECK(ForeignClient::run(curl + upload) == "hello Test client NO\n");
    CHECK(ForeignClient::run(curl + upload + " -H 'Transfer-Encoding: chunked'") == "hello Test client NO\n");
    CHECK(ForeignClient::run("gzip -k " + body.string()).empty());
    CHECK(ForeignClient::run(curl + " -H 'Content-Encoding: gzip' --data-binary @" + body.string() + ".gz") ==
          "hello Test client NO\n");
}

TEST_CASE("a client without a certificate is refused in TLS 1.2 and 1.3",
          "[http][interoperability][hostile]") {
    ForeignClient foreign;
    const auto* const version = GENERATE("-tls1_2", "-tls1_3");
    const auto output = foreign.sClient(version);
    CHECK(output.find("hello") == std::string::npos);
    CHECK_THAT(output, Contains("alert"));
    CHECK(foreign.server.refused("no-client-certificate"));
}

TEST_CASE("TLS 1.1 and ciphers without forward secrecy are refused", "[http][interoperability][hostile]") {
    ForeignClient foreign;
    const auto* const weakness =
        GENERATE("-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1_2 -cipher AES128-GCM-SHA256:AES256-SHA256",
                 "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA");
    const auto output = foreign.sClient(foreign.ourFiles() + " " + weakness);
    CHECK(output.find("hello") == std::string::npos);
    CHECK_THAT(output, Contains("alert"));
    CHECK(foreign.server.refused("tls"));
}

TEST_CASE("a client that offers a session resumes it, in TLS 1.2 and 1.3", "[http][interoperability]") {
    ForeignClient foreign;
    const auto version = std::string{GENERATE("-tls1_2", "-tls1_3")};
    const auto session = (foreign.directory.path() / "session.pem").string();
    const auto first = foreign.sClient(foreign.ourFiles() + " " + version + " -sess_out " + session);
    CHECK_THAT(first, Contains("hello Test client NO") && Contains("New, TLS"));
    const auto second = foreign.sClient(foreign.ourFiles() + " " + version + " -sess_in " + session);
    CHECK_THAT(second, Contains("hello Test client NO") && Contains("Reused, TLS"));
    CHECK(foreign.server.refusals().empty());
}

TEST_CASE("the server shows the chain of its credential and nothing from its trust list",
          "[http][interoperability]") {
    ForeignClient foreign;
    const auto output = foreign.sClient(foreign.ourFiles() + " -showcerts");
    const std::string_view begin = "-----BEGIN CERTIFICATE-----\n";
    const auto first = output.find(begin);
    REQUIRE(first != std::string::npos);
    CHECK_THAT(output, Contains(foreign.pki.server().certificate().pem()));
    CHECK(output.find(begin, first + 1) == std::string::npos);
}

TEST_CASE("a client that wants to renegotiate is not followed", "[http][interoperability][hostile]") {
    ForeignClient foreign;
    const auto output = ForeignClient::run(
        "(sleep 0.5; echo R; sleep 0.5) | timeout 10 openssl s_client -connect 127.0.0.1:" +
        std::to_string(foreign.server.port()) + " -tls1_2 -CAfile " + foreign.authority.string() + " " +
        foreign.ourFiles());
    CHECK_THAT(output, Contains("no renegotiation"));
}
