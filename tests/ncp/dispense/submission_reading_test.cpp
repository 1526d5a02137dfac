#include "base/base64.hpp"
#include "base/xml/document.hpp"
#include "tests/ncp/dispense/invented_submission.hpp"
#include "tests/support/reference.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using dispense::Kind;
using dispense::ReceivedSubmission;

namespace {

Result<ReceivedSubmission> read(const std::string& xml, const ihe::Attachments& attachments = {}) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return dispense::parseSubmission(document->root(), attachments);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    for (; at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Without the first element of that kind whose start tag holds `mark`.
std::string without(std::string text, const std::string& element, const std::string& mark) {
    const auto marked = text.find(mark);
    REQUIRE(marked != std::string::npos);
    const auto start = text.rfind("<" + element, marked);
    const auto end = text.find("</" + element + ">", marked);
    REQUIRE((start != std::string::npos && end != std::string::npos));
    return text.erase(start, end + element.size() + 3 - start);
}

bool tolerates(const Result<ReceivedSubmission>& read, std::string_view name) {
    return read && std::ranges::find(read->tolerated, name) != read->tolerated.end();
}

const std::string kFormatScheme = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d";
const std::string kClassScheme = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
const std::string kUniqueIdScheme = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";

} // namespace

TEST_CASE("a submission that we wrote reads back", "[dispense]") {
    for (const auto kind : {Kind::Dispensation, Kind::Discard}) {
        const auto sent = test::inventedSubmission(kind);
        const auto received = read(test::inventedMessage(kind));
        REQUIRE(received);
        CHECK(received->kind == kind);
        CHECK(received->patient == sent.patient);
        CHECK(received->submissionSetId == sent.submissionSetId);
        CHECK(received->tolerated.empty());
        REQUIRE(received->documents.size() == 1);
        CHECK(received->documents[0].uniqueId == sent.documentUniqueId);
        CHECK(received->documents[0].languageCode == "nb-NO");
        CHECK(received->documents[0].creationTime == "20260131220509");
        CHECK(*received->documents[0].content == *sent.document);
    }
}

TEST_CASE("any submission that can be written reads back with the same content", "[dispense]") {
    std::mt19937 numbers{20260131}; // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in every run
    const auto text = [&](std::size_t most) {
        std::string made;
        const auto length = std::uniform_int_distribution<std::size_t>{1, most}(numbers);
        while (made.size() < length) {
            made += static_cast<char>(std::uniform_int_distribution<int>{'!', '~'}(numbers));
        }
        return made;
    };
    for (int round = 0; round < 300; ++round) {
        auto sent = test::inventedSubmission(round % 2 == 0 ? Kind::Dispensation : Kind::Discard);
        sent.submissionSetId = text(64);
        sent.documentUniqueId = text(200);
        sent.author = {text(80), text(80), text(80)};
        sent.demographics = {text(40), text(40), text(8), text(2), {}};
        std::string bytes = text(500);
        bytes[0] = static_cast<char>(round % 256);
        sent.document = std::make_shared<const std::string>(std::move(bytes));
        test::CountingRandom random;
        const auto received = read(dispense::writeSubmission(sent, random));
        REQUIRE(received);
        CHECK(received->kind == sent.kind);
        CHECK(received->submissionSetId == sent.submissionSetId);
        CHECK(received->documents.at(0).uniqueId == sent.documentUniqueId);
        CHECK(*received->documents.at(0).content == *sent.document);
    }
}

TEST_CASE("the reference's submission is read", "[dispense]") {
    if (const auto file = test::referencePath("messages/xdr/submit-ed.xml")) {
        const auto received = read(test::readFile(*file));
        REQUIRE(received);
        CHECK(received->kind == Kind::Dispensation);
        CHECK(received->submissionSetId == "1.2.246.556.12001.4.93.2.1.1381483055949");
        CHECK(received->documents.at(0).content->starts_with("<ClinicalDocument"));
        CHECK(received->tolerated.empty());
    }
}

TEST_CASE("the document may come as an attachment", "[dispense]") {
    const auto inlined = base64Encode("<ClinicalDocument/>");
    const auto xml = replaced(test::inventedMessage(), ">" + inlined + "<",
                              "><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" "
                              "href=\"cid:document-1%40peer\"/><");
    const auto received = read(xml, {{"document-1@peer", "<ClinicalDocument/>"}});
    REQUIRE(received);
    CHECK(*received->documents.at(0).content == "<ClinicalDocument/>");

    CHECK(read(xml).error().code == ErrorCode::DispensationFormatNotValid);
}

TEST_CASE("a format code is read in any case", "[dispense]") {
    const auto received =
        read(replaced(test::inventedMessage(), "urn:epSOS:ep:dis:2010", "urn:epsos:ep:dis:2010"));
    REQUIRE(received);
    CHECK(received->kind == Kind::Dispensation);
}

TEST_CASE("other documents than dispensations and discards are unknown", "[dispense]") {
    CHECK(read(replaced(test::inventedMessage(), "urn:epSOS:ep:dis:2010", "urn:epSOS:hcer:hcer:2013"))
              .error()
              .code == ErrorCode::SubmissionUnknown);
    const auto neither = without(without(test::inventedMessage(), "Classification", kFormatScheme),
                                 "Classification", kClassScheme);
    CHECK(read(neither).error().code == ErrorCode::SubmissionUnknown);
}

TEST_CASE("class and format that contradict each other are refused", "[dispense]") {
    const auto error =
        read(replaced(test::inventedMessage(), "urn:epSOS:ep:dis:2010", "urn:eHDSI:ed:discard:2020")).error();
    CHECK(error.code == ErrorCode::DispensationFormatNotValid);
    CHECK(error.rule == "submission-class");
}

TEST_CASE("what nothing depends on may be missing, and is counted", "[dispense]") {
    const auto message = test::inventedMessage();
    CHECK(tolerates(read(without(message, "Classification", kFormatScheme)),
                    dispense::kFormatMissingTolerance));
    CHECK(
        tolerates(read(without(message, "Classification", kClassScheme)), dispense::kClassMissingTolerance));
    CHECK(tolerates(read(without(message, "Slot", "\"creationTime\"")), dispense::kCreationTimeTolerance));
    CHECK(tolerates(read(replaced(message, ">20260131220509<", ">soon<")), dispense::kCreationTimeTolerance));
    CHECK(tolerates(read(without(message, "RegistryPackage", "<RegistryPackage")),
                    dispense::kSetMissingTolerance));
    CHECK(tolerates(read(replaced(message, "<xdsb:Document id=\"", "<xdsb:Document id=\"x-")),
                    dispense::kDocumentIdTolerance));
    const auto unnamed = read(without(message, "ExternalIdentifier", kUniqueIdScheme));
    REQUIRE(unnamed);
    CHECK(unnamed->documents.at(0).uniqueId.empty());
}

TEST_CASE("a time with twelve hours is read", "[dispense]") {
    const auto received = read(replaced(test::inventedMessage(), ">20260131220509<", ">20260131100509<"));
    REQUIRE(received);
    CHECK(received->documents.at(0).creationTime == "20260131100509");
    CHECK(received->tolerated.empty());
}

TEST_CASE("a submission names its patient", "[dispense]") {
    const auto error = read(without(test::inventedMessage(), "Slot", "\"sourcePatientId\"")).error();
    CHECK(error.code == ErrorCode::DispensationFieldsMissing);
}

TEST_CASE("patient identifiers that differ are refused, wherever they stand", "[dispense]") {
    const std::vector<std::string> places{
        "<Slot name=\"sourcePatientId\"><ValueList><Value>",
        "\"urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427\"",
        "\"urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446\"",
    };
    for (const auto& place : places) {
        auto message = test::inventedMessage();
        const auto at = message.find("TEST-0001", message.find(place));
        REQUIRE(at != std::string::npos);
        message.replace(at, 9, "TEST-0002");
        CHECK(read(message).error().code == ErrorCode::UnknownPatientIdentifier);
    }
    CHECK(read(replaced(test::inventedMessage(), "TEST-0001^^^", "TEST-0001^")).error().code ==
          ErrorCode::DispensationFormatNotValid);
}

TEST_CASE("a discard has the unique id that names it", "[dispense]") {
    const auto discard = test::inventedMessage(Kind::Discard);
    const auto error =
        read(without(discard, "ExternalIdentifier", "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8")).error();
    CHECK(error.code == ErrorCode::DispensationFieldsMissing);
    CHECK(read(without(test::inventedMessage(), "ExternalIdentifier",
                       "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8")));
}

TEST_CASE("a submission without its document is refused", "[dispense]") {
    const auto message = test::inventedMessage();
    CHECK(read(without(message, "xdsb:Document", "<xdsb:Document")).error().code ==
          ErrorCode::DispensationFieldsMissing);
    const auto inlined = ">" + base64Encode("<ClinicalDocument/>") + "<";
    CHECK(read(replaced(message, inlined, "><")).error().code == ErrorCode::DispensationFieldsMissing);
    CHECK(read(replaced(message, inlined, ">no base64!<")).error().code ==
          ErrorCode::DispensationFormatNotValid);
}

TEST_CASE("several dispensations are read, each with its document", "[dispense]") {
    const auto message = test::inventedMessage();
    const auto entryStart = message.find("<ExtrinsicObject");
    const auto entryEnd = message.find("</ExtrinsicObject>") + 18;
    const auto entry = message.substr(entryStart, entryEnd - entryStart);
    const auto id = entry.substr(entry.find("id=\"") + 4, 45);
    const auto second =
        replaced(replaced(entry, id, "urn:uuid:second"), "2.25.9^invented-1", "2.25.9^invented-2");
    auto both = message;
    both.insert(entryEnd, second);
    both = replaced(both, "</xdsb:ProvideAndRegisterDocumentSetRequest>",
                    "<xdsb:Document id=\"urn:uuid:second\">" + base64Encode("<Second/>") +
                        "</xdsb:Document></xdsb:ProvideAndRegisterDocumentSetRequest>");
    const auto received = read(both);
    REQUIRE(received);
    REQUIRE(received->documents.size() == 2);
    CHECK(received->documents[1].uniqueId == "2.25.9^invented-2");
    CHECK(*received->documents[1].content == "<Second/>");

    SECTION("a document that belongs to none of them is refused") {
        CHECK(read(replaced(both, "Document id=\"urn:uuid:second\"", "Document id=\"urn:uuid:third\""))
                  .error()
                  .code == ErrorCode::MalformedMessage);
    }
    SECTION("a discard among them is refused") {
        auto mixed = both;
        const auto from = mixed.find("urn:uuid:second");
        for (const auto& [what, with] : std::vector<std::pair<std::string, std::string>>{
                 {"urn:epSOS:ep:dis:2010", "urn:eHDSI:ed:discard:2020"},
                 {"nodeRepresentation=\"60593-1\"", "nodeRepresentation=\"DISCARD-60593-1\""}}) {
            mixed.replace(mixed.find(what, from), what.size(), with);
        }
        CHECK(read(mixed).error().rule == "submission-kind");
    }
}

TEST_CASE("metadata that stand twice are refused", "[dispense]") {
    const auto message = test::inventedMessage();
    for (const auto& [element, mark] : std::vector<std::pair<std::string, std::string>>{
             {"Slot", "\"sourcePatientId\""},
             {"Classification", kFormatScheme},
             {"Classification", kClassScheme},
             {"ExternalIdentifier", kUniqueIdScheme},
             {"lcm:SubmitObjectsRequest", "<lcm:SubmitObjectsRequest"}}) {
        const auto start = message.rfind("<" + element, message.find(mark));
        const auto end = message.find("</" + element + ">", start) + element.size() + 3;
        auto twice = message;
        twice.insert(end, message.substr(start, end - start));
        CAPTURE(mark);
        CHECK(read(twice).error().code == ErrorCode::MalformedMessage);
    }
}

TEST_CASE("what is no submission is refused", "[dispense]") {
    for (const auto* xml :
         {"<a/>", "<ProvideAndRegisterDocumentSetRequest xmlns='urn:ihe:iti:xds-b:2007'/>"}) {
        CHECK(read(xml).error().code == ErrorCode::MalformedMessage);
    }
    CHECK(read(replaced(test::inventedMessage(), "2.25.9^invented-1", std::string(600, 'x'))).error().code ==
          ErrorCode::MalformedMessage);
}

TEST_CASE("the digest of a submission is of its documents, in whatever form they come", "[dispense]") {
    const auto digest = [](const std::string& xml, const ihe::Attachments& attachments = {}) {
        return dispense::contentDigest(xml::Document::parse(xml)->root(), attachments);
    };
    const auto message = test::inventedMessage();
    const auto inlined = base64Encode("<ClinicalDocument/>");
    const auto attached = replaced(message, ">" + inlined + "<",
                                   "><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" "
                                   "href=\"cid:d%40peer\"/><");
    CHECK(digest(message) == digest(attached, {{"d@peer", "<ClinicalDocument/>"}}));
    CHECK(digest(message) == digest(replaced(message, "nb-NO", "nn-NO")));
    CHECK(digest(message) != digest(replaced(message, inlined, base64Encode("<ClinicalDocument>"))));
    CHECK(digest(message) != digest(replaced(message, inlined, "no base64!")));
}
