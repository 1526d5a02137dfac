#include "base/xml/document.hpp"
#include "ncp/documents/messages.hpp"
#include "tests/support/counting_random.hpp"
#include "tests/support/document_entries.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using documents::QueryAnswer;
using ihe::Level;
using ihe::Status;

namespace {

constexpr std::string_view kSchema = "ebrim/query.xsd";
constexpr std::string_view kL1 = "urn:uuid:00000000-0000-4000-8000-0000000000L1";
constexpr std::string_view kL3 = "urn:uuid:00000000-0000-4000-8000-0000000000L3";

std::string written(const QueryAnswer& answer) {
    test::CountingRandom random;
    return documents::writeQueryAnswer(answer, test::inventedPatient(), *CountryCode::parse("PT"), random);
}

Result<QueryAnswer> read(std::string_view xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return documents::parseQueryAnswer(document->root());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// The part of a message from the n-th `<name` to its end tag.
std::string element(const std::string& text, const std::string& name, int n) {
    auto at = text.find("<" + name + " ");
    for (int i = 1; i < n; ++i) {
        at = text.find("<" + name + " ", at + 1);
    }
    const auto end = text.find("</" + name + ">", at);
    return text.substr(at, end + name.size() + 3 - at);
}

std::string association(std::string_view source, std::string_view target) {
    return "<Association id=\"urn:uuid:a\" associationType=\"urn:ihe:iti:2007:AssociationType:XFRM\" "
           "sourceObject=\"" +
           std::string{source} + "\" targetObject=\"" + std::string{target} + "\"/>";
}

std::string withoutAssociation(const std::string& text) {
    const auto start = text.find("<Association");
    const auto end = text.find("/>", start);
    return text.substr(0, start) + text.substr(end + 2);
}

QueryAnswer summaries() {
    return {{{test::inventedEntry(ihe::kPatientSummary, Level::L3),
              test::inventedEntry(ihe::kPatientSummary, Level::L1)}},
            {},
            Status::Success,
            {}};
}

ihe::RegistryError errorOf(ErrorCode code) {
    return ihe::registryError(Error{code, "detail that stays here", {}});
}

} // namespace

TEST_CASE("a summary in both forms is listed with its association, valid and reads back", "[documents]") {
    const auto xml = written(summaries());
    test::checkGolden(xml, "documents/answer-summary.xml");
    const auto faults = test::schemaFaults(xml, kSchema);
    CHECK(faults == "");
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->status == Status::Success);
    REQUIRE(answer->documents.size() == 1);
    REQUIRE(answer->documents[0].coded);
    REQUIRE(answer->documents[0].pdf);
    auto coded = *summaries().documents[0].coded;
    coded.patient = test::inventedPatient();
    CHECK((*answer->documents[0].coded == coded));
    CHECK(answer->documents[0].pdf->uniqueId == "2.25.7^inventedL1");
    CHECK(answer->tolerated.empty());
}

TEST_CASE("prescriptions are listed with their events and author, valid", "[documents]") {
    const QueryAnswer answer{{{test::inventedPrescription(Level::L3), {}}}, {}, Status::Success, {}};
    const auto xml = written(answer);
    test::checkGolden(xml, "documents/answer-prescription.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
    const auto back = read(xml);
    REQUIRE(back);
    CHECK(back->documents[0].coded->events.size() == 4);
    CHECK_FALSE(back->documents[0].pdf);
}

TEST_CASE("an answer without documents has an empty list, valid, with its error", "[documents]") {
    const auto [code, status] =
        GENERATE(table<ErrorCode, Status>({{ErrorCode::SummaryNotFound, Status::Success},
                                           {ErrorCode::PrescriptionNotFound, Status::Failure},
                                           {ErrorCode::InsufficientRights, Status::Failure}}));
    QueryAnswer answer{{}, {errorOf(code)}, {}, {}};
    answer.status = documents::queryStatus(false, answer.errors);
    CHECK(answer.status == status);
    const auto xml = written(answer);
    CHECK(test::schemaFaults(xml, kSchema) == "");
    CHECK(xml.find("<RegistryObjectList/>") != std::string::npos);
    CHECK(xml.find("detail that stays here") == std::string::npos);
    const auto back = read(xml);
    REQUIRE(back);
    CHECK(back->errors == answer.errors);
    CHECK(back->status == status);
    CHECK(back->tolerated.empty());
}

TEST_CASE("a refusal is the reference's registry error", "[documents]") {
    test::checkGolden(written({{}, {errorOf(ErrorCode::InsufficientRights)}, Status::Failure, {}}),
                      "documents/answer-refused.xml");
}

TEST_CASE("the status of a query follows from documents and errors only", "[documents]") {
    const auto [any, codes, expected] = GENERATE(table<bool, std::vector<ErrorCode>, Status>({
        {true, {}, Status::Success},
        {true, {ErrorCode::SummaryNotFound}, Status::Success},
        {true, {ErrorCode::PrescriptionNotFound}, Status::Success},
        {true, {ErrorCode::SummaryFailed}, Status::PartialSuccess},
        {false, {}, Status::Success},
        {false, {ErrorCode::SummaryNotFound}, Status::Success},
        {false, {ErrorCode::OriginalDocumentNotFound}, Status::Success},
        {false, {ErrorCode::PrescriptionNotFound}, Status::Failure},
        {false, {ErrorCode::RegistryNotAvailable}, Status::Failure},
        {false, {ErrorCode::SummaryNotFound, ErrorCode::PrescriptionNotFound}, Status::Failure},
        {false, {ErrorCode::NoConsent}, Status::Failure},
    }));
    std::vector<ihe::RegistryError> errors;
    for (const auto code : codes) {
        errors.push_back(errorOf(code));
    }
    CHECK(documents::queryStatus(any, errors) == expected);
}

TEST_CASE("L1 may stand before L3, and the association may point either way", "[documents]") {
    const auto whole = written(summaries());
    const auto first = element(whole, "ExtrinsicObject", 1);
    const auto second = element(whole, "ExtrinsicObject", 2);
    auto swapped = withoutAssociation(whole);
    swapped = replaced(swapped, first + second,
                       second + first + GENERATE(association(kL1, kL3), association(kL3, kL1)));
    const auto answer = read(swapped);
    REQUIRE(answer);
    REQUIRE(answer->documents.size() == 1);
    CHECK(answer->documents[0].coded->level == Level::L3);
    CHECK(answer->documents[0].pdf->level == Level::L1);
}

TEST_CASE("an association may stand before its objects", "[documents]") {
    const auto xml = replaced(withoutAssociation(written(summaries())), "<RegistryObjectList>",
                              "<RegistryObjectList>" + association(kL1, kL3));
    CHECK(read(xml)->documents.size() == 1);
}

TEST_CASE("self-associations, unknown ends and other types pair nothing and lose nothing", "[documents]") {
    const auto lone = withoutAssociation(written(summaries()));
    const auto association_ =
        GENERATE(association(kL3, kL3), association(kL1, "urn:uuid:absent"), std::string{},
                 replaced(association(kL1, kL3), "AssociationType:XFRM", "AssociationType:RPLC"));
    const auto answer = read(replaced(lone, "</RegistryObjectList>", association_ + "</RegistryObjectList>"));
    REQUIRE(answer);
    CHECK(answer->documents.size() == 2);
}

TEST_CASE("one document can't be the other form of two", "[documents]") {
    auto answer = summaries();
    auto other = test::inventedEntry(ihe::kPatientSummary, Level::L3);
    other.entryUuid = "urn:uuid:other";
    other.uniqueId = "2.25.7^other";
    answer.documents.push_back({other, {}});
    const auto xml = replaced(written(answer), "</RegistryObjectList>",
                              association(kL1, "urn:uuid:other") + "</RegistryObjectList>");
    const auto back = read(xml);
    REQUIRE(back);
    REQUIRE(back->documents.size() == 2);
    CHECK(back->documents[0].coded->uniqueId == "2.25.7^inventedL3");
    CHECK_FALSE(back->documents[1].pdf);
}

TEST_CASE("a summary that is listed twice is shown once", "[documents]") {
    const auto whole = written(summaries());
    const auto again = replaced(element(whole, "ExtrinsicObject", 1), kL3, "urn:uuid:again");
    const auto answer = read(replaced(whole, "</RegistryObjectList>", again + "</RegistryObjectList>"));
    REQUIRE(answer);
    CHECK(answer->documents.size() == 1);
    CHECK(answer->documents[0].pdf);
    CHECK(answer->tolerated == std::vector{std::string{documents::kRepeatedDocumentTolerance}});
}

TEST_CASE("an answer without status, as a peer sends it for missing rights, is a failure", "[documents]") {
    const auto xml = replaced(written({{}, {}, Status::Success, {}}),
                              " status=\"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success\"", "");
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->status == Status::Failure);
    CHECK(answer->tolerated == std::vector{std::string{documents::kMissingStatusTolerance}});
}

TEST_CASE("an answer without object list is read as an empty one", "[documents]") {
    const auto answer = read(replaced(written({{}, {}, Status::Failure, {}}), "<RegistryObjectList/>", ""));
    REQUIRE(answer);
    CHECK(answer->documents.empty());
    CHECK(answer->tolerated == std::vector{std::string{documents::kMissingListTolerance}});
}

TEST_CASE("an answer that can't be read is the peer's fault", "[documents]") {
    const auto whole = written(summaries());
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"ResponseStatusType:Success", "ResponseStatusType:Fine"},
        {"xsd:query:3.0", "xsd:query:2.0"},
        {" home=\"urn:oid:2.16.17.710.820.1000.990.1\"", ""},
        {"value=\"2.25.7^inventedL3\"", "value=\"\""},
        {"<Value>2.25.7</Value>", "<Value>2.25<!-- x -->.7</Value>"},
    }));
    const auto answer = read(replaced(whole, from, to));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::PeerAnswerInvalid);
}

TEST_CASE("objects of another namespace are no documents", "[documents]") {
    const auto answer = read(replaced(written(summaries()), "xsd:rim:3.0", "xsd:rim:2.0"));
    REQUIRE(answer);
    CHECK(answer->documents.empty());
}

TEST_CASE("1000 documents are read, 1001 are refused", "[documents]") {
    QueryAnswer answer;
    for (int i = 0; i < 1000; ++i) {
        auto entry = test::inventedEntry(ihe::kPatientSummary, Level::L3);
        entry.entryUuid.clear();
        entry.uniqueId = "2.25." + std::to_string(i);
        answer.documents.push_back({entry, {}});
    }
    CHECK(read(written(answer))->documents.size() == 1000);
    answer.documents.push_back(summaries().documents[0]);
    CHECK_FALSE(read(written(answer)));
}

TEST_CASE("an original clinical document is listed with itself, valid and reads back", "[documents]") {
    const QueryAnswer answer{
        {{std::nullopt, test::inventedReport(ihe::kHospitalDischargeReport, "application/pdf")}},
        {},
        Status::Success,
        {}};
    const auto xml = written(answer);
    test::checkGolden(xml, "documents/answer-discharge.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
    CHECK(xml.find("sourceObject=\"" + std::string{kL1} + "\" targetObject=\"" + std::string{kL1} + "\"") !=
          std::string::npos);
    const auto again = read(xml);
    REQUIRE(again);
    REQUIRE(again->documents.size() == 1);
    CHECK_FALSE(again->documents.front().coded);
    auto entry = *answer.documents.front().pdf;
    entry.patient = test::inventedPatient();
    CHECK((again->documents.front().pdf == entry));
    CHECK(again->tolerated.empty());
}

TEST_CASE("a mix of every class is valid and reads back in its order", "[documents]") {
    QueryAnswer answer = summaries();
    auto number = 0;
    const auto add = [&](ihe::DocumentEntry entry) {
        entry.entryUuid.back() = static_cast<char>('a' + number);
        entry.uniqueId += std::to_string(number++);
        ihe::DocumentPair pair;
        (entry.level == Level::L1 ? pair.pdf : pair.coded) = std::move(entry);
        answer.documents.push_back(std::move(pair));
    };
    add(test::inventedPrescription(Level::L3));
    add(test::inventedEntry(ihe::kMedicationOverview, Level::L3));
    add(test::inventedReport(ihe::kLaboratoryReport, "application/pdf"));
    add(test::inventedReport(ihe::kImagingReport, "application/pdf"));
    add(test::inventedReport(ihe::kMedicalImages, "image/png"));
    add(test::inventedReport(ihe::kMedicalImages, "image/jpeg"));
    const auto xml = written(answer);
    CHECK(test::schemaFaults(xml, kSchema) == "");
    const auto again = read(xml);
    REQUIRE(again);
    REQUIRE(again->documents.size() == answer.documents.size());
    for (std::size_t i = 0; i < answer.documents.size(); ++i) {
        const auto& sent = answer.documents[i].coded ? answer.documents[i].coded : answer.documents[i].pdf;
        const auto& received =
            again->documents[i].coded ? again->documents[i].coded : again->documents[i].pdf;
        CHECK(received->uniqueId == sent->uniqueId);
        CHECK(received->formatCode == sent->formatCode);
        CHECK((received->events == sent->events));
    }
}

TEST_CASE("errors in a success are read, and named", "[documents]") {
    auto answer = summaries();
    answer.errors = {errorOf(ErrorCode::ClassCodeUnknown)};
    const auto again = read(written(answer));
    REQUIRE(again);
    CHECK(again->documents.size() == 1);
    CHECK(again->errors.size() == 1);
    CHECK(again->tolerated == std::vector{std::string{documents::kErrorInSuccessTolerance}});
    answer.errors = {errorOf(ErrorCode::SummaryNotFound)};
    CHECK(read(written(answer))->tolerated.empty());
}

TEST_CASE("a refusal without documents is valid and holds its errors", "[documents]") {
    const auto xml = documents::writeQueryRefusal({errorOf(ErrorCode::FilterNotValid)});
    CHECK(test::schemaFaults(xml, kSchema) == "");
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->status == Status::Failure);
    CHECK(answer->errors.size() == 1);
}
