#include "base/xml/document.hpp"
#include "ncp/documents/messages.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using documents::RetrieveRequest;

namespace {

RetrieveRequest inventedRetrieve() {
    return {*HomeCommunityId::parse("2.16.17.710.820.1000.990.1"), "2.25.7", "2.25.7^inventedL3"};
}

Result<std::vector<RetrieveRequest>> read(std::string_view xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return documents::parseRetrieve(document->root()).map([](const documents::ReceivedRetrieve& received) {
        return received.requests;
    });
}

std::string withRequests(const std::string& content) {
    return "<RetrieveDocumentSetRequest xmlns=\"urn:ihe:iti:xds-b:2007\">" + content +
           "</RetrieveDocumentSetRequest>";
}

} // namespace

TEST_CASE("the retrieve request is the reference's, valid and reads back", "[documents]") {
    const auto xml = documents::writeRetrieve({inventedRetrieve()});
    test::checkGolden(xml, "documents/retrieve.xml");
    CHECK(test::schemaFaults(xml, "ebrim/IHEXDS.xsd") == "");
    CHECK((read(xml).value() == std::vector{inventedRetrieve()}));
}

TEST_CASE("the home community may be left out, the repository may be no OID", "[documents]") {
    const RetrieveRequest request{{}, "1234", "2.25.7"};
    CHECK((read(documents::writeRetrieve({request})).value() == std::vector{request}));
}

TEST_CASE("the reference's retrieve request parses", "[documents]") {
    const auto file = test::referencePath("messages/xca/retrieve-ep.xml");
    if (file) {
        const auto requests = read(test::readFile(*file));
        REQUIRE(requests);
        REQUIRE(requests->size() == 1);
        CHECK(requests->front().documentUniqueId == "1.2.246.556.12001.4.93.1.1^6.1");
        CHECK(requests->front().homeCommunityId->str() == "2.16.999.1000.990.1");
    }
}

TEST_CASE("all requested documents are read in their order, 100 at most", "[documents]") {
    const auto requests = [](int count) {
        std::string content;
        for (int i = 0; i < count; ++i) {
            content += "<DocumentRequest><RepositoryUniqueId>r</RepositoryUniqueId><DocumentUniqueId>d" +
                       std::to_string(i) + "</DocumentUniqueId></DocumentRequest>";
        }
        return withRequests(content);
    };
    const auto many = read(requests(100));
    REQUIRE(many);
    CHECK(many->at(99).documentUniqueId == "d99");
    CHECK_FALSE(read(requests(101)));
    CHECK_FALSE(read(requests(0)));
}

TEST_CASE("a retrieve request with missing, repeated or ambiguous identifiers is refused", "[documents]") {
    const std::string repository = "<RepositoryUniqueId>r</RepositoryUniqueId>";
    const std::string document = "<DocumentUniqueId>d</DocumentUniqueId>";
    CHECK(read(withRequests("<DocumentRequest>" + repository + document + "</DocumentRequest>")));
    const std::vector<std::string> contents{
        repository,
        document,
        repository + document + document,
        repository + repository + document,
        repository + "<DocumentUniqueId/>",
        repository + "<DocumentUniqueId>d<!-- x -->1</DocumentUniqueId>",
        repository + "<DocumentUniqueId><a/>d</DocumentUniqueId>",
        repository + "<DocumentUniqueId>" + std::string(257, 'x') + "</DocumentUniqueId>",
        repository + "<DocumentUniqueId xmlns=\"urn:other\">d</DocumentUniqueId>",
        "<HomeCommunityId>PT</HomeCommunityId>" + repository + document};
    for (const auto& content : contents) {
        INFO(content);
        const auto requests = read(withRequests("<DocumentRequest>" + content + "</DocumentRequest>"));
        REQUIRE_FALSE(requests);
        CHECK(requests.error().code == ErrorCode::MalformedMessage);
    }
}

TEST_CASE("several documents are asked for in their order", "[documents]") {
    auto second = inventedRetrieve();
    second.homeCommunityId.reset();
    second.documentUniqueId = "2.25.7^second";
    const std::vector<RetrieveRequest> requests{inventedRetrieve(), second};
    const auto xml = documents::writeRetrieve(requests);
    CHECK(test::schemaFaults(xml, "ebrim/IHEXDS.xsd") == "");
    CHECK((read(xml).value() == requests));
}
