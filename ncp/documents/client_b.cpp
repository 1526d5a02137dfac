#include "ncp/documents/client_b.hpp"

#include "certs/digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::documents {
namespace {

constexpr std::array kNoneOfThem{
    ErrorCode::SummaryNotFound,
    ErrorCode::PrescriptionNotFound,
    ErrorCode::MedicationOverviewNotFound,
    ErrorCode::OriginalDocumentNotFound,
    ErrorCode::DocumentNotFound,
};

soap::Exchange exchangeFor(const Request& request, std::string_view action, std::string_view responseAction,
                           std::string body) {
    return {request.peer.queryRetrieve,
            {request.peer.queryRetrieve, std::string{action}, request.messageId, request.correlation,
             request.assertions},
            std::move(body),
            responseAction,
            true,
            request.deadline};
}

/// The first registry error that is more than "there is none"; a transformation warning of the country
/// (25xx) comes with the document and is no error.
std::optional<Error> countryError(const std::vector<ihe::RegistryError>& errors) {
    for (const auto& error : errors) {
        const auto code = errorFromWire(error.code);
        if (code && std::ranges::find(kNoneOfThem, *code) != kNoneOfThem.end()) {
            continue;
        }
        if (error.severity == Severity::Error || (code && *code == ErrorCode::RegistryNotAvailable)) {
            return Error{code.value_or(error.code.starts_with("45") ? ErrorCode::TranscodingFailed
                                                                    : ErrorCode::PeerFault),
                         "the country answered " + error.code,
                         {}};
        }
    }
    return std::nullopt;
}

bool saysNoneFound(const std::vector<ihe::RegistryError>& errors) {
    return std::ranges::any_of(errors, [](const ihe::RegistryError& error) {
        const auto code = errorFromWire(error.code);
        return code && std::ranges::find(kNoneOfThem, *code) != kNoneOfThem.end();
    });
}

/// A failure without documents and without an error that tells why must not pass for "there is none". The
/// reference leaves the status out, too, when it refuses for lack of rights.
std::optional<Error> unexplainedFailure(const QueryAnswer& answer) {
    if (answer.status != ihe::Status::Failure || !answer.documents.empty() || saysNoneFound(answer.errors)) {
        return std::nullopt;
    }
    if (std::ranges::find(answer.tolerated, kMissingStatusTolerance) != answer.tolerated.end()) {
        return Error{
            ErrorCode::InsufficientRights, "the country's answer has neither status nor documents", {}};
    }
    return Error{ErrorCode::PeerFault, "the country's answer is a failure without a reason", {}};
}

/// Documents of somebody else must not be opened under this patient's treatment relation.
Result<void> checkPatient(const std::vector<ihe::DocumentPair>& documents, const PatientId& patient) {
    for (const auto& pair : documents) {
        for (const auto* entry : {&pair.coded, &pair.pdf}) {
            if (*entry && (*entry)->patient && *(*entry)->patient != patient) {
                return failRule(ErrorCode::PeerAnswerInvalid, "document-patient",
                                "the list holds a document of another patient");
            }
        }
    }
    return {};
}

Result<void> checkIntegrity(const ihe::DocumentEntry& entry, const std::string& bytes) {
    if (entry.size && *entry.size != bytes.size()) {
        return failRule(ErrorCode::DocumentIntegrity, "document-size",
                        "the document has another size than listed");
    }
    if (entry.hash.size() == 40 && !std::ranges::equal(entry.hash, certs::sha1Hex(bytes), [](char a, char b) {
            return (a >= 'A' && a <= 'F' ? static_cast<char>(a + 32) : a) == b;
        })) {
        return failRule(ErrorCode::DocumentIntegrity, "document-hash",
                        "the document has another hash than listed");
    }
    return {};
}

Result<std::string> takeDocument(RetrieveAnswer answer, const ihe::DocumentEntry& entry) {
    if (answer.documents.empty()) {
        const auto error = countryError(answer.errors);
        return tl::unexpected<Error>{
            error.value_or(Error{ErrorCode::DocumentMissing, "the answer holds no document", {}})};
    }
    auto& document = answer.documents.front();
    if (document.request.documentUniqueId != entry.uniqueId) {
        return failRule(ErrorCode::PeerAnswerInvalid, "document-identity",
                        "the answer holds another document than the one asked for");
    }
    if (auto whole = checkIntegrity(entry, document.bytes); !whole) {
        return passOn(whole);
    }
    return std::move(document.bytes);
}

} // namespace

Listed list(http::Client& client, const Request& request, const QueryRequest& query) {
    auto exchanged =
        soap::exchange(client, exchangeFor(request, kQueryAction, kQueryResponseAction, writeQuery(query)));
    if (!exchanged) {
        return {passOn(exchanged), std::nullopt, {}};
    }
    auto answer = parseQueryAnswer(*exchanged->envelope.body);
    auto traffic = std::move(exchanged->traffic);
    if (!answer) {
        return {fail(ErrorCode::PeerAnswerInvalid, answer.error().detail), std::nullopt, std::move(traffic)};
    }
    traffic.tolerated.insert(traffic.tolerated.end(), answer->tolerated.begin(), answer->tolerated.end());
    if (auto checked = checkPatient(answer->documents, query.patient); !checked) {
        return {passOn(checked), std::nullopt, std::move(traffic)};
    }
    auto error = countryError(answer->errors);
    if (!error) {
        error = unexplainedFailure(*answer);
    }
    if (error && answer->documents.empty()) {
        return {tl::unexpected<Error>{std::move(*error)}, std::nullopt, std::move(traffic)};
    }
    return {std::move(answer->documents), std::move(error), std::move(traffic)};
}

Retrieved retrieve(http::Client& client, const Request& request, const ihe::DocumentEntry& entry) {
    const RetrieveRequest wanted{entry.homeCommunityId, entry.repositoryUniqueId, entry.uniqueId};
    auto exchanged = soap::exchange(
        client, exchangeFor(request, kRetrieveAction, kRetrieveResponseAction, writeRetrieve(wanted)));
    if (!exchanged) {
        return {passOn(exchanged), {}};
    }
    auto answer = parseRetrieveAnswer(*exchanged->envelope.body, exchanged->attachments);
    auto traffic = std::move(exchanged->traffic);
    if (!answer) {
        return {fail(ErrorCode::PeerAnswerInvalid, answer.error().detail), std::move(traffic)};
    }
    return {takeDocument(std::move(*answer), entry), std::move(traffic)};
}

} // namespace ncp::documents
