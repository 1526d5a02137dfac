#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/registry_error.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::documents {

inline constexpr std::string_view kQueryAction = "urn:ihe:iti:2007:CrossGatewayQuery";
inline constexpr std::string_view kQueryResponseAction = "urn:ihe:iti:2007:CrossGatewayQueryResponse";
inline constexpr std::string_view kRetrieveAction = "urn:ihe:iti:2007:CrossGatewayRetrieve";
inline constexpr std::string_view kRetrieveResponseAction = "urn:ihe:iti:2007:CrossGatewayRetrieveResponse";

/// Tolerances as they stand in ReceivedQuery, ReceivedRetrieve and QueryAnswer::tolerated.
inline constexpr std::string_view kQuotedListTolerance = "documents.quoted-list";
inline constexpr std::string_view kBareCommunityTolerance = "documents.community-without-urn";
inline constexpr std::string_view kErrorInSuccessTolerance = "documents.error-in-success";
inline constexpr std::string_view kMissingStatusTolerance = "documents.status-missing";
inline constexpr std::string_view kMissingListTolerance = "documents.object-list-missing";
inline constexpr std::string_view kRepeatedDocumentTolerance = "documents.listed-twice";

/// AdhocQueryRequest, FindDocuments (IHE ITI-38).
struct QueryRequest {
    PatientId patient;
    std::vector<std::string> classCodes; ///< LOINC, at least one
    std::optional<std::uint64_t> maximumSize;
    std::optional<Instant> createdBefore;
    std::optional<Instant> createdAfter;

    friend bool operator==(const QueryRequest&, const QueryRequest&) = default;
};
std::string writeQuery(const QueryRequest& request);

/// A query as received.
struct ReceivedQuery {
    QueryRequest request;
    std::vector<std::string> tolerated = {};
};
/// Understands OpenNCP's one quoted list and the IHE form (each code quoted, one or several Values).
/// MalformedMessage for a missing or repeated slot, another stored query or more than 64 class codes;
/// ClassCodeUnknown for a code system other than LOINC; FilterNotValid for an unreadable filter.
Result<ReceivedQuery> parseQuery(xml::Node body);

/// AdhocQueryResponse.
struct QueryAnswer {
    std::vector<ihe::DocumentPair> documents;
    std::vector<ihe::RegistryError> errors;
    ihe::Status status = ihe::Status::Success;
    std::vector<std::string> tolerated; ///< when received
};
/// The status of an answer follows from what it holds: documents and no error: Success; none and only
/// "summary not found" warnings: Success (prescriptions: Failure, as the reference has it); documents and
/// errors: PartialSuccess; errors only: Failure.
ihe::Status queryStatus(bool anyDocument, const std::vector<ihe::RegistryError>& errors);
/// A document that is alone and original gets an association with itself, as the reference has it.
std::string writeQueryAnswer(const QueryAnswer& answer, const PatientId& patient, const CountryCode& country,
                             Random& random);
/// An answer without documents to a query that could not be taken up.
std::string writeQueryRefusal(const std::vector<ihe::RegistryError>& errors);
/// Pairs the two forms of a document by their XFRM association, in whatever order they stand. A document that
/// is listed twice is taken once. PeerAnswerInvalid for what can't be read. Without status attribute the
/// status is Failure, or PartialSuccess where documents are there.
Result<QueryAnswer> parseQueryAnswer(xml::Node body);

/// RetrieveDocumentSetRequest (IHE ITI-39).
struct RetrieveRequest {
    std::optional<HomeCommunityId> homeCommunityId;
    std::string repositoryUniqueId;
    std::string documentUniqueId;

    friend bool operator==(const RetrieveRequest&, const RetrieveRequest&) = default;
};
std::string writeRetrieve(const std::vector<RetrieveRequest>& requests);

/// A retrieve request as received.
struct ReceivedRetrieve {
    std::vector<RetrieveRequest> requests;
    std::vector<std::string> tolerated = {};
};
/// All requested documents, in their order; at least one, 100 at most. A home community may be left out, and
/// may come without `urn:oid:` (tolerated).
Result<ReceivedRetrieve> parseRetrieve(xml::Node body);

struct RetrievedDocument {
    RetrieveRequest request; ///< what was asked; echoed
    std::string mimeType = "text/xml";
    std::string bytes; ///< the CDA as it is
};
struct RetrieveAnswer {
    std::vector<RetrievedDocument> documents;
    std::vector<ihe::RegistryError> errors;
    ihe::Status status = ihe::Status::Success;
};
/// Every asked document there: Success; some, or all with an error beside: PartialSuccess; none: Failure.
/// Warnings change nothing.
ihe::Status retrieveStatus(std::size_t asked, const RetrieveAnswer& answer);
/// The body; `includes` holds one Content-ID per document for xop:Include, or is empty for inline base64.
std::string writeRetrieveAnswer(const RetrieveAnswer& answer, const std::vector<std::string>& includes);
/// Documents inline or by xop:Include into `attachments`; PeerAnswerInvalid for what can't be read or is
/// missing there.
Result<RetrieveAnswer>
parseRetrieveAnswer(xml::Node body, const std::map<std::string, std::string, std::less<>>& attachments);

} // namespace ncp::documents
