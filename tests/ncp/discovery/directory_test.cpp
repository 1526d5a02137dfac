#include "tests/ncp/discovery/network.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

using namespace ncp;
using namespace ncp::discovery;
using namespace ncp::test;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

const auto kPortugal = CountryCode::parse("PT").value();
const auto kSweden = CountryCode::parse("SE").value();

/// Requests that one lookup of a country makes: ITI-55, ITI-38, ITI-41 and the search mask.
constexpr std::size_t kRequestsOfALookup = 4;

ErrorCode codeOf(const Result<Peer>& found) {
    return found ? ErrorCode::Internal : found.error().code;
}

bool eventually(const std::function<bool()>& predicate) {
    const auto until = std::chrono::steady_clock::now() + seconds{20};
    while (!predicate()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

} // namespace

TEST_CASE("a peer is found with its addresses, its certificates and its search mask", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    CHECK_FALSE(directory->searchMask(kPortugal).has_value());
    const auto peer = directory->find(kPortugal);
    REQUIRE(peer.has_value());
    const auto certificate = smp.countries.tlsServer("PT").certificate();
    CHECK(peer->homeCommunityId.str() == "2.16.17.710.820.1000.990.1");
    CHECK(peer->patientDiscovery == "https://localhost:1/XCPD_Service");
    CHECK(peer->queryRetrieve == "https://localhost:1/XCA_Service");
    CHECK(peer->provide == "https://localhost:1/XDR_Service");
    CHECK(peer->patientDiscoveryCertificate == certificate);
    CHECK(peer->queryRetrieveCertificate == certificate);
    CHECK(peer->provideCertificate == certificate);
    REQUIRE(directory->searchMask(kPortugal).has_value());
    CHECK(directory->searchMask(kPortugal)->country == kPortugal);
    CHECK(codeOf(directory->find(CountryCode::parse("XX").value())) == ErrorCode::InputRefused);
}

TEST_CASE("what is known is not asked for again within its lifetime", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    REQUIRE(directory->find(kPortugal).has_value());
    CHECK(smp.requests() == kRequestsOfALookup);
    smp.clock.advance(hours{25});
    REQUIRE(directory->find(kPortugal).has_value());
    CHECK(smp.requests() == 2 * kRequestsOfALookup);
}

TEST_CASE("while the SMP is down what is known is served for a stated time", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    smp.answerWith([](const http::Request&) { return http::Response{503, "text/plain", "down", {}}; });
    smp.clock.advance(hours{25});
    CHECK(directory->find(kPortugal).has_value());
    CHECK(directory->status(kPortugal).freshness == Freshness::Stale);
    CHECK(directory->status(kPortugal).lastFailure.has_value());
    const auto asked = smp.requests();
    CHECK(directory->find(kPortugal).has_value()); // the failure is remembered
    CHECK(smp.requests() == asked);
    smp.clock.advance(hours{24 * 6});
    CHECK(codeOf(directory->find(kPortugal)) == ErrorCode::DiscoveryNotPossible);
    CHECK(directory->status(kPortugal).freshness == Freshness::Unknown);
    CHECK_FALSE(directory->searchMask(kPortugal).has_value());

    smp.answerWith({});
    smp.clock.advance(seconds{61});
    CHECK(directory->find(kPortugal).has_value());
    CHECK_FALSE(directory->status(kPortugal).lastFailure.has_value());
}

TEST_CASE("nothing is served past the expiration of the service", "[discovery]") {
    SmpUnderTest smp;
    auto own = servicesOf(smp.countries, "PT");
    own.expiration = testNow() + hours{1};
    smp.publish(own, smp.countries.signer("PT"));
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    smp.clock.advance(hours{1});
    const auto found = directory->find(kPortugal);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().rule == "expired");
}

TEST_CASE("nothing is served when a signer's certificate has expired meanwhile", "[discovery]") {
    SmpUnderTest smp;
    auto own = servicesOf(smp.countries, "PT");
    own.expiration = testNow() + hours{24 * 3650};
    smp.publish(own, smp.countries.signer("PT"));
    Directory::Settings settings;
    settings.lifetime = hours{24 * 3650};
    settings.staleness = hours{24 * 3650};
    const auto directory = smp.directory({}, settings);
    REQUIRE(directory->find(kPortugal).has_value());
    smp.clock.advance(hours{24 * 366});
    CHECK(codeOf(directory->find(kPortugal)) == ErrorCode::DiscoveryUntrusted);
}

TEST_CASE("a country that withdrew is no longer served", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const TemporaryDirectory kept;
    const auto directory = smp.directory(kept.path());
    REQUIRE(directory->find(kPortugal).has_value());
    std::filesystem::remove_all(smp.folder());
    smp.clock.advance(hours{25});
    CHECK(codeOf(directory->find(kPortugal)) == ErrorCode::PeerNotFound);
    CHECK(codeOf(smp.directory(kept.path())->find(kPortugal)) == ErrorCode::PeerNotFound);
}

TEST_CASE("an answer that is not trusted changes nothing that is known", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    TestPki strangers;
    const auto forged = signAsSmp(nationalMetadata(servicesOf(smp.countries, "PT"), Service::PatientDiscovery,
                                                   strangers.signer("PT")),
                                  strangers.signer("BE"))
                            .value();
    smp.answerWith([&](const http::Request&) { return http::Response{200, "application/xml", forged, {}}; });
    smp.clock.advance(hours{25});
    CHECK(directory->find(kPortugal).has_value());
    CHECK(directory->status(kPortugal).lastFailure->rule == "smp-chain");
    CHECK(codeOf(directory->find(kSweden)) == ErrorCode::DiscoveryUntrusted);
}

TEST_CASE("a failure is remembered for a short time", "[discovery]") {
    SmpUnderTest smp;
    const auto directory = smp.directory();
    CHECK(codeOf(directory->find(kPortugal)) == ErrorCode::PeerNotFound);
    const auto asked = smp.requests();
    CHECK(codeOf(directory->find(kPortugal)) == ErrorCode::PeerNotFound);
    CHECK(smp.requests() == asked);
    smp.publish();
    smp.clock.advance(seconds{61});
    CHECK(directory->find(kPortugal).has_value());
}

TEST_CASE("a country without dispensations or without a usable mask is found all the same", "[discovery]") {
    SmpUnderTest smp;
    auto own = servicesOf(smp.countries, "PT");
    own.mask = maskOf("SE");
    smp.publish(own, smp.countries.signer("PT"));
    http::Request remove;
    remove.method = "DELETE";
    remove.path = "/ehealth-participantid-qns::urn:ehealth:pt:ncp-idp/services/ehealth-resid-qns::" +
                  std::string{documentIdentifier(Service::Provide)};
    remove.clientCertificate = smp.countries.tlsClient("PT").certificate();
    REQUIRE(smp.service().handle(remove).status == 200);
    const auto directory = smp.directory();
    const auto peer = directory->find(kPortugal);
    REQUIRE(peer.has_value());
    CHECK(peer->provide.empty());
    CHECK_FALSE(directory->searchMask(kPortugal).has_value());
    CHECK(directory->status(kPortugal).known->findings.size() == 1);
}

TEST_CASE("many who ask at once cause one lookup", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    std::atomic<int> found = 0;
    std::vector<std::thread> askers;
    for (int i = 0; i < 16; ++i) {
        askers.emplace_back([&] { found += directory->find(kPortugal).has_value() ? 1 : 0; });
    }
    for (auto& asker : askers) {
        asker.join();
    }
    CHECK(found == 16);
    CHECK(smp.requests() == kRequestsOfALookup);
}

TEST_CASE("what was fetched survives a restart with the SMP down", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const TemporaryDirectory kept;
    REQUIRE(smp.directory(kept.path())->find(kPortugal).has_value());
    smp.stop();
    const auto restarted = smp.directory(kept.path());
    CHECK(restarted->status(kPortugal).freshness == Freshness::Fresh);
    CHECK(restarted->find(kPortugal)->queryRetrieve == "https://localhost:1/XCA_Service");
    CHECK(restarted->searchMask(kPortugal).has_value());

    SECTION("what was changed on the disk is not believed") {
        const auto file = kept.path() / "PT" / "iti-38.xml";
        std::ifstream in{file};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto at = text.find("localhost:1/XCA");
        REQUIRE(at != std::string::npos);
        std::ofstream{file} << text.replace(at, 9, "evil.test");
        CHECK(smp.directory(kept.path())->status(kPortugal).freshness == Freshness::Unknown);
    }
    SECTION("a moment in the future is not believed") {
        std::ofstream{kept.path() / "PT" / "fetched.tsv"} << "fetched\tsmp\n2027-01-01T00:00:00.000Z\tx\n";
        CHECK(smp.directory(kept.path())->status(kPortugal).freshness == Freshness::Unknown);
    }
    SECTION("it ends as it would have without the restart") {
        smp.clock.advance(hours{24 * 8});
        CHECK(codeOf(smp.directory(kept.path())->find(kPortugal)) == ErrorCode::DiscoveryNotPossible);
    }
}

TEST_CASE("in the background everything is known before anybody asks, and renewed in time", "[discovery]") {
    SmpUnderTest smp;
    smp.publish("PT");
    smp.publish("SE");
    const auto directory = smp.directory();
    directory->keepRefreshed();
    CHECK(eventually([&] {
        return directory->status(kPortugal).freshness == Freshness::Fresh &&
               directory->status(kSweden).freshness == Freshness::Fresh;
    }));
    const auto first = directory->status(kPortugal).known->fetched;
    smp.clock.advance(hours{20});
    CHECK(eventually([&] { return directory->status(kPortugal).known->fetched > first; }));
}

TEST_CASE("a country that is not as it was published is looked up anew, and not more than once a minute",
          "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    directory->doubt(kPortugal);
    REQUIRE(directory->find(kPortugal).has_value());
    CHECK(smp.requests() == kRequestsOfALookup); // fetched a moment ago

    auto moved = servicesOf(smp.countries, "PT");
    moved.queryRetrieve = "https://localhost:2/XCA_Service";
    smp.publish(moved, smp.countries.signer("PT"));
    smp.clock.advance(seconds{60});
    directory->doubt(kPortugal);
    CHECK(directory->find(kPortugal)->queryRetrieve == "https://localhost:2/XCA_Service");
    CHECK(smp.requests() == 2 * kRequestsOfALookup);
    REQUIRE(directory->find(kPortugal).has_value());
    CHECK(smp.requests() == 2 * kRequestsOfALookup);
}

TEST_CASE("a doubt does not take away what is known while the SMP is down", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto directory = smp.directory();
    REQUIRE(directory->find(kPortugal).has_value());
    smp.stop();
    smp.clock.advance(seconds{60});
    directory->doubt(kPortugal);
    CHECK(directory->find(kPortugal).has_value());
}

TEST_CASE("each lookup is reported with its outcome", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    std::vector<LookupReport> reports;
    auto parts = smp.parts();
    parts.onLookup = [&](const LookupReport& report) { reports.push_back(report); };
    const Directory directory{{{kPortugal, HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value()},
                               {kSweden, HomeCommunityId::parse("1.2.752.221.3.1.1").value()}},
                              std::move(parts),
                              {}};
    static_cast<void>(directory.find(kPortugal));
    static_cast<void>(directory.find(kSweden));
    REQUIRE(reports.size() == 2);
    CHECK_FALSE(reports[0].error.has_value());
    CHECK(reports[0].smp == smp.url());
    CHECK(reports[1].country == kSweden);
    CHECK(reports[1].error->code == ErrorCode::PeerNotFound);
}
