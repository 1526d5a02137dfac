#include "ncp/consultation/prescription_entry.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;

namespace {

ihe::DocumentEntry entryWith(std::vector<Code> events) {
    ihe::DocumentEntry entry{.homeCommunityId = HomeCommunityId::parse("2.999.1").value()};
    entry.events = std::move(events);
    return entry;
}

Code state(const std::string& name) {
    return {"urn:ihe:iti:xdw:2011:eventCode:" + name, "1.3.6.1.4.1.19376.1.2.3", name, {}};
}

} // namespace

TEST_CASE("a prescription is told by substance, strength and form, each where the list has it",
          "[consultation]") {
    const auto prescription = consultation::prescriptionEntry(
        entryWith({state("open"),
                   {"B01AF02", "2.16.840.1.113883.6.73", "apixaban", {}},
                   {"5 mg", "eHDSI_Strength_CodeSystem", "Strength of medication", {}},
                   {"10219000", "0.4.0.127.0.16.1.1.2.1", "Tablet", {}},
                   {"N", "2.16.840.1.113883.5.1070", "none", {}}}));
    CHECK(productLine(prescription) == "apixaban, 5 mg, Tablet");
    CHECK(prescription.atc == "B01AF02");
    CHECK(prescription.dispensable == true);
    CHECK(prescription.substitution == "N");
    CHECK(productLine(consultation::prescriptionEntry(
              entryWith({{"B01AF02", "2.16.840.1.113883.6.73", "", {}}}))) == "B01AF02");
}

TEST_CASE("a listed prescription is told in the reader's language where the release has a name",
          "[consultation]") {
    const auto catalogue =
        transform::terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(catalogue);
    const auto line = [&](Code substance, Code form) {
        return productLine(consultation::translated(
            consultation::prescriptionEntry(entryWith({std::move(substance), std::move(form)})), *catalogue,
            TextLanguage::Bokmaal));
    };
    const Code tablet{"10219000", "0.4.0.127.0.16.1.1.2.1", "Tablet", {}};
    CHECK(line({"B01AA03", "2.16.840.1.113883.6.73", "warfarin", {}}, tablet) == "Warfarin, Tablett");
    CHECK(line({"X99ZZ99", "2.16.840.1.113883.6.73", "novum", {}}, tablet) == "novum, Tablett");
    CHECK(line({}, {}).empty());
}

TEST_CASE("open and closed are told, and silence is neither", "[consultation]") {
    CHECK(consultation::prescriptionEntry(entryWith({state("closed")})).dispensable == false);
    CHECK(consultation::prescriptionEntry(entryWith({state("open"), state("closed")})).dispensable == false);
    CHECK_FALSE(consultation::prescriptionEntry(entryWith({})).dispensable.has_value());
    CHECK(productLine(consultation::prescriptionEntry(entryWith({}))).empty());
}
