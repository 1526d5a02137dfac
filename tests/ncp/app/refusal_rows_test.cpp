#include "ncp/app/refusal_rows.hpp"

#include "ncp/app/recorder.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <memory>

using namespace ncp;
using namespace ncp::test;
using namespace std::chrono_literals;
using app::RefusalRows;

namespace {

const auto kStart = std::chrono::steady_clock::time_point{} + 1h;

audit::Event refusal(const std::string& address, const std::string& rule, const std::string& country = {}) {
    audit::Event event;
    event.transaction = "unknown";
    event.outcome = audit::Outcome::Refused;
    event.peerAddress = address;
    event.peerCountry = country;
    event.rule = rule;
    return event;
}

/// How many of the same refusal become rows at once.
std::size_t rowsOf(RefusalRows& rows, const audit::Event& event, std::size_t count,
                   RefusalRows::Time now = kStart) {
    std::size_t written = 0;
    for (std::size_t i = 0; i < count; ++i) {
        written += rows.add(event, now) ? 1U : 0U;
    }
    return written;
}

std::int64_t told(const std::vector<audit::Event>& rows) {
    std::int64_t count = 0;
    for (const auto& row : rows) {
        count += 1 + row.further;
    }
    return count;
}

} // namespace

TEST_CASE("a flood of refusals from one address leaves bounded rows, and loses none", "[audit][hostile]") {
    RefusalRows rows{3};
    CHECK(rowsOf(rows, refusal("192.0.2.1", "tls"), 1000) == 3);
    CHECK(rowsOf(rows, refusal("192.0.2.2", "tls"), 1) == 1);
    CHECK(rows.due(kStart + 59s).empty());
    const auto due = rows.due(kStart + 60s);
    REQUIRE(due.size() == 1);
    CHECK(due.front().peerAddress == "192.0.2.1");
    CHECK(due.front().rule == "tls");
    CHECK(told(due) == 997);
    CHECK(rows.due(kStart + 2min).empty());
    CHECK(rowsOf(rows, refusal("192.0.2.1", "tls"), 5, kStart + 2min) == 3);
}

TEST_CASE("each rule has a row of its own", "[audit]") {
    RefusalRows rows{1};
    CHECK(rowsOf(rows, refusal("192.0.2.1", "tls"), 4) == 1);
    CHECK(rowsOf(rows, refusal("192.0.2.1", "no-client-certificate"), 2) == 0);
    const auto due = rows.due(kStart + 1min);
    REQUIRE(due.size() == 2);
    CHECK(told(due) == 5);
}

TEST_CASE("a verified country has more rows than a stranger, and they are bounded, too", "[audit][hostile]") {
    RefusalRows rows{2};
    CHECK(rowsOf(rows, refusal("192.0.2.1", "body-limit", "NO"), 100) == 20);
    CHECK(rowsOf(rows, refusal("192.0.2.1", "body-limit"), 100) == 2);
    CHECK(told(rows.remaining()) == 80 + 98);
}

TEST_CASE("a flood from ever new addresses is bounded", "[audit][hostile]") {
    RefusalRows rows{1};
    std::size_t written = 0;
    for (int i = 0; i < 10'000; ++i) {
        written += rows.add(refusal("2001:db8::" + std::to_string(i), "tls"), kStart) ? 1U : 0U;
    }
    CHECK(written == 4097); // those that are told apart, and all others together
    CHECK(told(rows.remaining()) == 10'000 - 4097);
}

TEST_CASE("what was counted becomes rows when the recorder ends", "[audit]") {
    TemporaryDirectory directory;
    SystemClock clock;
    std::string logged;
    Logger log{clock, LogLevel::Info, [&](std::string_view line) { logged.append(line); }};
    const auto store = store::Store::open(directory.path() / "store.sqlite", clock, log).value();
    admin::Metrics metrics{{"NO"}, "test"};
    {
        app::Recorder recorder{*store, metrics, log, 2};
        for (int i = 0; i < 50; ++i) {
            REQUIRE(recorder.recordRefusal(refusal("192.0.2.1", "tls")));
        }
        CHECK(store->list({}).value().size() == 2);
        CHECK(metrics.text().find("rule=\"tls\"") != std::string::npos);
    }
    const auto records = store->list({}).value();
    REQUIRE(records.size() == 3);
    std::int64_t further = 0;
    for (const auto& record : records) {
        further += record.event.further;
    }
    CHECK(further == 47);
    CHECK(logged.find("refusals.counted") != std::string::npos);
}
