#include "base/xml/document.hpp"
#include "ncp/dispense/messages.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

Result<dispense::ReceivedAnswer> read(const std::string& xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return dispense::parseAnswer(document->root());
}

constexpr std::string_view kResponse =
    "<rs:RegistryResponse xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\"";

} // namespace

TEST_CASE("a success is valid and reads back", "[dispense]") {
    const auto xml = dispense::writeAnswer(ihe::Status::Success, {});
    CHECK(test::schemaFaults(xml, "ebrim/rs.xsd") == "");
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->status == ihe::Status::Success);
    CHECK(answer->errors.empty());
}

TEST_CASE("a refusal is valid, names its code and reads back", "[dispense]") {
    const auto xml =
        dispense::writeAnswer(ihe::Status::Failure, {{ErrorCode::PrescriptionAlreadyDispensed, "twice", {}}});
    test::checkGolden(xml, "dispense/refusal.xml");
    CHECK(test::schemaFaults(xml, "ebrim/rs.xsd") == "");
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->status == ihe::Status::Failure);
    REQUIRE(answer->errors.size() == 1);
    CHECK(answer->errors[0].code == "4106");
}

TEST_CASE("a refusal is an error, also where its code is a warning elsewhere", "[dispense]") {
    REQUIRE(spec(ErrorCode::RegistryNotAvailable).severity == Severity::Warning);
    const auto answer =
        read(dispense::writeAnswer(ihe::Status::Failure, {{ErrorCode::RegistryNotAvailable, "gone", {}}}));
    REQUIRE(answer);
    CHECK(answer->errors.at(0).severity == Severity::Error);
}

TEST_CASE("an answer without status is a refusal when it names an error, and nothing else", "[dispense]") {
    const auto refused =
        read(std::string{kResponse} + "><rs:RegistryErrorList>"
                                      "<rs:RegistryError errorCode=\"4106\" codeContext=\"\"/>"
                                      "</rs:RegistryErrorList></rs:RegistryResponse>");
    REQUIRE(refused);
    CHECK(refused->status == ihe::Status::Failure);
    CHECK((refused->tolerated == std::vector{std::string{dispense::kAnswerStatusTolerance}}));
    CHECK(read(std::string{kResponse} + "/>").error().code == ErrorCode::PeerAnswerInvalid);
}

TEST_CASE("an answer that can't be read is no success", "[dispense]") {
    CHECK(read("<a/>").error().code == ErrorCode::PeerAnswerInvalid);
    CHECK(read(std::string{kResponse} + " status=\"Success\"/>").error().code ==
          ErrorCode::PeerAnswerInvalid);
}
