#include "ncp/app/request_limiter.hpp"

#include <catch2/catch.hpp>
#include <optional>

using namespace ncp;
using namespace std::chrono_literals;
using app::RequestLimiter;
using app::RequestLimits;
using app::TokenBucket;

namespace {

const auto kStart = std::chrono::steady_clock::time_point{} + 1h;

RequestLimits limits(std::size_t country, std::size_t clinician, std::size_t atOnce) {
    return {country, clinician, atOnce};
}

/// Admits one request and ends it.
std::string admitted(RequestLimiter& limiter, const std::string& country, const RequestLimits& limits,
                     RequestLimiter::Time now) {
    const auto place = limiter.admit(country, limits, now);
    return place ? std::string{"admitted"} : place.error().error.rule;
}

} // namespace

TEST_CASE("a bucket gives a minute's worth at once and then what comes back", "[limits]") {
    TokenBucket bucket{60, kStart};
    for (int i = 0; i < 60; ++i) {
        REQUIRE(bucket.take(kStart));
    }
    CHECK_FALSE(bucket.take(kStart));
    CHECK(bucket.wait() == 1s);
    CHECK_FALSE(bucket.take(kStart + 900ms));
    CHECK(bucket.take(kStart + 1s));
    CHECK_FALSE(bucket.take(kStart + 1s));
    CHECK_FALSE(bucket.full(kStart + 50s));
    CHECK(bucket.full(kStart + 2min));
}

TEST_CASE("a bucket never holds more than a minute's worth, and time does not run back", "[limits]") {
    TokenBucket bucket{2, kStart};
    CHECK(bucket.take(kStart + 1h));
    CHECK(bucket.take(kStart + 1h));
    CHECK_FALSE(bucket.take(kStart + 1h));
    CHECK_FALSE(bucket.take(kStart));
    CHECK(bucket.wait() == 30s);
}

TEST_CASE("a country over its rate is refused, and the others go on", "[limits][hostile]") {
    RequestLimiter limiter;
    const auto usual = limits(2, 100, 10);
    CHECK(admitted(limiter, "NO", usual, kStart) == "admitted");
    CHECK(admitted(limiter, "NO", usual, kStart) == "admitted");
    CHECK(admitted(limiter, "NO", usual, kStart) == "country-rate");
    CHECK(admitted(limiter, "PT", usual, kStart) == "admitted");
    CHECK(admitted(limiter, "SE", limits(1, 100, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "SE", limits(1, 100, 10), kStart) == "country-rate");
    CHECK(admitted(limiter, "NO", usual, kStart + 30s) == "admitted");
}

TEST_CASE("what is refused says when to come again", "[limits]") {
    RequestLimiter limiter;
    const auto usual = limits(2, 1, 10);
    CHECK(admitted(limiter, "NO", usual, kStart) == "admitted");
    CHECK(admitted(limiter, "NO", usual, kStart) == "admitted");
    const auto refused = limiter.admit("NO", usual, kStart);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error.code == ErrorCode::RateLimited);
    CHECK(refused.error().retryAfter == 30s);
    REQUIRE(limiter.admitClinician("NO", "lege-1", usual, kStart));
    CHECK(limiter.admitClinician("NO", "lege-1", usual, kStart).error().retryAfter == 60s);
}

TEST_CASE("a country has no more requests under way than its share", "[limits][hostile]") {
    RequestLimiter limiter;
    const auto usual = limits(100, 100, 2);
    std::optional first{limiter.admit("NO", usual, kStart)};
    const auto second = limiter.admit("NO", usual, kStart);
    REQUIRE(*first);
    REQUIRE(second);
    CHECK(admitted(limiter, "NO", usual, kStart) == "country-requests-at-once");
    CHECK(admitted(limiter, "PT", usual, kStart) == "admitted");
    first.reset();
    CHECK(admitted(limiter, "NO", usual, kStart) == "admitted");
}

TEST_CASE("a clinician over the rate is refused, and colleagues go on", "[limits][hostile]") {
    RequestLimiter limiter;
    const auto usual = limits(100, 2, 10);
    CHECK(limiter.admitClinician("NO", "lege-1", usual, kStart));
    CHECK(limiter.admitClinician("NO", "lege-1", usual, kStart));
    const auto refused = limiter.admitClinician("NO", "lege-1", usual, kStart);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error.rule == "clinician-rate");
    CHECK(limiter.admitClinician("NO", "lege-2", usual, kStart));
    CHECK(limiter.admitClinician("SE", "lege-1", usual, kStart)); // another country's person of the same name
    CHECK(limiter.admitClinician("NO", "lege-1", usual, kStart + 30s));
}

TEST_CASE("a flood of invented names is bounded and does not refill the known ones", "[limits][hostile]") {
    RequestLimiter limiter;
    const auto usual = limits(100, 1, 10);
    for (int i = 0; i < 20'000; ++i) {
        REQUIRE(limiter.admitClinician("NO", "lege-" + std::to_string(i), usual, kStart));
    }
    CHECK(limiter.admitClinician("NO", "somebody new", usual, kStart));
    CHECK_FALSE(limiter.admitClinician("NO", "somebody else", usual, kStart)); // they share what is left
    CHECK_FALSE(limiter.admitClinician("NO", "lege-7", usual, kStart));
    CHECK(
        limiter.admitClinician("NO", "somebody else", usual, kStart + 2min)); // those of before are forgotten
}

TEST_CASE("a country's limits change while its requests are counted", "[limits]") {
    RequestLimiter limiter;
    CHECK(admitted(limiter, "NO", limits(2, 1, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "NO", limits(2, 1, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "NO", limits(600, 1, 10), kStart) ==
          "country-rate"); // what was taken stays taken
    CHECK(admitted(limiter, "NO", limits(600, 1, 10), kStart + 1s) == "admitted"); // and comes back sooner
    REQUIRE(limiter.admitClinician("NO", "lege-1", limits(600, 1, 10), kStart));
    CHECK_FALSE(limiter.admitClinician("NO", "lege-1", limits(600, 1, 10), kStart + 1s));
    CHECK_FALSE(limiter.admitClinician("NO", "lege-1", limits(600, 60, 10), kStart + 1s));
    CHECK(limiter.admitClinician("NO", "lege-1", limits(600, 60, 10), kStart + 2s));
    const auto running = limiter.admit("NO", limits(600, 60, 10), kStart + 3s);
    REQUIRE(running);
    CHECK(admitted(limiter, "NO", limits(600, 60, 1), kStart + 3s) == "country-requests-at-once");
}

TEST_CASE("who was out of requests has new ones as fast as the raised limit gives them", "[limits]") {
    RequestLimiter limiter;
    CHECK(admitted(limiter, "SE", limits(1, 1, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "SE", limits(1, 1, 10), kStart + 1s) == "country-rate");
    CHECK(admitted(limiter, "SE", limits(6000, 1, 10), kStart + 2s) == "admitted");
}

TEST_CASE("a limit that is lowered counts at once, whatever had been saved", "[limits][hostile]") {
    RequestLimiter limiter;
    CHECK(admitted(limiter, "NO", limits(6000, 1, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "NO", limits(1, 1, 10), kStart) == "admitted");
    CHECK(admitted(limiter, "NO", limits(1, 1, 10), kStart) == "country-rate");
}
