#include "ncp/documents/client_b.hpp"

#include "certs/digest.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"
#include "tests/ncp/http/http_world.hpp"
#include "tests/support/document_entries.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using documents::RetrieveAnswer;

namespace {

test::HttpPki& pki() {
    static test::HttpPki only;
    return only;
}

/// An entry of a list for a document of these bytes.
ihe::DocumentEntry entryOf(std::string_view id, const std::string& bytes) {
    auto entry = test::inventedEntry(ihe::kLaboratoryReport, ihe::Level::L1);
    entry.uniqueId = "2.25.7^" + std::string{id};
    entry.size = bytes.size();
    entry.hash = certs::sha1Hex(bytes);
    return entry;
}

documents::RetrievedDocument documentOf(std::string_view id, const std::string& bytes) {
    return {{std::nullopt, "2.25.7", "2.25.7^" + std::string{id}}, "text/xml", bytes};
}

ihe::RegistryError errorAbout(ErrorCode code, std::string_view id) {
    auto error = ihe::registryError(Error{code, {}, {}});
    error.context += id.empty() ? "" : " [2.25.7^" + std::string{id} + "]";
    return error;
}

/// A country that answers with this, inline or as MTOM, whatever it is asked.
class Country {
  public:
    Country(const RetrieveAnswer& answer, bool attached)
        : server_(pki(), [answer, attached](const http::Request&) { return respond(answer, attached); }) {}

    documents::RetrievedSet retrieve(const std::vector<ihe::DocumentEntry>& entries) {
        http::Client client{{pki().client(), pki().trust}};
        const auto home = HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value();
        const discovery::Peer peer{CountryCode::parse("PT").value(), home, server_.url("/XCPD_Service"),
                                   server_.url("/XCA_Service")};
        return documents::retrieveSet(
            client,
            {peer,
             {},
             MessageId::parse("urn:uuid:11111111-2222-4333-8444-555555555555").value(),
             CorrelationId::parse("correlation-1").value(),
             test::within(20'000)},
            entries);
    }

  private:
    static http::Response respond(const RetrieveAnswer& answer, bool attached) {
        std::vector<std::string> includes;
        std::vector<soap::OutgoingPart> parts;
        for (std::size_t i = 0; attached && i < answer.documents.size(); ++i) {
            includes.push_back("document-" + std::to_string(i) + "@test");
        }
        for (std::size_t i = 0; i < includes.size(); ++i) {
            parts.push_back({includes[i], answer.documents[i].bytes});
        }
        const auto xml = soap::writeResponse(
            {std::string{documents::kRetrieveResponseAction},
             MessageId::parse("urn:uuid:99999999-2222-4333-8444-555555555555").value(), std::nullopt},
            documents::writeRetrieveAnswer(answer, includes));
        if (parts.empty()) {
            return {200, "application/soap+xml; charset=UTF-8", xml, {}};
        }
        auto packed = soap::pack(xml, parts, "boundary-of-tests", documents::kRetrieveResponseAction);
        return {200, std::move(packed.contentType), std::move(packed.body), {}};
    }

    test::ServerUnderTest server_;
};

} // namespace

TEST_CASE("several documents come in the order asked for, inline and by MTOM", "[documents]") {
    const bool attached = GENERATE(false, true);
    Country country{{{documentOf("b", "second"), documentOf("a", "first")}, {}, ihe::Status::Success},
                    attached};
    const auto set = country.retrieve({entryOf("a", "first"), entryOf("b", "second")});
    REQUIRE(set.documents.size() == 2);
    CHECK(set.documents[0] == "first");
    CHECK(set.documents[1] == "second");
}

TEST_CASE("each document that did not come has the error that is about it, else the first", "[documents]") {
    Country country{
        {{documentOf("a", "first")},
         {errorAbout(ErrorCode::InsufficientRights, ""), errorAbout(ErrorCode::DocumentMissing, "c")},
         ihe::Status::PartialSuccess},
        true};
    const auto set = country.retrieve({entryOf("a", "first"), entryOf("b", "second"), entryOf("c", "third")});
    REQUIRE(set.documents.size() == 3);
    CHECK(set.documents[0] == "first");
    REQUIRE_FALSE(set.documents[1]);
    CHECK(set.documents[1].error().code == ErrorCode::InsufficientRights);
    REQUIRE_FALSE(set.documents[2]);
    CHECK(set.documents[2].error().code == ErrorCode::DocumentMissing);
}

TEST_CASE("a document that is another than listed spoils itself alone", "[documents][hostile]") {
    Country country{{{documentOf("a", "FIRST"), documentOf("b", "second")}, {}, ihe::Status::Success}, true};
    const auto set = country.retrieve({entryOf("a", "first"), entryOf("b", "second")});
    REQUIRE_FALSE(set.documents[0]);
    CHECK(set.documents[0].error().code == ErrorCode::DocumentIntegrity);
    CHECK(set.documents[1] == "second");
}

TEST_CASE("an answer with a document that nobody asked for is refused whole", "[documents][hostile]") {
    Country country{{{documentOf("a", "first"), documentOf("x", "another's")}, {}, ihe::Status::Success},
                    true};
    const auto set = country.retrieve({entryOf("a", "first"), entryOf("b", "second")});
    REQUIRE(set.documents.size() == 2);
    for (const auto& document : set.documents) {
        REQUIRE_FALSE(document);
        CHECK(document.error().code == ErrorCode::PeerAnswerInvalid);
        CHECK(document.error().rule == "document-identity");
    }
}
