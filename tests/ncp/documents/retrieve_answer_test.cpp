#include "base/xml/document.hpp"
#include "ncp/documents/messages.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using documents::RetrieveAnswer;
using ihe::Status;

namespace {

constexpr std::string_view kSchema = "ebrim/IHEXDS.xsd";
using Attachments = std::map<std::string, std::string, std::less<>>;

RetrieveAnswer oneDocument(std::string bytes = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>") {
    return {{{{*HomeCommunityId::parse("2.16.17.710.820.1000.990.1"), "2.25.7", "2.25.7^inventedL3"},
              "text/xml",
              std::move(bytes)}},
            {},
            Status::Success};
}

Result<RetrieveAnswer> read(std::string_view xml, const Attachments& attachments = {}) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return documents::parseRetrieveAnswer(document->root(), attachments);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

ihe::RegistryError errorOf(ErrorCode code) {
    return ihe::registryError(Error{code, {}, {}});
}

} // namespace

TEST_CASE("a document inline is valid and reads back byte by byte", "[documents]") {
    const auto xml = documents::writeRetrieveAnswer(oneDocument(), {});
    test::checkGolden(xml, "documents/retrieved-inline.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
    const auto answer = read(xml);
    REQUIRE(answer);
    REQUIRE(answer->documents.size() == 1);
    CHECK(answer->documents[0].bytes == oneDocument().documents[0].bytes);
    CHECK((answer->documents[0].request == oneDocument().documents[0].request));
    CHECK(answer->documents[0].mimeType == "text/xml");
}

TEST_CASE("a document as attachment is found by its Content-ID, also a percent-encoded one", "[documents]") {
    const std::string id = GENERATE("document-1@ncp", "a b<c>%40");
    const auto xml = documents::writeRetrieveAnswer(oneDocument(), {id});
    const auto answer = read(xml, {{id, "<a/>"}, {"other", "<b/>"}});
    REQUIRE(answer);
    CHECK(answer->documents[0].bytes == "<a/>");
}

TEST_CASE("the answer with an attachment is the reference's, and valid once the attachment is put in",
          "[documents]") {
    const auto xml = documents::writeRetrieveAnswer(oneDocument(), {"document-1@ncp"});
    test::checkGolden(xml, "documents/retrieved-attached.xml");
    const auto start = xml.find("<xop:Include");
    const auto end = xml.find("/>", start) + 2;
    CHECK(test::schemaFaults(xml.substr(0, start) + "PGEvPg==" + xml.substr(end), kSchema) == "");
}

TEST_CASE("a refused retrieve holds the error and no document, valid", "[documents]") {
    const RetrieveAnswer answer{{}, {errorOf(ErrorCode::DocumentMissing)}, Status::Failure};
    const auto xml = documents::writeRetrieveAnswer(answer, {});
    test::checkGolden(xml, "documents/retrieve-refused.xml");
    CHECK(test::schemaFaults(xml, kSchema) == "");
    const auto back = read(xml);
    REQUIRE(back);
    CHECK(back->errors == answer.errors);
    CHECK(back->status == Status::Failure);
}

TEST_CASE("whatever bytes a document has, inline it reads back equal", "[documents]") {
    std::mt19937 random{20260131};
    for (int round = 0; round < 100; ++round) {
        std::string bytes(random() % 300, '\0');
        for (auto& byte : bytes) {
            byte = static_cast<char>(random() % 256);
        }
        CHECK(read(documents::writeRetrieveAnswer(oneDocument(bytes), {}))->documents[0].bytes == bytes);
    }
}

TEST_CASE("base64 broken into lines is read", "[documents]") {
    const auto xml = documents::writeRetrieveAnswer(oneDocument("abcdef"), {});
    CHECK(read(replaced(xml, "YWJjZGVm", "\n  YWJj\r\n  ZGVm\n"))->documents[0].bytes == "abcdef");
}

TEST_CASE("the status of a retrieve follows from what was asked and what is there", "[documents]") {
    const auto [asked, present, codes, expected] =
        GENERATE(table<std::size_t, std::size_t, std::vector<ErrorCode>, Status>({
            {1, 1, {}, Status::Success},
            {1, 1, {ErrorCode::SummaryNotFound}, Status::Success},
            {1, 1, {ErrorCode::TranscodingFailed}, Status::PartialSuccess},
            {2, 1, {ErrorCode::DocumentMissing}, Status::PartialSuccess},
            {1, 0, {ErrorCode::DocumentMissing}, Status::Failure},
            {1, 0, {ErrorCode::InsufficientRights}, Status::Failure},
        }));
    RetrieveAnswer answer;
    answer.documents.resize(present, oneDocument().documents[0]);
    for (const auto code : codes) {
        answer.errors.push_back(errorOf(code));
    }
    CHECK(documents::retrieveStatus(asked, answer) == expected);
}

TEST_CASE("attachments and documents must be one to one when an answer is written", "[documents]") {
    CHECK_THROWS_AS(documents::writeRetrieveAnswer(oneDocument(), {"a", "b"}), std::logic_error);
}

TEST_CASE("a retrieve answer that can't be read is the peer's fault", "[documents]") {
    const auto whole = documents::writeRetrieveAnswer(oneDocument("abcdef"), {});
    CHECK(read(whole));
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"YWJjZGVm", "not base64!"},
        {"YWJjZGVm", "YWJj<!-- x -->ZGVm"},
        {"YWJjZGVm", "YWJj<a/>"},
        {"<Document>YWJjZGVm</Document>", ""},
        {"<Document>YWJjZGVm</Document>", "<Document/><Document>YWJjZGVm</Document>"},
        {"YWJjZGVm",
         "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:absent\"/>"},
        {"YWJjZGVm",
         "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"file:///etc/passwd\"/>"},
        {"YWJjZGVm", "<xop:Include xmlns:xop=\"urn:other\" href=\"cid:a\"/>"},
        {"<DocumentUniqueId>2.25.7^inventedL3</DocumentUniqueId>", ""},
        {"<HomeCommunityId>urn:oid:", "<HomeCommunityId>country:"},
        {"ResponseStatusType:Success", "ResponseStatusType:Fine"},
        {"xmlns=\"urn:ihe:iti:xds-b:2007\"", "xmlns=\"urn:other\""},
    }));
    INFO(to);
    const auto answer = read(replaced(whole, from, to), {{"a", "x"}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::PeerAnswerInvalid);
}

TEST_CASE("100 retrieved documents are read, 101 are refused", "[documents]") {
    auto answer = oneDocument("abc");
    answer.documents.assign(100, oneDocument("abc").documents[0]);
    CHECK(read(documents::writeRetrieveAnswer(answer, {}))->documents.size() == 100);
    answer.documents.push_back(answer.documents[0]);
    CHECK_FALSE(read(documents::writeRetrieveAnswer(answer, {})));
}
