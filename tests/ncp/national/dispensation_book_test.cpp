#include "ncp/national/dispensation_book.hpp"

#include "tests/ncp/national/dispensation_material.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using test::checkRepeated;
using test::checkTaken;
using test::codeOf;
using test::Dispensary;
using test::prescribed;
using test::ToldAct;

TEST_CASE("packages are handed out until none is left", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path() / "book"};
    const auto prescription = prescribed(3);
    checkTaken(dispensary.take({.documentId = "ED-1", .packages = 1, .second = 1}, &prescription));
    CHECK(codeOf(dispensary.take({.documentId = "ED-2", .packages = 3, .second = 2}, &prescription)) ==
          ErrorCode::PrescriptionNotMatching);
    checkTaken(dispensary.take({.documentId = "ED-3", .packages = 2, .second = 3}, &prescription));
    CHECK(codeOf(dispensary.take({.documentId = "ED-4", .packages = 1, .second = 4}, &prescription)) ==
          ErrorCode::PrescriptionAlreadyDispensed);
    CHECK(dispensary.handedOut() == 3);
    CHECK(dispensary.book.read().value()->entries().size() == 2);
}

TEST_CASE("the same document has one effect, however often it comes", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.packages = 2}, &prescription));
    checkRepeated(dispensary.take({.packages = 2}, &prescription));
    Dispensary restarted{directory.path()};
    checkRepeated(restarted.take({.packages = 2}, &prescription));
    CHECK(restarted.handedOut() == 2);
}

TEST_CASE("a repetition is answered when nothing is left and when the prescription is gone",
          "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({}, &prescription));
    checkRepeated(dispensary.take({}, &prescription));
    checkRepeated(dispensary.take({}, nullptr));
}

TEST_CASE("a document made anew about the same act counts once", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1", .second = 7}, &prescription));
    checkRepeated(dispensary.take({.documentId = "ED-2", .second = 7}, &prescription));
    checkRepeated(dispensary.take({.documentId = "ED-2", .second = 7}, nullptr));
    CHECK(dispensary.handedOut() == 1);
    CHECK(codeOf(dispensary.take({.documentId = "ED-2", .second = 8}, &prescription)) ==
          ErrorCode::DispensationFormatNotValid);
    checkRepeated(Dispensary{directory.path()}.take({.documentId = "ED-2", .second = 7}, &prescription));
}

TEST_CASE("an act that two documents told is taken back by either's id", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({.documentId = "ED-1", .second = 7}, &prescription));
    checkRepeated(dispensary.take({.documentId = "ED-2", .second = 7}, &prescription));
    CHECK(codeOf(dispensary.takeBack("ED-2", "PAT-2")) == ErrorCode::DiscardFailed);
    CHECK(codeOf(dispensary.takeBack("ED-2", "PAT-1", "SE")) == ErrorCode::DiscardFailed);
    checkTaken(dispensary.takeBack("ED-2"));
    checkRepeated(dispensary.takeBack("ED-1"));
    checkRepeated(dispensary.takeBack("ED-2"));
    CHECK(dispensary.handedOut() == 0);
    const auto* late = GENERATE("ED-1", "ED-2");
    CHECK(codeOf(dispensary.take({.documentId = late, .second = 7}, &prescription)) ==
          ErrorCode::DispensationFormatNotValid);
    checkTaken(dispensary.take({.documentId = "ED-3", .second = 7}, &prescription));
}

TEST_CASE("a second package handed out later the same day counts for itself", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1", .second = 7}, &prescription));
    checkTaken(dispensary.take({.documentId = "ED-2", .second = 8}, &prescription));
    CHECK(dispensary.handedOut() == 2);
}

TEST_CASE("acts without a time are told apart by their documents", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1", .timed = false}, &prescription));
    checkTaken(dispensary.take({.documentId = "ED-2", .timed = false}, &prescription));
    checkRepeated(dispensary.take({.documentId = "ED-2", .timed = false}, &prescription));
}

TEST_CASE("two countries that hand out the same at the same second are two acts", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription, "NO"));
    checkTaken(dispensary.take({.documentId = "ED-2"}, &prescription, "SE"));
    CHECK(codeOf(dispensary.take({.documentId = "ED-1"}, &prescription, "SE")) ==
          ErrorCode::DispensationFormatNotValid);
}

TEST_CASE("a document id can't be used for another dispensation", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.packages = 1}, &prescription));
    const auto other = GENERATE(ToldAct{.packages = 2}, ToldAct{.second = 9}, ToldAct{.patient = "PAT-2"});
    CHECK(codeOf(dispensary.take(other, &prescription)) == ErrorCode::DispensationFormatNotValid);
    CHECK(dispensary.handedOut() == 1);
}

TEST_CASE("what does not fit the prescription is refused and leaves no trace", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto open = prescribed(2);
    const auto fixed = prescribed(2, false);
    const auto cancelled = prescribed(2, true, false);
    CHECK(codeOf(dispensary.take({}, nullptr)) == ErrorCode::PrescriptionNotIdentifiable);
    CHECK(codeOf(dispensary.take({.item = "RX-2"}, &open)) == ErrorCode::PrescriptionNotMatching);
    CHECK(codeOf(dispensary.take({.packages = 3}, &open)) == ErrorCode::PrescriptionNotMatching);
    CHECK(codeOf(dispensary.take({.substituted = true}, &fixed)) == ErrorCode::SubstitutionNotAllowed);
    CHECK(codeOf(dispensary.take({}, &cancelled)) == ErrorCode::PrescriptionNotDispensable);
    CHECK(dispensary.book.read().value()->entries().empty());
    checkTaken(dispensary.take({.substituted = true}, &open));
}

TEST_CASE("the items of one document are counted together", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(3);
    auto statement = test::told({.packages = 2});
    statement.items.push_back(statement.items.front());
    const auto take = [&] {
        return dispensary.book.take({statement,
                                     "<two/>",
                                     &prescription,
                                     {national::patientDigest("2.999.3", "PAT-1")},
                                     CountryCode::parse("NO").value(),
                                     Instant{}},
                                    std::chrono::steady_clock::now() + std::chrono::hours{1});
    };
    CHECK(codeOf(take()) == ErrorCode::PrescriptionNotMatching);
    statement.items.back().packages = 1;
    checkTaken(take());
    CHECK(dispensary.handedOut() == 3);
}

TEST_CASE("a dispensation that names no item belongs to a prescription's only one", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto one = prescribed(2);
    auto two = one;
    two.items.push_back({{"2.999.50", "RX-1-2", {}, {}}, 2, true, true});
    CHECK(codeOf(dispensary.take({.item = ""}, &two)) == ErrorCode::PrescriptionNotMatching);
    checkTaken(dispensary.take({.item = ""}, &one));
    CHECK(dispensary.handedOut() == 1);
}

TEST_CASE("prescriptions of two patients under one id are counted apart", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({.documentId = "ED-1", .patient = "PAT-1"}, &prescription));
    checkTaken(dispensary.take({.documentId = "ED-2", .patient = "PAT-2"}, &prescription));
    CHECK(codeOf(dispensary.take({.documentId = "ED-3", .second = 3, .patient = "PAT-2"}, &prescription)) ==
          ErrorCode::PrescriptionAlreadyDispensed);
}

TEST_CASE("what a patient got under one identifier counts under the others", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({.documentId = "ED-1", .patient = "PAT-1"}, &prescription));
    const auto other = test::told({.documentId = "ED-2", .second = 2, .patient = "PAT-1b"});
    const std::vector<std::string> both{national::patientDigest("2.999.3", "PAT-1"),
                                        national::patientDigest("2.999.3", "PAT-1b")};
    CHECK(codeOf(dispensary.book.take(
              {other, "<x/>", &prescription, both, CountryCode::parse("NO").value(), Instant{}},
              std::chrono::steady_clock::now() + std::chrono::hours{1})) ==
          ErrorCode::PrescriptionAlreadyDispensed);
}

TEST_CASE("what was taken back can be handed out again, under another id", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription));
    checkTaken(dispensary.takeBack("ED-1"));
    CHECK(dispensary.handedOut() == 0);
    checkRepeated(dispensary.takeBack("ED-1"));
    const auto late = dispensary.take({.documentId = "ED-1"}, &prescription);
    CHECK(codeOf(late) == ErrorCode::DispensationFormatNotValid);
    CHECK(late.error().detail.find("taken back") != std::string::npos);
    checkTaken(dispensary.take({.documentId = "ED-2"}, &prescription));
    checkRepeated(Dispensary{directory.path()}.takeBack("ED-1"));
    CHECK(dispensary.handedOut() == 1);
}

TEST_CASE("only the patient's own dispensation is taken back, by the country that reported it",
          "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(1);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription, "NO"));
    CHECK(codeOf(dispensary.takeBack("ED-2")) == ErrorCode::DiscardFailed);
    CHECK(codeOf(dispensary.takeBack("ED-1", "PAT-2")) == ErrorCode::DiscardFailed);
    CHECK(codeOf(dispensary.takeBack("ED-1", "PAT-1", "SE")) == ErrorCode::DiscardFailed);
    CHECK(dispensary.handedOut() == 1);
    checkTaken(dispensary.takeBack("ED-1", "PAT-1", "NO"));
}

TEST_CASE("the book tells what it holds", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(4);
    checkTaken(dispensary.take({.documentId = "ED-1", .packages = 2, .substituted = true}, &prescription));
    checkTaken(dispensary.takeBack("ED-1"));
    const auto page = Dispensary{directory.path()}.book.read().value();
    REQUIRE(page->entries().size() == 1);
    const auto* entry = page->find(test::dispensationId("ED-1"));
    REQUIRE(entry != nullptr);
    REQUIRE(entry->dispensation);
    REQUIRE(entry->takenBack);
    CHECK(entry->dispensation->documentId == "2.999.1^ED-1");
    CHECK(entry->dispensation->country == "NO");
    CHECK(entry->dispensation->prescription == "2.999.50^RX-1");
    CHECK(entry->dispensation->taken == Instant{std::chrono::hours{500'000}});
    const national::DispensationRecord::Item item{"2.999.50^RX-1-1", 2, true};
    REQUIRE(entry->dispensation->items.size() == 1);
    CHECK(entry->dispensation->items.front() == item);
    CHECK(entry->takenBack->discardId == "2.999.9.1");
    CHECK_FALSE(entry->stands());
}
