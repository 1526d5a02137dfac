#include "transform/cda/entry_reader.hpp"

#include "base/xml/document.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

/// The medication with these elements in it.
cda::Medication medication(const std::string& elements) {
    const auto document = xml::Document::parse("<substanceAdministration xmlns=\"urn:hl7-org:v3\" "
                                               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
                                               elements + "</substanceAdministration>");
    REQUIRE(document);
    const cda::Narrative narrative;
    cda::ValueReader reader{narrative};
    return cda::readMedication(document->root(), reader);
}

} // namespace

TEST_CASE("an instruction without a code is read as a comment", "[cda][medication]") {
    const auto read =
        medication("<entryRelationship typeCode=\"SUBJ\"><act classCode=\"ACT\"><text>tomar com "
                   "água</text></act></entryRelationship>");
    REQUIRE(read.instructions.size() == 1);
    CHECK(read.instructions.front().kind == cda::InstructionKind::Other);
    CHECK(read.instructions.front().text == "tomar com água");
}

TEST_CASE("a repeated time that does not say its type is the dosing, not the period of the treatment",
          "[cda][medication]") {
    const auto read = medication("<effectiveTime><period value=\"12\" unit=\"h\"/></effectiveTime>");
    CHECK(read.period.empty());
    REQUIRE(read.timings.size() == 1);
    CHECK(read.timings.front().period.value == "12");
    CHECK(medication("<effectiveTime><event code=\"ACM\"/></effectiveTime>").timings.size() == 1);
    const auto treatment = medication("<effectiveTime><low value=\"20260101\"/></effectiveTime>");
    CHECK(treatment.timings.empty());
    CHECK_FALSE(treatment.period.empty());
}
