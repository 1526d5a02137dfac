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
std::string admitted(RequestLimiter& limiter, const std::string& country, RequestLimiter::Time now) {
    const auto place = limiter.admit(country, now);
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
    RequestLimiter limiter{limits(2, 100, 10), {{"SE", limits(1, 100, 10)}}};
    CHECK(admitted(limiter, "NO", kStart) == "admitted");
    CHECK(admitted(limiter, "NO", kStart) == "admitted");
    CHECK(admitted(limiter, "NO", kStart) == "country-rate");
    CHECK(admitted(limiter, "PT", kStart) == "admitted");
    CHECK(admitted(limiter, "SE", kStart) == "admitted");
    CHECK(admitted(limiter, "SE", kStart) == "country-rate");
    CHECK(admitted(limiter, "NO", kStart + 30s) == "admitted");
}

TEST_CASE("what is refused says when to come again", "[limits]") {
    RequestLimiter limiter{limits(2, 1, 10), {}};
    CHECK(admitted(limiter, "NO", kStart) == "admitted");
    CHECK(admitted(limiter, "NO", kStart) == "admitted");
    const auto refused = limiter.admit("NO", kStart);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error.code == ErrorCode::RateLimited);
    CHECK(refused.error().retryAfter == 30s);
    REQUIRE(limiter.admitClinician("NO", "lege-1", kStart));
    CHECK(limiter.admitClinician("NO", "lege-1", kStart).error().retryAfter == 60s);
}

TEST_CASE("a country has no more requests under way than its share", "[limits][hostile]") {
    RequestLimiter limiter{limits(100, 100, 2), {}};
    std::optional first{limiter.admit("NO", kStart)};
    const auto second = limiter.admit("NO", kStart);
    REQUIRE(*first);
    REQUIRE(second);
    CHECK(admitted(limiter, "NO", kStart) == "country-requests-at-once");
    CHECK(admitted(limiter, "PT", kStart) == "admitted");
    first.reset();
    CHECK(admitted(limiter, "NO", kStart) == "admitted");
}

TEST_CASE("a clinician over the rate is refused, and colleagues go on", "[limits][hostile]") {
    RequestLimiter limiter{limits(100, 2, 10), {}};
    CHECK(limiter.admitClinician("NO", "lege-1", kStart));
    CHECK(limiter.admitClinician("NO", "lege-1", kStart));
    const auto refused = limiter.admitClinician("NO", "lege-1", kStart);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error.rule == "clinician-rate");
    CHECK(limiter.admitClinician("NO", "lege-2", kStart));
    CHECK(limiter.admitClinician("SE", "lege-1", kStart)); // another country's person of the same name
    CHECK(limiter.admitClinician("NO", "lege-1", kStart + 30s));
}

TEST_CASE("a flood of invented names is bounded and does not refill the known ones", "[limits][hostile]") {
    RequestLimiter limiter{limits(100, 1, 10), {}};
    for (int i = 0; i < 20'000; ++i) {
        REQUIRE(limiter.admitClinician("NO", "lege-" + std::to_string(i), kStart));
    }
    CHECK(limiter.admitClinician("NO", "somebody new", kStart));
    CHECK_FALSE(limiter.admitClinician("NO", "somebody else", kStart)); // they share what is left
    CHECK_FALSE(limiter.admitClinician("NO", "lege-7", kStart));
    CHECK(limiter.admitClinician("NO", "somebody else", kStart + 2min)); // those of before are forgotten
}
