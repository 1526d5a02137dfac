#include "ncp/store/sent_dispensations.hpp"

#include "ncp/store/sqlite.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/store/sample_dispensation.hpp"
#include "tests/ncp/store/sample_event.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace ncp;
using ncp::store::SentFilter;
using ncp::store::SentState;
using ncp::store::Store;
using ncp::test::sampleDispensation;

namespace {

class SettableClock final : public Clock {
  public:
    Instant now() const override { return Instant{std::chrono::milliseconds{milliseconds_.load()}}; }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> milliseconds_{1'780'000'000'000};
};

struct Place {
    test::TemporaryDirectory directory;
    SettableClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::filesystem::path file = directory.path() / "node.sqlite";

    std::unique_ptr<Store> open() {
        auto opened = Store::open(file, clock, log, std::chrono::hours{24}, std::chrono::days{30});
        INFO((opened ? std::string{} : opened.error().detail));
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    /// Whether SQLite itself takes the statement.
    bool takes(const std::string& sql) {
        auto connection =
            store::Connection::open(file, store::Connection::Mode::ReadWrite, std::chrono::seconds{1});
        REQUIRE(connection.has_value());
        return connection->execute(sql).has_value();
    }
};

SentState stateOf(const Store& store, const std::string& id) {
    const auto found = store.findSent(id);
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    return (*found)->state;
}

} // namespace

TEST_CASE("a dispensation is durable, byte for byte, before it is sent", "[store][dispensation]") {
    Place place;
    const auto sent = sampleDispensation(1);
    REQUIRE(place.open()->enter(sent).value().fresh);

    const auto store = place.open();
    const auto found = store->findSent(sent.id).value();
    REQUIRE(found.has_value());
    CHECK(found->state == SentState::Sending);
    CHECK(found->attempt == 1);
    CHECK(*found->document == *sent.document);
    CHECK(found->patient == sent.patient);
    CHECK(found->messageId == sent.messageId);
    CHECK(found->created == place.clock.now());
    CHECK(store->listSent({}).value().front().document == nullptr);
    CHECK_FALSE(store->findSent("00000000-0000-4000-8000-000000000000").value().has_value());
}

TEST_CASE("the same request is entered once, also by two at the same time", "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    std::atomic<int> fresh{0};
    std::vector<std::thread> clicks;
    for (std::size_t i = 0; i < 8; ++i) {
        clicks.emplace_back([&, i] {
            auto sent = sampleDispensation(10 + i);
            sent.requestKey = "demo-clinician-1:one-click";
            fresh += store->enter(sent).value().fresh ? 1 : 0;
        });
    }
    for (auto& click : clicks) {
        click.join();
    }
    CHECK(fresh == 1);
    CHECK(store->listSent({}).value().size() == 1);
}

TEST_CASE("a dispensation is taken back once unless that was refused", "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    const auto discard = [](std::size_t number) {
        auto sent = sampleDispensation(number);
        sent.kind = store::SentKind::Discard;
        sent.takesBack = sampleDispensation(1).id;
        sent.documentId = sampleDispensation(1).documentId;
        return sent;
    };
    REQUIRE(store->enter(sampleDispensation(1)).value().fresh);
    REQUIRE(store->settle(sampleDispensation(1).id, 1, SentState::Accepted, "") == true);
    CHECK(store->enter(discard(2)).value().fresh);
    const auto second = store->enter(discard(3)).value();
    CHECK_FALSE(second.fresh);
    CHECK(second.sent.id == discard(2).id);
    REQUIRE(store->settle(discard(2).id, 1, SentState::Refused, "dispensation.discard_failed") == true);
    CHECK(store->enter(discard(4)).value().fresh);
}

TEST_CASE("an outcome is final, and only what is unknown is sent again", "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    const auto id = sampleDispensation(1).id;
    const store::Attempt again{id, 2, "demo-clinician-2", "correlation-2", "urn:uuid:second"};
    REQUIRE(store->enter(sampleDispensation(1)).value().fresh);
    CHECK(store->enterAgain(again).error().code == ErrorCode::InputRefused);
    REQUIRE(store->settle(id, 1, SentState::Unknown, "dispensation.unknown") == true);

    SECTION("the answer that came late, or to the next process, is taken") {
        CHECK(store->settle(id, 1, SentState::Accepted, "") == true);
        CHECK(stateOf(*store, id) == SentState::Accepted);
        CHECK(store->settle(id, 1, SentState::Refused, "dispensation.failed") == false);
        CHECK(store->settle(id, 1, SentState::Unknown, "dispensation.unknown") == false);
        CHECK(store->enterAgain(again).error().code == ErrorCode::InputRefused);
        CHECK(stateOf(*store, id) == SentState::Accepted);
    }
    SECTION("a repetition counts, and an outcome of the former attempt does not touch it") {
        CHECK(store->enterAgain(again));
        CHECK(store->enterAgain(again).error().code == ErrorCode::InputRefused);
        CHECK(store->settle(id, 1, SentState::Refused, "dispensation.failed") == false);
        const auto found = store->findSent(id).value();
        CHECK(found->state == SentState::Sending);
        CHECK(found->messageId == "urn:uuid:second");
        CHECK(*found->document == *sampleDispensation(1).document);
        REQUIRE(store->settle(id, 2, SentState::Unknown, "dispensation.unknown") == true);
        CHECK(store->enterAgain(again).error().code == ErrorCode::InputRefused); // a second click on the same
        CHECK(store->settle(id, 2, SentState::Accepted, "") == true);
    }
    SECTION("a repetition that is refused leaves it unknown: the first may have arrived") {
        REQUIRE(store->enterAgain(again));
        CHECK(store->settle(id, 2, SentState::Refused, "prescription.already_dispensed") == true);
        const auto found = store->findSent(id).value();
        CHECK(found->state == SentState::Unknown);
        CHECK(found->errorId == "prescription.already_dispensed");
        CHECK(store->enterAgain({id, 3, "demo-clinician-2", "correlation-3", "urn:uuid:third"}));
    }
}

TEST_CASE("the file itself refuses to change an outcome or a document, and to lose an open one",
          "[store][dispensation]") {
    Place place;
    {
        const auto store = place.open();
        for (std::size_t i = 1; i <= 3; ++i) {
            REQUIRE(store->enter(sampleDispensation(i)).value().fresh);
        }
        REQUIRE(store->settle(sampleDispensation(1).id, 1, SentState::Accepted, "") == true);
        REQUIRE(store->settle(sampleDispensation(2).id, 1, SentState::Unknown, "dispensation.unknown") ==
                true);
    }
    const auto where = [](std::size_t number) {
        return " WHERE id = '" + sampleDispensation(number).id + "'";
    };
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET state = 'unknown', error = 'x'" + where(1)));
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET document = x'00'" + where(2)));
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET packages = 9" + where(3)));
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET state = 'lost', error = 'x'" + where(2)));
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET state = 'accepted'" + where(2))); // keeps its error
    CHECK_FALSE(place.takes("DELETE FROM sent_dispensation" + where(2)));
    CHECK_FALSE(place.takes("DELETE FROM sent_dispensation" + where(3)));
    CHECK(place.takes("DELETE FROM sent_dispensation" + where(1)));
}

TEST_CASE("a list is narrowed by patient, state, prescription and time, newest last",
          "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    for (std::size_t i = 1; i <= 4; ++i) {
        auto sent = sampleDispensation(i);
        sent.patient = i == 3 ? "somebody-else^^^&2.999.1&ISO" : sent.patient;
        sent.prescription = i == 4 ? "2.999.2^prescription-2" : sent.prescription;
        REQUIRE(store->enter(sent).value().fresh);
        place.clock.advance(std::chrono::seconds{1});
    }
    REQUIRE(store->settle(sampleDispensation(2).id, 1, SentState::Accepted, "") == true);
    const auto listed = [&](const SentFilter& filter) {
        std::vector<std::string> ids;
        const auto rows = store->listSent(filter).value();
        for (const auto& sent : rows) {
            ids.push_back(sent.id.substr(sent.id.size() - 1));
        }
        return ids;
    };
    using Ids = std::vector<std::string>;
    SentFilter filter;
    CHECK(listed(filter) == Ids{"1", "2", "3", "4"});
    filter.limit = 2;
    CHECK(listed(filter) == Ids{"3", "4"});
    filter = {};
    filter.patient = sampleDispensation(1).patient;
    CHECK(listed(filter) == Ids{"1", "2", "4"});
    filter.prescription = "2.999.2^prescription-1";
    CHECK(listed(filter) == Ids{"1", "2"});
    filter.state = SentState::Sending;
    CHECK(listed(filter) == Ids{"1"});
    filter = {};
    filter.changedBefore = Instant{std::chrono::milliseconds{1'780'000'001'000}};
    CHECK(listed(filter) == Ids{"1"});
}

TEST_CASE("what is settled is dropped when its time is over, what has no outcome never is",
          "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    for (std::size_t i = 1; i <= 3; ++i) {
        REQUIRE(store->enter(sampleDispensation(i)).value().fresh);
    }
    REQUIRE(store->settle(sampleDispensation(1).id, 1, SentState::Accepted, "") == true);
    REQUIRE(store->settle(sampleDispensation(2).id, 1, SentState::Unknown, "dispensation.unknown") == true);
    place.clock.advance(std::chrono::days{29});
    REQUIRE(store->record(test::sampleEvent("before")));
    CHECK(store->listSent({}).value().size() == 3);
    place.clock.advance(std::chrono::days{2});
    REQUIRE(store->record(test::sampleEvent("after")));
    CHECK(store->listSent({}).value().size() == 2);
    CHECK(stateOf(*store, sampleDispensation(2).id) == SentState::Unknown);
    CHECK(stateOf(*store, sampleDispensation(3).id) == SentState::Sending);
}

TEST_CASE("only an unknown outcome is closed, once, and nothing changes the report afterwards",
          "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    const auto sent = sampleDispensation(1);
    REQUIRE(store->enter(sent).value().fresh);
    CHECK(store->close(sent.id, "too early").error().code == ErrorCode::InputRefused);
    REQUIRE(store->settle(sent.id, 1, SentState::Unknown, "dispensation.unknown") == true);
    CHECK(store->close("00000000-0000-4000-8000-000000000000", "nobody's").error().code ==
          ErrorCode::InputRefused);
    REQUIRE(store->close(sent.id, "the invented pharmacy was asked"));
    CHECK(store->findSent(sent.id).value()->closed == "the invented pharmacy was asked");
    CHECK(stateOf(*store, sent.id) == SentState::Unknown);

    CHECK(store->close(sent.id, "again").error().code == ErrorCode::InputRefused);
    CHECK(store->enterAgain({sent.id, 2, "demo-clinician-1", "c", "m"}).error().code ==
          ErrorCode::InputRefused);
    CHECK(store->settle(sent.id, 1, SentState::Accepted, "") == false);
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET closed = ''"));
    CHECK_FALSE(place.takes("UPDATE sent_dispensation SET state = 'accepted', error = ''"));
    CHECK(store->findSent(sent.id).value()->closed == "the invented pharmacy was asked");
}

TEST_CASE("a closed report is dropped when its time is over", "[store][dispensation]") {
    Place place;
    const auto store = place.open();
    const auto sent = sampleDispensation(1);
    REQUIRE(store->enter(sent).value().fresh);
    REQUIRE(store->settle(sent.id, 1, SentState::Unknown, "dispensation.unknown") == true);
    place.clock.advance(std::chrono::days{40});
    REQUIRE(store->close(sent.id, "the invented pharmacy was asked"));
    place.clock.advance(std::chrono::days{29});
    REQUIRE(store->record(test::sampleEvent("before")));
    CHECK(store->listSent({}).value().size() == 1);
    place.clock.advance(std::chrono::days{2});
    REQUIRE(store->record(test::sampleEvent("after")));
    CHECK(store->listSent({}).value().empty());
}

TEST_CASE("a file of the first schema gets the book and keeps its audit trail", "[store][dispensation]") {
    Place place;
    REQUIRE(place.open()->record(test::sampleEvent("m-1")));
    REQUIRE(place.takes(
        "DROP TABLE sent_dispensation; DROP TABLE delivered_submission; PRAGMA user_version = 1"));
    const auto store = place.open();
    CHECK(store->enter(sampleDispensation(1)).value().fresh);
    CHECK(store->verifyChain());
    CHECK(store->list({}).value().size() == 1);
}
