#include "ncp/audit/event_json.hpp"

#include "tests/ncp/store/sample_event.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using audit::eventFromJson;
using audit::toJson;

TEST_CASE("an event survives its JSON form with every field", "[audit]") {
    const auto event = test::sampleEvent("urn:uuid:1");
    const auto read = eventFromJson(toJson(event));
    REQUIRE(read.has_value());
    CHECK(toJson(*read) == toJson(event));
    CHECK(read->time == event.time);
    CHECK(read->side == audit::Side::CountryA);
    CHECK(read->outcome == audit::Outcome::Refused);
    CHECK(read->organisation == "Invented Hospital Øst");
    CHECK(read->patientId == event.patientId);
    CHECK(read->patients == event.patients);
    CHECK(read->documents == event.documents);
    CHECK(read->sourceDocument == event.sourceDocument);
    CHECK(read->targetDocument == event.targetDocument);
    CHECK(read->reason == event.reason);
    CHECK(read->durationMicroseconds == 1234);
    CHECK(read->tolerated == event.tolerated);
}

TEST_CASE("every side and outcome has a name that is read again", "[audit]") {
    auto event = test::sampleEvent("m");
    event.side = GENERATE(audit::Side::CountryA, audit::Side::CountryB);
    event.outcome = GENERATE(audit::Outcome::Success, audit::Outcome::Negative, audit::Outcome::Refused,
                             audit::Outcome::Failed);
    const auto read = eventFromJson(toJson(event));
    REQUIRE(read.has_value());
    CHECK(read->side == event.side);
    CHECK(read->outcome == event.outcome);
}

TEST_CASE("an event with hostile text stays one valid JSON object", "[audit]") {
    auto event = test::sampleEvent("m");
    event.peerCertificate = "CN=\"},{\"outcome\":\"success\"\n\x01";
    event.clinicianName = "\xFF\xFE not UTF-8";
    const auto json = toJson(event);
    CHECK(json.find('\n') == std::string::npos);
    const auto read = eventFromJson(json);
    REQUIRE(read.has_value());
    CHECK(read->outcome == audit::Outcome::Refused);
    CHECK(read->peerCertificate == event.peerCertificate);
    CHECK(read->clinicianName.ends_with(" not UTF-8"));
}

TEST_CASE("fields that an older version did not write are left empty", "[audit]") {
    const auto read = eventFromJson(
        R"({"time":"2026-06-01T12:00:00.000Z","side":"B","outcome":"success","transaction":"ITI-55"})");
    REQUIRE(read.has_value());
    CHECK(read->side == audit::Side::CountryB);
    CHECK(read->transaction == "ITI-55");
    CHECK(read->patientId.empty());
    CHECK(read->patients.empty());
    CHECK(read->documents.empty());
    CHECK(read->sourceDocument.empty());
    CHECK(toJson(*read).find("sourceDocument") == std::string::npos);
}

TEST_CASE("what is no event is refused", "[audit]") {
    const auto* text =
        GENERATE("", "[]", "{", "null", "{}", R"({"time":"yesterday","side":"A","outcome":"success"})",
                 R"({"time":"2026-06-01T12:00:00.000Z","side":"C","outcome":"success"})",
                 R"({"time":"2026-06-01T12:00:00.000Z","side":"A","outcome":"perhaps"})",
                 R"({"time":"2026-06-01T12:00:00.000Z","side":"A","outcome":"success","patientId":7})",
                 R"({"time":"2026-06-01T12:00:00.000Z","side":"A","outcome":"success","documents":"1"})");
    const auto read = eventFromJson(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ErrorCode::StorageFailed);
}

TEST_CASE("a record's JSON starts with its sequence", "[audit]") {
    CHECK(toJson(audit::Record{7, test::sampleEvent("m")}).starts_with(R"({"sequence":7,"time":")"));
}
