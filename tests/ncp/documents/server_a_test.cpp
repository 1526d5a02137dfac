#include "ncp/documents/server_a.hpp"

#include "base/base64.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/national/document_folder.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"
#include "tests/ncp/national/invented_document.hpp"
#include "tests/ncp/saml/workshop.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using documents::QueryRequest;
using documents::RetrieveRequest;
using test::InventedDocument;

namespace {

const HomeCommunityId& own() {
    static const auto community = HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value();
    return community;
}

InventedDocument document(std::string_view classCode, std::string_view id) {
    InventedDocument made;
    made.classCode = classCode;
    made.id = id;
    if (classCode != "60591-5" && classCode != "57833-6") {
        made.pdf = base64Encode("an invented file");
    }
    return made;
}

/// Portugal's documents, asked for by a Norwegian clinician with every permission.
class Gateway {
  public:
    void add(std::string_view classCode, std::string_view id) {
        directory_.write(std::string{id} + ".xml", document(classCode, id).text());
    }

    ihe::Answered query(const QueryRequest& request) {
        return with(saml::Transaction::Query, documents::writeQuery(request));
    }
    ihe::Answered queryText(const std::string& body) { return with(saml::Transaction::Query, body); }
    ihe::Answered retrieve(const std::vector<RetrieveRequest>& requests) {
        return with(saml::Transaction::Retrieve, documents::writeRetrieve(requests));
    }
    ihe::Answered retrieveText(const std::string& body) { return with(saml::Transaction::Retrieve, body); }

    static documents::QueryAnswer listed(const ihe::Answered& answered) {
        REQUIRE_FALSE(answered.fault);
        const auto body = xml::Document::parse(answered.body);
        REQUIRE(body);
        auto answer = documents::parseQueryAnswer(body->root());
        REQUIRE(answer);
        return std::move(*answer);
    }
    static documents::RetrieveAnswer retrieved(const ihe::Answered& answered) {
        REQUIRE_FALSE(answered.fault);
        const auto body = xml::Document::parse(answered.body);
        REQUIRE(body);
        ihe::Attachments attachments;
        for (const auto& attached : answered.attachments) {
            attachments.emplace(attached.contentId, *attached.bytes);
        }
        auto answer = documents::parseRetrieveAnswer(body->root(), attachments);
        REQUIRE(answer);
        return std::move(*answer);
    }

  private:
    ihe::Answered with(saml::Transaction transaction, const std::string& body) {
        const auto envelope =
            soap::parseEnvelope("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>" +
                                    body + "</e:Body></e:Envelope>",
                                "urn:test");
        REQUIRE(envelope);
        auto scene = workshop().scene();
        scene.transaction = transaction;
        const std::string prefix = "urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:";
        scene.hcp.replace(prefix + "PRD-006</saml2:AttributeValue>",
                          prefix + "PRD-006</saml2:AttributeValue><saml2:AttributeValue>" + prefix +
                              "PRD-004</saml2:AttributeValue>");
        auto verified = workshop().verify(scene);
        REQUIRE(verified);
        const auto folder = national::DocumentFolder::open(
                                {directory_.path(), own(), Oid::parse("2.999.7").value(),
                                 Language::parse("pt-PT").value(), false, std::chrono::milliseconds{0}},
                                log_)
                                .value();
        const documents::ServerA server{CountryCode::parse("PT").value(), own(), *folder, policy_, random_};
        const ihe::Call call{*envelope,
                             std::make_shared<const saml::VerifiedAssertions>(std::move(*verified)),
                             clock_.now(), std::chrono::steady_clock::now() + std::chrono::hours{1}};
        return transaction == saml::Transaction::Query ? server.query(call) : server.retrieve(call);
    }

    static test::Workshop& workshop() {
        static test::Workshop only;
        return only;
    }

    test::TemporaryDirectory directory_;
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};
    SystemRandom random_;
    saml::Policy policy_ =
        saml::Policy::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies/permissions.tsv").value();
};

QueryRequest asking(std::vector<std::string> classCodes) {
    return {test::Workshop::patient(), std::move(classCodes), {}, {}, {}};
}

RetrieveRequest wanting(std::string_view id) {
    return {own(), "2.999.7", "2.999.1^" + std::string{id}};
}

std::vector<std::string> codesOf(const std::vector<ihe::RegistryError>& errors) {
    std::vector<std::string> codes;
    for (const auto& error : errors) {
        codes.push_back(error.code);
    }
    return codes;
}

} // namespace

TEST_CASE("several classes are listed in one answer, an original document with itself", "[documents]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    gateway.add("34105-7", "H");
    gateway.add("11502-2", "L");
    const auto answered = gateway.query(asking({"34105-7", "60591-5", "11502-2"}));
    CHECK_FALSE(answered.error);
    const auto answer = Gateway::listed(answered);
    CHECK(answer.status == ihe::Status::Success);
    CHECK(answer.errors.empty());
    CHECK(answer.documents.size() == 3);
    CHECK(answered.touched.documents.size() == 3);
    const auto body = xml::Document::parse(answered.body).value();
    int withThemselves = 0;
    const auto objects =
        body.root().child("urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0", "RegistryObjectList").value();
    for (const auto node : objects.children()) {
        withThemselves +=
            node.name() == "Association" && node.attribute("sourceObject") == node.attribute("targetObject")
                ? 1
                : 0;
    }
    CHECK(withThemselves == 2);
}

TEST_CASE("a class without documents leaves its own code beside the documents of the others", "[documents]") {
    Gateway gateway;
    gateway.add("34105-7", "H");
    const auto answered = gateway.query(asking({"60591-5", "57833-6", "56445-0", "34105-7", "18748-4"}));
    CHECK_FALSE(answered.error);
    const auto answer = Gateway::listed(answered);
    CHECK(answer.status == ihe::Status::Success);
    CHECK(answer.documents.size() == 1);
    CHECK(codesOf(answer.errors) ==
          std::vector<std::string>{"ERROR_PS_NOT_FOUND", "ERROR_EP_NOT_FOUND", "1103", "1104"});
}

TEST_CASE("a class that is known and never listed is an error in a success, as the reference has it",
          "[documents]") {
    const std::string classCode = GENERATE("60593-1", "57016-8", "34133-9");
    Gateway gateway;
    const auto answered = gateway.query(asking({classCode}));
    REQUIRE(answered.error);
    CHECK(answered.error->code == ErrorCode::ClassCodeUnknown);
    const auto answer = Gateway::listed(answered);
    CHECK(answer.status == ihe::Status::Success);
    REQUIRE(answer.errors.size() == 1);
    CHECK(answer.errors.front().severity == Severity::Error);
    CHECK(answer.errors.front().code == "ERROR_GENERIC_SERVICE_SIGNIFIER_UNKNOWN");
}

TEST_CASE("a class that nobody knows is a failure, and spoils no other class", "[documents]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    CHECK(Gateway::listed(gateway.query(asking({"99999-9"}))).status == ihe::Status::Failure);
    const auto mixed = Gateway::listed(gateway.query(asking({"99999-9", "60591-5"})));
    CHECK(mixed.status == ihe::Status::PartialSuccess);
    CHECK(mixed.documents.size() == 1);
    CHECK(mixed.errors.size() == 1);
}

TEST_CASE("filters reach the national side", "[documents]") {
    Gateway gateway;
    gateway.add("34105-7", "H");
    auto request = asking({"34105-7"});
    request.maximumSize = 1;
    const auto answer = Gateway::listed(gateway.query(request));
    CHECK(answer.documents.empty());
    CHECK(codesOf(answer.errors) == std::vector<std::string>{"1104"});
    request.maximumSize = 1'000'000;
    request.createdAfter = parseXmlDateTime("2026-06-01T10:00:00Z").value();
    request.createdBefore = request.createdAfter;
    CHECK(Gateway::listed(gateway.query(request)).documents.size() == 1);
    request.createdBefore = parseXmlDateTime("2026-05-31T00:00:00Z").value();
    CHECK(Gateway::listed(gateway.query(request)).documents.empty());
}

TEST_CASE("a filter or class that can't be taken up is told as a registry error", "[documents]") {
    auto request = asking({"34105-7"});
    request.maximumSize = 77;
    auto filter = documents::writeQuery(request);
    filter.replace(filter.find(">77<"), 4, ">many<");
    auto system = documents::writeQuery(asking({"34105-7"}));
    system.replace(system.find("6.1')"), 5, "6.96')");
    Gateway gateway;
    const auto refused = gateway.queryText(filter);
    CHECK(codesOf(Gateway::listed(refused).errors) == std::vector<std::string>{"4204"});
    CHECK(Gateway::listed(refused).status == ihe::Status::Failure);
    CHECK(codesOf(Gateway::listed(gateway.queryText(system)).errors) ==
          std::vector<std::string>{"ERROR_GENERIC_SERVICE_SIGNIFIER_UNKNOWN"});
}

TEST_CASE("the quoted list of the reference is read and named", "[documents]") {
    Gateway gateway;
    const auto named = [&](const std::vector<std::string>& classCodes) {
        const auto answered = gateway.query(asking(classCodes));
        return answered.touched.tolerated == std::vector<std::string>{"documents.quoted-list"};
    };
    CHECK(named({"34105-7", "11502-2"}));
    CHECK_FALSE(named({"34105-7"}));
}

TEST_CASE("several documents come as attachments of one answer, byte for byte", "[documents]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    gateway.add("34105-7", "H");
    const auto answered = gateway.retrieve({wanting("H"), wanting("S")});
    CHECK_FALSE(answered.error);
    REQUIRE(answered.attachments.size() == 2);
    CHECK(answered.attachments.front().contentId != answered.attachments.back().contentId);
    const auto answer = Gateway::retrieved(answered);
    CHECK(answer.status == ihe::Status::Success);
    REQUIRE(answer.documents.size() == 2);
    CHECK(answer.documents[0].bytes == document("34105-7", "H").text());
    CHECK(answer.documents[1].bytes == document("60591-5", "S").text());
}

TEST_CASE("a document that is missing leaves an error with its id beside the others", "[documents]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    const auto answered = gateway.retrieve({wanting("NOT-THERE"), wanting("S")});
    const auto answer = Gateway::retrieved(answered);
    CHECK(answer.status == ihe::Status::PartialSuccess);
    CHECK(answer.documents.size() == 1);
    REQUIRE(answer.errors.size() == 1);
    CHECK(answer.errors.front().code == "XDSMissingDocument");
    CHECK(answer.errors.front().context.find("[2.999.1^NOT-THERE]") != std::string::npos);
}

TEST_CASE("a document that is asked for in another community is missing, the others come",
          "[documents][hostile]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    auto foreign = wanting("S");
    foreign.homeCommunityId = HomeCommunityId::parse("1.2.208").value();
    const auto alone = gateway.retrieve({foreign});
    REQUIRE(alone.error);
    CHECK(alone.error->rule == "document-home-community");
    CHECK(Gateway::retrieved(alone).status == ihe::Status::Failure);
    CHECK(alone.attachments.empty());
    auto absent = wanting("S");
    absent.homeCommunityId.reset();
    const auto answer = Gateway::retrieved(gateway.retrieve({foreign, absent}));
    CHECK(answer.status == ihe::Status::PartialSuccess);
    CHECK(answer.documents.size() == 1);
}

TEST_CASE("a home community without its urn is tolerated and named", "[documents]") {
    Gateway gateway;
    gateway.add("60591-5", "S");
    auto text = documents::writeRetrieve({wanting("S")});
    text.erase(text.find("urn:oid:"), 8);
    const auto answered = gateway.retrieveText(text);
    CHECK_FALSE(answered.error);
    CHECK(answered.touched.tolerated == std::vector<std::string>{"documents.community-without-urn"});
    CHECK(gateway.retrieve({wanting("S")}).touched.tolerated.empty());
}
