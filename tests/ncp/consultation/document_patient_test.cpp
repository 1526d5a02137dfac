#include "ncp/consultation/document_patient.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using consultation::checkOwnership;
using consultation::Ownership;
using consultation::patientDifferences;

namespace {

xml::Document documentOf(const std::string& targets) {
    return xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + targets +
                                "</ClinicalDocument>")
        .value();
}

std::string target(const std::string& ids) {
    return "<recordTarget><patientRole>" + ids + "</patientRole></recordTarget>";
}

const PatientId kAsked = PatientId::make("1.2.3", "900000001").value();

} // namespace

TEST_CASE("a document that bears the asked identifier is the patient's", "[consultation]") {
    const auto document =
        documentOf(target("<id root=\"9.9\" extension=\"x\"/><id root=\"1.2.3\" extension=\"900000001\"/>"));
    CHECK(checkOwnership(document, kAsked).value() == Ownership::Confirmed);
}

TEST_CASE("a document with another identifier of the domain is refused", "[consultation][hostile]") {
    const auto ownership =
        checkOwnership(documentOf(target("<id root=\"1.2.3\" extension=\"900000002\"/>")), kAsked);
    REQUIRE_FALSE(ownership);
    CHECK(ownership.error().code == ErrorCode::DocumentIntegrity);
    CHECK(ownership.error().rule == "document-patient");
    CHECK(ownership.error().detail.find("900000002") == std::string::npos);
}

TEST_CASE("identifiers of other domains alone do not say whose it is", "[consultation]") {
    CHECK(checkOwnership(documentOf(target("<id root=\"9.9\" extension=\"x\"/>")), kAsked).value() ==
          Ownership::NotTold);
    CHECK(checkOwnership(documentOf(target("<id nullFlavor=\"UNK\"/>")), kAsked).value() ==
          Ownership::NotTold);
}

TEST_CASE("a document about nobody or about several persons is refused", "[consultation][hostile]") {
    const auto own = target("<id root=\"1.2.3\" extension=\"900000001\"/>");
    const std::string role = own.substr(14, own.size() - 29);
    const std::string twoRoles = "<recordTarget>" + role + role + "</recordTarget>";
    std::string twoPersons = own;
    twoPersons.insert(twoPersons.find("</patientRole>"), "<patient/><patient/>");
    const std::vector<std::string> refused{{}, own + own, "<recordTarget/>", twoRoles, twoPersons};
    for (const auto& targets : refused) {
        const auto ownership = checkOwnership(documentOf(targets), kAsked);
        REQUIRE_FALSE(ownership);
        CHECK(ownership.error().rule == "document-one-patient");
    }
}

TEST_CASE("birth date and sex are held against those of the patient who was found", "[consultation]") {
    const auto stating = [](const std::string& birth, const std::string& gender) {
        return documentOf("<recordTarget><patientRole><patient><administrativeGenderCode code=\"" + gender +
                          "\"/><birthTime value=\"" + birth + "\"/></patient></patientRole></recordTarget>");
    };
    ihe::Demographics found;
    found.birthDate = "19880314";
    found.gender = "F";
    CHECK_FALSE(patientDifferences(stating("19880314", "F"), found).any());
    CHECK_FALSE(patientDifferences(stating("198803141200+0100", "UN"), found).any());
    CHECK_FALSE(patientDifferences(stating("1988", ""), found).any());
    CHECK_FALSE(patientDifferences(documentOf(target("")), found).any());
    CHECK(patientDifferences(stating("19880315", "F"), found).birthDate);
    CHECK(patientDifferences(stating("1989", "F"), found).birthDate);
    CHECK(patientDifferences(stating("19880314", "M"), found).gender);
}

TEST_CASE("another birth date and sex outweigh the identifier, one of them what bears none",
          "[consultation][hostile]") {
    CHECK_FALSE(isSomebodyElse(Ownership::Confirmed, {true, false}));
    CHECK_FALSE(isSomebodyElse(Ownership::Confirmed, {false, true}));
    CHECK(isSomebodyElse(Ownership::Confirmed, {true, true}));
    CHECK_FALSE(isSomebodyElse(Ownership::NotTold, {}));
    CHECK(isSomebodyElse(Ownership::NotTold, {true, false}));
    CHECK(isSomebodyElse(Ownership::NotTold, {false, true}));
}
