#include "ncp/discovery/mask_values.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::discovery;

namespace {

SearchMask country(const std::string& code) {
    return loadSearchMask(std::string{NCP_SOURCE_DIR} + "/config/searchmasks/InternationalSearch_" + code +
                          ".xml")
        .value();
}

std::vector<FieldFaultKind> kindsOf(const std::vector<FieldFault>& faults) {
    std::vector<FieldFaultKind> kinds;
    for (const auto& fault : faults) {
        kinds.push_back(fault.kind);
    }
    return kinds;
}

using Kinds = std::vector<FieldFaultKind>;

} // namespace

TEST_CASE("a number in the country's format becomes a search by identifier", "[search-mask]") {
    const auto search = toSearch(country("PT"), {{"patient.identifier.1", " 123456789 "}});
    REQUIRE(search.has_value());
    REQUIRE(search->identifiers.size() == 1);
    CHECK(search->identifiers[0].root().str() == "2.16.17.710.820.1000.990.1");
    CHECK(search->identifiers[0].revealExtension() == "123456789");
    CHECK(search->demographics == ihe::Demographics{});
}

TEST_CASE("blanks inside a number are taken out where the format has none", "[search-mask]") {
    const auto search = toSearch(country("PT"), {{"patient.identifier.1", "123 456 789"}});
    REQUIRE(search.has_value());
    CHECK(search->identifiers[0].revealExtension() == "123456789");
}

TEST_CASE("traits become demographics as ITI-55 carries them", "[search-mask]") {
    const auto date = GENERATE(as<std::string>{}, "1980-11-05", "05.11.1980", "19801105");
    const auto search = toSearch(country("PT"), {{"patient.familyName", "Oppdiktet"},
                                                 {"patient.firstName", "Maria"},
                                                 {"patient.birthDate", date},
                                                 {"patient.gender", "F"}});
    REQUIRE(search.has_value());
    CHECK(search->identifiers.empty());
    CHECK(search->demographics.familyName == "Oppdiktet");
    CHECK(search->demographics.givenName == "Maria");
    CHECK(search->demographics.birthDate == "19801105");
    CHECK(search->demographics.gender == "F");
}

TEST_CASE("what is wrong is told by field", "[search-mask]") {
    const auto pt = country("PT");
    CHECK(kindsOf(checkSearch(pt, {})) == Kinds{FieldFaultKind::NothingEntered});
    CHECK(kindsOf(checkSearch(pt, {{"patient.identifier.1", "12"}})) == Kinds{FieldFaultKind::Format});
    CHECK(kindsOf(checkSearch(pt, {{"patient.birthDate", "1980-02-30"}})) == Kinds{FieldFaultKind::NotADate});
    CHECK(kindsOf(checkSearch(pt, {{"patient.birthDate", "soon"}})) == Kinds{FieldFaultKind::NotADate});
    CHECK(kindsOf(checkSearch(pt, {{"patient.gender", "X"}})) == Kinds{FieldFaultKind::Format});
    CHECK(kindsOf(checkSearch(pt, {{"patient.familyName", std::string(200, 'a')}})) ==
          Kinds{FieldFaultKind::TooLong});
    CHECK(kindsOf(checkSearch(pt, {{"patient.identifier.1", "123456789"}, {"patient.shoeSize", "43"}})) ==
          Kinds{FieldFaultKind::Unknown});
    const auto cy = checkSearch(country("CY"), {{"patient.identifier.1", "42"}});
    REQUIRE(cy.size() == 1);
    CHECK(cy[0].field == "patient.birthDate");
    CHECK(cy[0].kind == FieldFaultKind::Missing);
}

TEST_CASE("of a choice there is one complete alternative", "[search-mask]") {
    const auto es = country("ES");
    CHECK(checkSearch(es, {{"patient.identifier.3", "AB12"}}).empty());
    CHECK(checkSearch(es, {{"patient.identifier.1", "AB12"}, {"patient.identifier.2", "123456"}}).empty());
    CHECK(kindsOf(checkSearch(es, {})) == Kinds{FieldFaultKind::ChoiceMissing});
    CHECK(kindsOf(checkSearch(es, {{"patient.identifier.1", "AB12"}})) == Kinds{FieldFaultKind::Missing});
    CHECK(kindsOf(checkSearch(es, {{"patient.identifier.1", "AB12"},
                                   {"patient.identifier.2", "123456"},
                                   {"patient.identifier.3", "AB12"}})) ==
          Kinds{FieldFaultKind::ChoiceSeveral});
}

TEST_CASE("an identifier that would change the meaning of the message is refused", "[search-mask]") {
    const auto open = parseSearchMask(
        R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code="XX"><ism:patientSearch>)"
        R"(<ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="1.2.3" format=".*" contextualDescription=""/></ism:identifier>)"
        R"(</ism:patientSearch></ism:country></ism:searchFields>)");
    REQUIRE(open.has_value());
    for (const auto* hostile : {"1^^^&9.9.9&ISO", "1&2", "1'2", "1\"2"}) {
        CHECK(kindsOf(checkSearch(*open, {{"patient.identifier.1", hostile}})) ==
              Kinds{FieldFaultKind::Format});
        CHECK_FALSE(toSearch(*open, {{"patient.identifier.1", hostile}}).has_value());
    }
}

TEST_CASE("a next of kin is nobody, complete, or a fault", "[search-mask]") {
    const auto pt = country("PT");
    const MaskValues patient{{"patient.identifier.1", "123456789"}};
    REQUIRE(toNextOfKin(pt, patient).has_value());
    CHECK_FALSE(toNextOfKin(pt, patient)->has_value());

    auto complete = patient;
    complete.insert({{"nextOfKin.identifier.1", "987654321"},
                     {"nextOfKin.familyName", "Oppdiktet"},
                     {"nextOfKin.firstName", "Ana"},
                     {"nextOfKin.birthDate", "01.02.1960"}});
    const auto kin = toNextOfKin(pt, complete);
    REQUIRE(kin.has_value());
    REQUIRE(kin->has_value());
    CHECK((*kin)->id.revealExtension() == "987654321");
    CHECK((*kin)->familyName == "Oppdiktet");
    CHECK((*kin)->birthDate == "19600201");

    auto begun = patient;
    begun.insert({"nextOfKin.firstName", "Ana"});
    CHECK_FALSE(checkSearch(pt, begun).empty());
    auto withoutNumber = complete;
    withoutNumber.erase("nextOfKin.identifier.1");
    CHECK(kindsOf(checkSearch(pt, withoutNumber)) == Kinds{FieldFaultKind::Missing});
}

TEST_CASE("document keys go into the treatment relation when they are complete", "[search-mask]") {
    const auto mask = parseSearchMask(
        R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code="XX"><ism:patientSearch>)"
        R"(<ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="1.2.3" format=".*" contextualDescription=""/></ism:identifier>)"
        R"(</ism:patientSearch><ism:documentSearch>)"
        R"(<ism:prescriptionId label="label.ism.ePrescriptionId" domain="1.2.4" format="[A-Z0-9]{4}" contextualDescription="" mandatory="true"/>)"
        R"(<ism:dispensationPINCode label="label.ism.dispensationPINCode" domain="1.2.5" format="[0-9]{6}" contextualDescription="" mandatory="true"/>)"
        R"(</ism:documentSearch></ism:country></ism:searchFields>)");
    REQUIRE(mask.has_value());
    const MaskValues both{{"document.1.prescriptionId", "AB12"}, {"document.1.dispensationPin", "123456"}};
    REQUIRE(toDocumentKeys(*mask, both).has_value());
    CHECK(toDocumentKeys(*mask, both)->prescriptionId == "AB12");
    CHECK(toDocumentKeys(*mask, both)->dispensationPin == "123456");
    CHECK(checkDocumentKeys(*mask, {}).empty());
    CHECK(kindsOf(checkDocumentKeys(*mask, {{"document.1.prescriptionId", "AB12"}})) ==
          Kinds{FieldFaultKind::Missing});
}
