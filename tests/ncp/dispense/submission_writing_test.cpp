#include "base/xml/document.hpp"
#include "tests/ncp/dispense/invented_submission.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using dispense::Kind;

namespace {

constexpr std::string_view kSchema = "ebrim/IHEXDS.xsd";

std::string written(const dispense::Submission& submission) {
    test::CountingRandom random;
    return dispense::writeSubmission(submission, random);
}

} // namespace

TEST_CASE("a dispensation is written as the reference implementation does, and valid", "[dispense]") {
    const auto xml = test::inventedMessage(Kind::Dispensation);
    test::checkGolden(xml, "dispense/dispensation.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
}

TEST_CASE("a discard is written as the reference implementation does, and valid", "[dispense]") {
    const auto xml = test::inventedMessage(Kind::Discard);
    test::checkGolden(xml, "dispense/discard.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
}

TEST_CASE("times are written in UTC with 24 hours", "[dispense]") {
    const auto xml = test::inventedMessage();
    CHECK(xml.find(">20260131220509<") != std::string::npos);
    CHECK(xml.find("PID-7|19500301000000.000+0000<") != std::string::npos);
}

TEST_CASE("each notation of an organisation's id has its place in the author", "[dispense]") {
    struct Notation {
        std::string id, institution, person;
    };
    const std::vector<Notation> notations{
        {"urn:oid:2.25.4", "Invented Pharmacy^^^^^^^^^2.25.4", "Invented Pharmacist^^^&amp;2.25.4&amp;ISO"},
        {"urn:hl7ii:2.25.4:77", "Invented Pharmacy^^^^^&amp;2.25.4&amp;ISO^^^^77",
         "Invented Pharmacist^^^&amp;2.25.4:77&amp;ISO"},
        {"urn:hl7ii:2.25.4", "Invented Pharmacy^^^^^^^^^2.25.4", "Invented Pharmacist^^^&amp;2.25.4&amp;ISO"},
        {"4711", "Invented Pharmacy^^^^^^^^^4711", "Invented Pharmacist^^^&amp;4711&amp;ISO"},
    };
    for (const auto& notation : notations) {
        auto submission = test::inventedSubmission(Kind::Dispensation);
        submission.author.organisationId = notation.id;
        const auto xml = written(submission);
        CAPTURE(notation.id, xml);
        CHECK(xml.find("<Value>" + notation.institution + "</Value>") != std::string::npos);
        CHECK(xml.find("<Value>" + notation.person + "</Value>") != std::string::npos);
    }
}

TEST_CASE("a delimiter of HL7 v2 inside a name starts no other component", "[dispense]") {
    auto submission = test::inventedSubmission(Kind::Dispensation);
    submission.author.name = "In^vented&Pharmacist";
    submission.demographics.familyName = "Inven|tada^X";
    const auto xml = written(submission);
    CHECK(xml.find("<Value>In vented Pharmacist^^^&amp;") != std::string::npos);
    CHECK(xml.find("<Value>PID-5|Inven tada X^Pessoa</Value>") != std::string::npos);
}

TEST_CASE("what is not known of the patient is left out", "[dispense]") {
    auto submission = test::inventedSubmission(Kind::Dispensation);
    submission.demographics = {};
    submission.languageCode.clear();
    const auto xml = written(submission);
    for (const auto* field : {"PID-5", "PID-7", "PID-8"}) {
        CHECK(xml.find(field) == std::string::npos);
    }
    CHECK(xml.find("<Value>en-GB</Value>") != std::string::npos);
    CHECK(test::schemaFaults(xml, kSchema) == "");
}
