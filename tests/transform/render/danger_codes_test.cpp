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
    CHECK(DangerCodes::parse(*dangers).value() == dangerCodes());
    const auto absences = readFile(directory / "absences.tsv");
    REQUIRE(absences);
    CHECK(AbsenceCodes::parse(*absences).value() == absenceCodes());
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

TEST_CASE("capitals make no difference, and short codes hold in their own system only", "[render][danger]") {
    CHECK(dangerCodes().is(Danger::Anticoagulant, "b01aa03"));
    const std::string_view norwegian = "2.16.578.1.12.4.1.1.7497";
    CHECK(dangerCodes().is(Danger::Reaction, "10", norwegian));
    CHECK_FALSE(dangerCodes().is(Danger::Reaction, "11", norwegian));
    CHECK_FALSE(dangerCodes().is(Danger::Reaction, "10", "2.999"));
    CHECK_FALSE(dangerCodes().is(Danger::Reaction, "10"));
    CHECK_FALSE(DangerCodes::parse(kHead + "severe\t\tis-here\t1\tx\tx\n"));
}

TEST_CASE("an allergy that stands among the problems, and rare diseases, are warned of", "[render][danger]") {
    const std::string_view orphanet = "1.3.6.1.4.1.12559.11.10.1.3.1.44.5";
    CHECK(dangerCodes().is(Danger::LastingCondition, "Z88.0"));
    CHECK(dangerCodes().is(Danger::LastingCondition, "423", orphanet));
    CHECK_FALSE(dangerCodes().is(Danger::LastingCondition, "423", "2.16.840.1.113883.6.96"));
    CHECK(dangerCodes().is(Danger::Reaction, "421262002"));
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
