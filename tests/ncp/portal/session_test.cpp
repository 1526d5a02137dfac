#include "ncp/portal/session.hpp"

#include "tests/ncp/portal/portal_world.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <set>

using namespace ncp;
using namespace ncp::portal;
using namespace std::chrono_literals;

namespace {

struct Place {
    SystemRandom random;
    test::StandingClock clock{SystemClock{}.now()};
    Sessions sessions{random, clock};
    Identity identity;

    std::string start(SessionKind kind = SessionKind::Page, bool clinician = true) {
        return sessions.start(kind, clinician ? &identity : nullptr, TextLanguage::English).value()->token;
    }
};

} // namespace

TEST_CASE("tokens are 256 bits and never the same", "[portal]") {
    Place place;
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) {
        const auto token = makeToken(place.random);
        CHECK(token.size() == 64);
        tokens.insert(token);
    }
    CHECK(tokens.size() == 100);
}

TEST_CASE("a session ends after half an hour without use", "[portal]") {
    Place place;
    const auto token = place.start();
    place.clock.advance(29min);
    CHECK(place.sessions.find(SessionKind::Page, token) != nullptr);
    place.clock.advance(29min);
    CHECK(place.sessions.find(SessionKind::Page, token) != nullptr);
    place.clock.advance(31min);
    CHECK(place.sessions.find(SessionKind::Page, token) == nullptr);
}

TEST_CASE("a session ends after eight hours, used or not", "[portal]") {
    Place place;
    const auto token = place.start();
    for (int i = 0; i < 24; ++i) {
        place.clock.advance(20min);
        REQUIRE(place.sessions.find(SessionKind::Page, token) != nullptr);
    }
    place.clock.advance(1min);
    CHECK(place.sessions.find(SessionKind::Page, token) == nullptr);
}

TEST_CASE("a token of the pages is none of the API, and the other way round", "[portal]") {
    Place place;
    const auto page = place.start(SessionKind::Page);
    const auto api = place.start(SessionKind::Api);
    CHECK(place.sessions.find(SessionKind::Api, page) == nullptr);
    CHECK(place.sessions.find(SessionKind::Page, api) == nullptr);
    CHECK(place.sessions.find(SessionKind::Page, "") == nullptr);
}

TEST_CASE("when all places are taken, a session before its sign-in gives way, a clinician's never",
          "[portal]") {
    Place place;
    const auto first = place.start(SessionKind::Page, false);
    place.clock.advance(1s);
    const auto clinician = place.start();
    for (std::size_t i = 2; i < Sessions::kLimit; ++i) {
        place.clock.advance(1s);
        place.start(SessionKind::Page, false);
    }
    place.start();
    CHECK(place.sessions.find(SessionKind::Page, first) == nullptr);
    CHECK(place.sessions.find(SessionKind::Page, clinician) != nullptr);
    for (std::size_t i = 2; i < Sessions::kLimit; ++i) {
        place.start();
    }
    const auto refused = place.sessions.start(SessionKind::Page, nullptr, TextLanguage::English);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::Overloaded);
}

TEST_CASE("five wrong PINs in a row stop attempts for a minute", "[portal]") {
    SignInAttempts attempts;
    const auto now = SystemClock{}.now();
    for (int i = 0; i < 5; ++i) {
        CHECK(attempts.allowed("a", now));
        attempts.failed("a", now);
    }
    CHECK_FALSE(attempts.allowed("a", now));
    CHECK_FALSE(attempts.allowed("a", now + 59s));
    CHECK(attempts.allowed("b", now));
    CHECK(attempts.allowed("a", now + 60s));
}

TEST_CASE("a right PIN forgets the wrong ones", "[portal]") {
    SignInAttempts attempts;
    const auto now = SystemClock{}.now();
    for (int i = 0; i < 4; ++i) {
        attempts.failed("a", now);
    }
    attempts.succeeded("a");
    attempts.failed("a", now);
    CHECK(attempts.allowed("a", now));
}

TEST_CASE("handles keep the newest", "[portal]") {
    Handles<int, 2> handles;
    handles.add("a", 1);
    handles.add("b", 2);
    handles.add("c", 3);
    CHECK(handles.find("a") == nullptr);
    REQUIRE(handles.find("c") != nullptr);
    CHECK(*handles.find("c") == 3);
}
