#include "ncp/discovery/own_services.hpp"
#include "ncp/discovery/service_names.hpp"
#include "ncp/discovery/signed_metadata.hpp"
#include "tests/bench/tls_connection.hpp"
#include "tests/support/test_pki.hpp"

#include <benchmark/benchmark.h>

namespace ncp::bench {
namespace {

const CountryCode& portugal() {
    static const auto country = CountryCode::parse("PT").value();
    return country;
}

/// The signed metadata of one service, as an SMP answers with them.
struct Published {
    SystemClock clock;
    test::TestPki pki{clock.now()};
    certs::TrustStore trust = pki.trustStore();
    std::string xml = make();

    std::string make() {
        const discovery::OwnServices own{portugal(),
                                         "https://ncp.example/xcpd",
                                         "https://ncp.example/xca",
                                         "https://ncp.example/xdr",
                                         pki.tlsServer("PT").certificate(),
                                         clock.now() - std::chrono::hours{1},
                                         clock.now() + std::chrono::hours{24},
                                         "https://ncp.example",
                                         {},
                                         std::nullopt};
        const auto described = discovery::describe(own, discovery::Service::Query).value();
        const auto national =
            discovery::signNationally(discovery::writeServiceMetadata(described), pki.signer("PT")).value();
        return discovery::signAsSmp(national, pki.signer("BE")).value();
    }
};

/// What discovery costs beside the network: the name in the SML, and both signatures of what the SMP answers.
void nameOfParticipant(benchmark::State& state) {
    const auto participant = discovery::participantIdentifier(portugal());
    for (auto _ : state) {
        benchmark::DoNotOptimize(discovery::naptrLabel(participant));
    }
}
BENCHMARK(nameOfParticipant)->Unit(benchmark::kMicrosecond);

void verifyServiceMetadata(benchmark::State& state) {
    const Published published;
    for (auto _ : state) {
        if (!discovery::verifySignedMetadata(published.xml, portugal(), published.trust, published.trust,
                                             published.clock.now())) {
            stop("service metadata of ours do not verify");
        }
    }
}
BENCHMARK(verifyServiceMetadata)->Unit(benchmark::kMicrosecond);

/// What it would cost at least: parsing the answer.
void parseServiceMetadata(benchmark::State& state) {
    const Published published;
    for (auto _ : state) {
        benchmark::DoNotOptimize(xml::Document::parse(published.xml).value());
    }
}
BENCHMARK(parseServiceMetadata)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
