#include "ncp/store/store.hpp"

#include "ncp/audit/event_json.hpp"
#include "ncp/store/migrations.hpp"
#include "ncp/store/sqlite.hpp"
#include "tests/ncp/store/sample_event.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <sys/stat.h>
#include <thread>

using namespace ncp;
using ncp::store::Connection;
using ncp::store::Store;
using ncp::test::sampleEvent;

namespace {

class SettableClock final : public Clock {
  public:
    Instant now() const override { return Instant{std::chrono::milliseconds{milliseconds_.load()}}; }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> milliseconds_{1'780'000'000'000};
};

/// A directory, a clock and a silent log around a store.
struct Place {
    test::TemporaryDirectory directory;
    SettableClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::filesystem::path file = directory.path() / "node.sqlite";

    std::unique_ptr<Store> open() {
        auto opened = Store::open(file, clock, log);
        INFO((opened ? std::string{} : opened.error().detail));
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    Connection raw() {
        auto connection = Connection::open(file, Connection::Mode::ReadWrite, std::chrono::seconds{1});
        REQUIRE(connection.has_value());
        return std::move(*connection);
    }
};

std::vector<std::string> messageIds(const std::vector<audit::Record>& records) {
    std::vector<std::string> ids;
    for (const auto& record : records) {
        ids.push_back(record.event.messageId);
    }
    return ids;
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("an event comes back as it was recorded, also after the store was closed and opened", "[store]") {
    Place place;
    const auto event = sampleEvent("m-1");
    CHECK(place.open()->record(event) == 1);

    const auto records = place.open()->list({});
    REQUIRE(records.has_value());
    REQUIRE(records->size() == 1);
    CHECK(records->front().sequence == 1);
    CHECK(audit::toJson(records->front().event) == audit::toJson(event));
}

TEST_CASE("the store's file and its log can be read by the owner only", "[store]") {
    Place place;
    const auto store = place.open();
    REQUIRE(store->record(sampleEvent("m-1")));
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        struct stat state{};
        INFO("suffix " << suffix);
        REQUIRE(::stat((place.file.string() + suffix).c_str(), &state) == 0);
        CHECK((state.st_mode & 0077U) == 0);
    }
}

TEST_CASE("a listing gives the newest records that fit the filter, in ascending order", "[store]") {
    Place place;
    const auto store = place.open();
    for (int i = 1; i <= 4; ++i) {
        auto event = sampleEvent("m-" + std::to_string(i));
        event.time += std::chrono::seconds{i};
        event.peerCountry = i % 2 == 0 ? "DK" : "PT";
        event.transaction = i < 3 ? "ITI-55" : "ITI-39";
        event.outcome = i == 4 ? audit::Outcome::Failed : audit::Outcome::Success;
        REQUIRE(store->record(event));
    }
    const auto start = sampleEvent("").time;
    const auto listed = [&](const audit::Filter& filter) { return messageIds(store->list(filter).value()); };

    audit::Filter filter;
    SECTION("no restriction") {
        CHECK(listed(filter) == Ids{"m-1", "m-2", "m-3", "m-4"});
    }
    SECTION("limit") {
        filter.limit = 2;
        CHECK(listed(filter) == Ids{"m-3", "m-4"});
    }
    SECTION("after a sequence") {
        filter.afterSequence = 3;
        CHECK(listed(filter) == Ids{"m-4"});
    }
    SECTION("country") {
        filter.peerCountry = "DK";
        CHECK(listed(filter) == Ids{"m-2", "m-4"});
    }
    SECTION("transaction and outcome") {
        filter.transaction = "ITI-39";
        filter.outcome = "success";
        CHECK(listed(filter) == Ids{"m-3"});
    }
    SECTION("correlation id") {
        filter.correlationId = "correlation-m-2";
        CHECK(listed(filter) == Ids{"m-2"});
    }
    SECTION("from is inside, until is outside") {
        filter.from = start + std::chrono::seconds{2};
        filter.until = start + std::chrono::seconds{4};
        CHECK(listed(filter) == Ids{"m-2", "m-3"});
    }
    SECTION("a value with quotes is a value, not SQL") {
        filter.peerCountry = "' OR '1'='1";
        CHECK(listed(filter).empty());
    }
}

TEST_CASE("many threads record at once and each gets a sequence of its own without gaps", "[store]") {
    constexpr std::size_t kThreads = 8;
    constexpr std::size_t kEach = 50;
    Place place;
    const auto store = place.open();
    std::vector<std::vector<std::int64_t>> sequences(kThreads);
    std::vector<std::thread> threads;
    for (auto& mine : sequences) {
        threads.emplace_back([&store, &mine] {
            for (std::size_t i = 0; i < kEach; ++i) {
                mine.push_back(store->record(sampleEvent("m")).value_or(-1));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::set<std::int64_t> all;
    for (const auto& mine : sequences) {
        CHECK(std::is_sorted(mine.begin(), mine.end()));
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == kThreads * kEach);
    CHECK(*all.begin() == 1);
    CHECK(*all.rbegin() == static_cast<std::int64_t>(kThreads * kEach));
    CHECK(store->verifyChain());
}

TEST_CASE("a message is known as answered to its peer only, and within the window only", "[store]") {
    Place place;
    {
        const auto store = place.open();
        CHECK(store->wasAnswered("PT", "urn:uuid:1") == false);
        REQUIRE(store->recordAnswered(sampleEvent("urn:uuid:1"), "PT", "urn:uuid:1"));
    }
    const auto store = place.open();
    CHECK(store->wasAnswered("PT", "urn:uuid:1") == true);
    CHECK(store->wasAnswered("DK", "urn:uuid:1") == false);
    CHECK(store->wasAnswered("PT", "urn:uuid:2") == false);

    place.clock.advance(std::chrono::hours{24});
    CHECK(store->wasAnswered("PT", "urn:uuid:1") == true);
    place.clock.advance(std::chrono::milliseconds{1});
    CHECK(store->wasAnswered("PT", "urn:uuid:1") == false);
    CHECK(store->recordAnswered(sampleEvent("again"), "PT", "urn:uuid:1").has_value());
    CHECK(store->wasAnswered("PT", "urn:uuid:1") == true);
}

TEST_CASE("a message that only left a record was not answered", "[store]") {
    Place place;
    const auto store = place.open();
    REQUIRE(store->record(sampleEvent("urn:uuid:1")));
    CHECK(store->wasAnswered("PT", "urn:uuid:1") == false);
    CHECK(store->recordAnswered(sampleEvent("urn:uuid:1"), "PT", "urn:uuid:1").has_value());
}

TEST_CASE("a second answer to the same message is refused as replayed and leaves no record", "[store]") {
    Place place;
    const auto first = place.open();
    const auto second = place.open(); // another node on the same file
    REQUIRE(first->recordAnswered(sampleEvent("m-1"), "PT", "urn:uuid:1"));

    const auto replayed = second->recordAnswered(sampleEvent("m-2"), "PT", "urn:uuid:1");
    REQUIRE_FALSE(replayed.has_value());
    CHECK(replayed.error().code == ErrorCode::Replayed);
    CHECK(messageIds(second->list({}).value()) == Ids{"m-1"});
}

TEST_CASE("of many threads that answer the same message exactly one succeeds", "[store]") {
    Place place;
    const auto store = place.open();
    std::atomic<int> succeeded{0};
    std::atomic<int> replayed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto result = store->recordAnswered(sampleEvent("m"), "PT", "urn:uuid:1");
            succeeded += result ? 1 : 0;
            replayed += !result && result.error().code == ErrorCode::Replayed ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(succeeded == 1);
    CHECK(replayed == 7);
    CHECK(store->list({})->size() == 1);
}

TEST_CASE("message ids leave the file after the window", "[store]") {
    Place place;
    const auto store = place.open();
    for (int i = 0; i < 10; ++i) {
        REQUIRE(store->recordAnswered(sampleEvent("m"), "PT", "urn:uuid:" + std::to_string(i)));
    }
    place.clock.advance(std::chrono::hours{25});
    REQUIRE(store->record(sampleEvent("later")));
    CHECK(place.raw().integer("SELECT count(*) FROM answered_message").value() == 0);
    CHECK(store->list({})->size() == 11);
}

TEST_CASE("the trail can't be changed, shortened or overwritten by plain SQL", "[store]") {
    Place place;
    const auto store = place.open();
    REQUIRE(store->record(sampleEvent("m-1")));
    auto connection = place.raw();
    const auto* statement = GENERATE("UPDATE audit_event SET event = '{}'", "DELETE FROM audit_event",
                                     "INSERT OR REPLACE INTO audit_event (sequence, event, digest) "
                                     "SELECT sequence, event, digest FROM audit_event",
                                     "UPDATE audit_event SET sequence = 7");
    CHECK_FALSE(connection.execute(statement));
    CHECK(messageIds(store->list({}).value()) == Ids{"m-1"});
    CHECK(store->verifyChain());
}

TEST_CASE("tampering behind the triggers shows in the chain", "[store]") {
    Place place;
    const auto store = place.open();
    for (int i = 1; i <= 5; ++i) {
        REQUIRE(store->record(sampleEvent("m-" + std::to_string(i))));
    }
    REQUIRE(store->verifyChain());
    auto connection = place.raw();
    REQUIRE(connection.execute(
        "DROP TRIGGER audit_event_is_not_changed; DROP TRIGGER audit_event_is_not_deleted; "
        "DROP TRIGGER audit_event_is_not_replaced;"));
    const auto* statement =
        GENERATE("UPDATE audit_event SET event = replace(event, 'PT', 'DK') WHERE sequence = 3",
                 "DELETE FROM audit_event WHERE sequence = 3", "DELETE FROM audit_event WHERE sequence = 1",
                 "UPDATE audit_event SET digest = zeroblob(32) WHERE sequence = 5",
                 "DELETE FROM audit_event WHERE sequence = 2; UPDATE audit_event SET sequence = sequence - 1 "
                 "WHERE sequence > 2",
                 "INSERT INTO audit_event (sequence, event, digest) SELECT 6, event, digest FROM audit_event "
                 "WHERE sequence = 5");
    REQUIRE(connection.execute(statement));
    const auto verified = store->verifyChain();
    REQUIRE_FALSE(verified.has_value());
    CHECK(verified.error().code == ErrorCode::IntegrityNotEnsured);
}

TEST_CASE("the head of the trail moves with every record", "[store]") {
    Place place;
    const auto store = place.open();
    const auto empty = store->auditHead().value();
    CHECK(empty.sequence == 0);
    CHECK(empty.digest == std::string(64, '0'));
    REQUIRE(store->record(sampleEvent("m-1")));
    const auto one = store->auditHead().value();
    REQUIRE(store->record(sampleEvent("m-1")));
    const auto two = store->auditHead().value();
    CHECK(one.sequence == 1);
    CHECK(two.sequence == 2);
    CHECK(one.digest != two.digest);
}

TEST_CASE("a file that is no store of ours is refused and left as it was", "[store]") {
    Place place;
    const auto refused = [&] {
        const auto opened = Store::open(place.file, place.clock, place.log);
        return !opened && opened.error().code == ErrorCode::StorageFailed;
    };
    SECTION("not a database") {
        place.directory.write("node.sqlite", std::string(8192, 'x'));
        CHECK(refused());
        CHECK(std::filesystem::file_size(place.file) == 8192);
    }
    SECTION("another program's database") {
        REQUIRE(place.raw().execute("CREATE TABLE accounts (id INTEGER)"));
        CHECK(refused());
        CHECK(place.raw().integer("SELECT count(*) FROM sqlite_schema").value() == 1);
    }
    SECTION("made by a newer version") {
        static_cast<void>(place.open());
        REQUIRE(place.raw().execute("PRAGMA user_version = 999"));
        CHECK(refused());
    }
    SECTION("a directory") {
        std::filesystem::create_directory(place.file);
        CHECK(refused());
    }
    SECTION("a place where nothing can be made") {
        place.file = "/proc/no-such-place/node.sqlite";
        CHECK(refused());
    }
}

TEST_CASE("a new file that several open and close at once is made once", "[store]") {
    constexpr std::size_t kOpeners = 6;
    Place place;
    std::vector<std::string> outcomes(kOpeners);
    std::vector<std::thread> threads;
    for (auto& outcome : outcomes) {
        threads.emplace_back([&place, &outcome] {
            const auto store = Store::open(place.file, place.clock, place.log);
            const auto recorded =
                store ? (*store)->record(sampleEvent("m")) : Result<std::int64_t>{passOn(store)};
            outcome = recorded ? "recorded" : recorded.error().detail;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(outcomes == std::vector<std::string>(kOpeners, "recorded"));
    CHECK(place.open()->list({})->size() == kOpeners);
}

TEST_CASE("the steps of the schema are numbered from 1 without gaps", "[store]") {
    std::int64_t expected = 1;
    for (const auto& migration : store::migrations()) {
        CHECK(migration.version == expected++);
        CHECK_FALSE(migration.sql.empty());
    }
    CHECK(expected > 1);
}

TEST_CASE("a closed store is one file, without its log", "[store]") {
    Place place;
    REQUIRE(place.open()->record(sampleEvent("m-1")));
    CHECK_FALSE(std::filesystem::exists(place.file.string() + "-wal"));
    CHECK(place.open()->list({})->size() == 1);
}

TEST_CASE("a store that works has no faults and nothing waiting", "[store]") {
    Place place;
    const auto store = place.open();
    REQUIRE(store->record(sampleEvent("m-1")));
    CHECK(store->faults().empty());
    CHECK(store->queueLength() == 0);
}
