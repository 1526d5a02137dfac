#include "transform/render/danger_codes.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform::render;

namespace {

const std::string kHead = "rule\tsystem\tmatch\tcode\texplanation\tsource\n";

} // namespace

TEST_CASE("the tables that are built in are those of the configuration", "[render][danger]") {
    const std::filesystem::path directory = std::filesystem::path{NCP_SOURCE_DIR} / "config/render";
    const auto dangers = readFile(directory / "dangers.tsv");
    REQUIRE(dangers);
    const auto parsed = DangerCodes::parse(*dangers);
    REQUIRE(parsed);
    CHECK(parsed->size() == dangerCodes().size());
    const auto absences = readFile(directory / "absences.tsv");
    REQUIRE(absences);
    CHECK(AbsenceCodes::parse(*absences));
}

TEST_CASE("a code stands under its rule as a whole or by its beginning", "[render][danger]") {
    const auto codes = DangerCodes::parse(kHead + "severe\t1.2\tis\t442452003\tlife threatening\tx\n"
                                                  "anticoagulant\t1.3\tbegins\tB01AF\txabans\tx\n");
    REQUIRE(codes);
    CHECK(codes->is(Danger::Severe, "442452003"));
    CHECK_FALSE(codes->is(Danger::Severe, "4424520031"));
    CHECK_FALSE(codes->is(Danger::Reaction, "442452003"));
    CHECK(codes->is(Danger::Anticoagulant, "B01AF02"));
    CHECK_FALSE(codes->is(Danger::Anticoagulant, "B01A"));
    CHECK_FALSE(codes->is(Danger::Anticoagulant, ""));
}

TEST_CASE("platelet inhibitors are no anticoagulants, all others of their group are", "[render][danger]") {
    for (const char* code : {"B01AA03", "B01AB05", "B01AE07", "B01AF02", "B01AX05", "B01A"}) {
        INFO(code);
        CHECK(dangerCodes().is(Danger::Anticoagulant, code));
    }
    CHECK_FALSE(dangerCodes().is(Danger::Anticoagulant, "B01AC06"));
}

TEST_CASE("a table with an unknown rule, an unknown match or no code is refused with its line",
          "[render][danger]") {
    for (const char* row :
         {"sever\t1.2\tis\t1\tx\tx\n", "severe\t1.2\tends\t1\tx\tx\n", "severe\t1.2\tis\t\tx\tx\n"}) {
        const auto codes = DangerCodes::parse(kHead + row);
        REQUIRE_FALSE(codes);
        CHECK(codes.error().code == ErrorCode::ConfigurationInvalid);
        CHECK(codes.error().detail.find(":2:") != std::string::npos);
    }
    CHECK_FALSE(AbsenceCodes::parse("code\tsystem\tstatement\tsource\nx\t1\tnothing.x\ty\n"));
}

TEST_CASE("known absence and missing information are told apart", "[render][danger]") {
    REQUIRE(absenceCodes().find("no-known-allergies"));
    CHECK_FALSE(absenceCodes().find("no-known-allergies")->noInformation);
    REQUIRE(absenceCodes().find("no-allergy-info"));
    CHECK(absenceCodes().find("no-allergy-info")->noInformation);
    CHECK_FALSE(absenceCodes().find("91936005"));
}
