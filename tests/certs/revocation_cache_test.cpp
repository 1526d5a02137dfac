#include "certs/revocation_cache.hpp"

#include "certs/trust_store.hpp"
#include "tests/certs/ocsp_workshop.hpp"
#include "tests/support/test_pki.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace ncp;
using namespace ncp::certs;
using namespace ncp::test;

namespace {

constexpr std::chrono::hours kHour{1};
const std::string kResponder = "http://responder.example/ocsp";
const std::string kList = "http://lists.example/authority.crl";

class StandingClock final : public Clock {
  public:
    Instant now() const override { return testNow(); }
};

/// An authority whose certificates state where to ask, and what is found there.
struct World {

    Certificate seal(std::vector<std::string> responders, std::vector<std::string> lists) const {
        CertificateSubject subject{"PT", "Test seal", {}};
        subject.responders = std::move(responders);
        subject.distributionPoints = std::move(lists);
        return authority
            .issueWithNewKey(subject, CertificateUse::Signature,
                             {testNow() - 1000 * kHour, testNow() + 1000 * kHour}, KeyKind::EcP256)
            .certificate();
    }

    PlainFetch fetch() {
        return [this](const PlainRequest& request) -> Result<std::string> {
            ++fetched;
            if (request.url == kResponder && respond) {
                return respond(request);
            }
            if (request.url == kList && !list.empty()) {
                return list;
            }
            return fail(ErrorCode::ConnectionNotPossible, "connection refused");
        };
    }

    std::shared_ptr<RevocationCache> cache(RevocationCache::Settings settings = quick()) {
        return std::make_shared<RevocationCache>(std::move(settings), fetch(), clock, log);
    }
    static RevocationCache::Settings quick() {
        RevocationCache::Settings settings;
        settings.period = std::chrono::milliseconds{0};
        return settings;
    }

    /// The rule that refuses, "" where the certificate is trusted.
    std::string ruleOf(const Certificate& certificate, std::shared_ptr<RevocationSource> source,
                       Instant now = testNow(), RevocationRules rules = {}) const {
        const TemporaryDirectory directory;
        const auto trust =
            TrustStore::load({{}, {}, {directory.write("anchor.pem", authority.certificate().pem())}, {}},
                             rules, std::move(source));
        REQUIRE(trust);
        const auto checked = trust->check(certificate, {}, Purpose::Signature, now);
        return checked ? "" : checked.error().rule;
    }

    void respondWith(const Certificate& about, Statement::Status status, Instant from = testNow() - kHour,
                     Instant until = testNow() + 10 * kHour) {
        const auto response = ocspResponse({about, authority.certificate(), responder, from, until, status});
        respond = [response](const PlainRequest&) { return response; };
    }

    DevelopmentAuthority authority = DevelopmentAuthority::make(
        "Test authority", {testNow() - 2000 * kHour, testNow() + 2000 * kHour}, KeyKind::EcP256);
    Credential responder =
        authority.issueWithNewKey({"", "Test responder", {}}, CertificateUse::OcspResponder,
                                  {testNow() - 1000 * kHour, testNow() + 1000 * kHour}, KeyKind::EcP256);
    StandingClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::function<Result<std::string>(const PlainRequest&)> respond;
    std::string list;
    std::atomic<int> fetched = 0;
};

} // namespace

TEST_CASE("a certificate that states a responder is trusted only when the responder answers well",
          "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    CHECK(world.ruleOf(seal, nullptr) == "revocation-unknown");
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
    world.respondWith(seal, Statement::Status::Good);
    CHECK(world.ruleOf(seal, world.cache()).empty());
    world.respondWith(seal, Statement::Status::Revoked);
    CHECK(world.ruleOf(seal, world.cache()) == "revoked");
    world.respondWith(seal, Statement::Status::Unknown);
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
    world.respondWith(world.seal({kResponder}, {}), Statement::Status::Good);
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
    world.respondWith(seal, Statement::Status::Good, testNow() - 9 * kHour, testNow() - kHour);
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
}

TEST_CASE("a distribution point is asked where no responder answers", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {kList});
    world.list = world.authority.revocationList({}, {testNow() - kHour, testNow() + kHour});
    CHECK(world.ruleOf(seal, world.cache()).empty());
    const std::vector revoked{seal};
    world.list = world.authority.revocationList(revoked, {testNow() - kHour, testNow() + kHour});
    CHECK(world.ruleOf(seal, world.cache()) == "revoked");
    world.list = world.authority.revocationList({}, {testNow() - 2 * kHour, testNow() - kHour});
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
    const World stranger;
    world.list = stranger.authority.revocationList({}, {testNow() - kHour, testNow() + kHour});
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
    world.list = "rubbish";
    CHECK(world.ruleOf(seal, world.cache()) == "revocation-unknown");
}

TEST_CASE("a source that can't be asked is not taken for none", "[certs][revocation][hostile]") {
    World world;
    CHECK(world.ruleOf(world.seal({"ldap://responder.example"}, {}), world.cache()) == "revocation-unknown");
    CHECK(world.ruleOf(world.seal({}, {"https://lists.example/a.crl"}), world.cache()) ==
          "revocation-unknown");
    CHECK(world.fetched == 0);
}

TEST_CASE("where nothing is stated the rules decide", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({}, {});
    CHECK(world.ruleOf(seal, world.cache()).empty());
    CHECK(world.ruleOf(seal, world.cache(), testNow(), {true, std::chrono::hours{0}}) ==
          "revocation-unknown");
    CHECK(world.fetched == 0);
}

TEST_CASE("a current answer costs no network, an ended one is asked for again", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    world.respondWith(seal, Statement::Status::Good);
    const auto cache = world.cache();
    CHECK(world.ruleOf(seal, cache).empty());
    world.respond = nullptr;
    CHECK(world.ruleOf(seal, cache).empty());
    CHECK(world.ruleOf(seal, cache, testNow() + 9 * kHour).empty());
    CHECK(world.fetched == 1);
    CHECK(world.ruleOf(seal, cache, testNow() + 11 * kHour) == "revocation-unknown");
    CHECK(world.fetched == 2);
}

TEST_CASE("who does not answer is not asked again at once", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    const auto cache = world.cache();
    CHECK(world.ruleOf(seal, cache) == "revocation-unknown");
    world.respondWith(seal, Statement::Status::Good);
    CHECK(world.ruleOf(seal, cache, testNow() + std::chrono::seconds{29}) == "revocation-unknown");
    CHECK(world.fetched == 1);
    CHECK(world.ruleOf(seal, cache, testNow() + std::chrono::seconds{31}).empty());
    CHECK(world.fetched == 2);
}

TEST_CASE("an ended answer counts for the stated time only where nobody answers", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    auto settings = World::quick();
    settings.acceptStale = std::chrono::hours{24};
    const auto cache = world.cache(settings);
    world.respondWith(seal, Statement::Status::Good);
    CHECK(world.ruleOf(seal, cache).empty());
    world.respond = nullptr;
    CHECK(world.ruleOf(seal, cache, testNow() + 20 * kHour).empty());
    CHECK(world.ruleOf(seal, cache, testNow() + 35 * kHour) == "revocation-unknown");
    world.respondWith(seal, Statement::Status::Revoked, testNow() + 29 * kHour, testNow() + 31 * kHour);
    CHECK(world.ruleOf(seal, cache, testNow() + 30 * kHour) == "revoked");
    world.respond = nullptr;
    CHECK(world.ruleOf(seal, cache, testNow() + 90 * kHour) == "revoked");
}

TEST_CASE("an older answer does not take the place of a newer one", "[certs][revocation][hostile]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    const auto& issuer = world.authority.certificate();
    const auto cache = world.cache();
    world.respondWith(seal, Statement::Status::Revoked);
    CHECK(world.ruleOf(seal, cache) == "revoked");
    cache->learn(seal, issuer,
                 ocspResponse({seal, issuer, world.responder, testNow() - 2 * kHour, testNow() + 20 * kHour}),
                 testNow());
    CHECK(world.ruleOf(seal, cache) == "revoked");
}

TEST_CASE("an answer that the peer shows saves the question, a forged one does not",
          "[certs][revocation][hostile]") {
    World world;
    const World stranger;
    const auto seal = world.seal({kResponder}, {});
    const auto& issuer = world.authority.certificate();
    const auto cache = world.cache();
    cache->learn(seal, issuer,
                 ocspResponse({seal, issuer, stranger.responder, testNow() - kHour, testNow() + kHour}),
                 testNow());
    cache->learn(seal, issuer, "rubbish", testNow());
    CHECK(cache->ask(seal, issuer, testNow(), RevocationEffort::KnownOnly).state ==
          RevocationAnswer::State::Unknown);
    cache->learn(seal, issuer,
                 ocspResponse({seal, issuer, world.responder, testNow() - kHour, testNow() + kHour}),
                 testNow());
    CHECK(world.ruleOf(seal, cache).empty());
    CHECK(world.fetched == 0);
}

TEST_CASE("answers survive a restart and are verified again", "[certs][revocation]") {
    World world;
    const TemporaryDirectory directory;
    auto settings = World::quick();
    settings.folder = directory.path() / "revocation";
    const auto byResponder = world.seal({kResponder}, {});
    const auto byList = world.seal({}, {kList});
    world.respondWith(byResponder, Statement::Status::Good);
    world.list = world.authority.revocationList({}, {testNow() - kHour, testNow() + 9 * kHour});
    CHECK(world.ruleOf(byResponder, world.cache(settings)).empty());
    CHECK(world.ruleOf(byList, world.cache(settings)).empty());
    world.respond = nullptr;
    world.list.clear();
    CHECK(world.ruleOf(byResponder, world.cache(settings)).empty());
    CHECK(world.ruleOf(byList, world.cache(settings)).empty());
    CHECK(world.fetched == 2);
    for (const auto& kept : std::filesystem::directory_iterator{settings.folder}) {
        directory.write("revocation/" + kept.path().filename().string(), "rubbish");
    }
    CHECK(world.ruleOf(byResponder, world.cache(settings)) == "revocation-unknown");
    CHECK(world.ruleOf(byList, world.cache(settings)) == "revocation-unknown");
}

TEST_CASE("what is in use is renewed before it ends", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    const auto cache = world.cache();
    world.respondWith(seal, Statement::Status::Good);
    CHECK(world.ruleOf(seal, cache).empty());
    cache->refresh(testNow() + std::chrono::minutes{30});
    CHECK(world.fetched == 1);
    world.respondWith(seal, Statement::Status::Revoked, testNow() + kHour, testNow() + 3 * kHour);
    cache->refresh(testNow() + std::chrono::minutes{61});
    CHECK(world.fetched == 2);
    CHECK(world.ruleOf(seal, cache, testNow() + std::chrono::minutes{61}) == "revoked");
}

TEST_CASE("several threads that need one answer cause one question", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {});
    world.respondWith(seal, Statement::Status::Good);
    const auto cache = world.cache();
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto answer =
                cache->ask(seal, world.authority.certificate(), testNow(), RevocationEffort::Ask);
            good += answer.state == RevocationAnswer::State::Good ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(good == 8);
    CHECK(world.fetched == 1);
}

TEST_CASE("a configured list decides without any question", "[certs][revocation]") {
    World world;
    const auto seal = world.seal({kResponder}, {kList});
    const TemporaryDirectory directory;
    const auto trustWith = [&](const std::string& list) {
        return TrustStore::load({{},
                                 {},
                                 {directory.write("anchor.pem", world.authority.certificate().pem())},
                                 {directory.write("list.crl", list)}},
                                {}, world.cache())
            .value();
    };
    const auto current = world.authority.revocationList({}, {testNow() - kHour, testNow() + kHour});
    CHECK(trustWith(current).check(seal, {}, Purpose::Signature, testNow()));
    CHECK(world.fetched == 0);
    const auto ended = world.authority.revocationList({}, {testNow() - 2 * kHour, testNow() - kHour});
    CHECK_FALSE(trustWith(ended).check(seal, {}, Purpose::Signature, testNow()));
    CHECK(world.fetched > 0);
}
