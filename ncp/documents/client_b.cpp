#include "ncp/documents/client_b.hpp"

#include "base/wire_code.hpp"
#include "certs/digest.hpp"

#include <algorithm>
#include <array>
#include <iterator>
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
            request.deadline,
            request.peer.country,
            request.peer.queryRetrieveCertificate};
}

/// The first registry error that is more than "there is none"; a transformation warning of the country
/// (25xx) comes with the document and is no error.
std::optional<Error> countryError(const std::vector<ihe::RegistryError>& errors, CodeUse use) {
    for (const auto& error : errors) {
        const auto code = errorFromWire(error.code, use);
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
        const auto code = errorFromWire(error.code, CodeUse::Query);
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

/// Why a document is not in the answer: the error that names it, else the first one.
Error whyMissing(const std::vector<ihe::RegistryError>& errors, const ihe::DocumentEntry& entry) {
    std::vector<ihe::RegistryError> own;
    std::ranges::copy_if(errors, std::back_inserter(own), [&](const ihe::RegistryError& error) {
        return error.context.find("[" + entry.uniqueId + "]") != std::string::npos;
    });
    return countryError(own.empty() ? errors : own, CodeUse::Retrieve)
        .value_or(Error{ErrorCode::DocumentMissing, "the answer does not hold the document", {}});
}

bool isDocument(const RetrievedDocument& document, const ihe::DocumentEntry& entry) {
    return document.request.documentUniqueId == entry.uniqueId;
}

Result<std::string> takeDocument(RetrieveAnswer& answer, const ihe::DocumentEntry& entry) {
    const auto found = std::ranges::find_if(
        answer.documents, [&](const RetrievedDocument& document) { return isDocument(document, entry); });
    if (found == answer.documents.end()) {
        return tl::unexpected<Error>{whyMissing(answer.errors, entry)};
    }
    if (auto whole = checkIntegrity(entry, found->bytes); !whole) {
        return passOn(whole);
    }
    return std::move(found->bytes);
}

/// Every document of the answer is one that was asked for.
Result<void> checkAsked(const RetrieveAnswer& answer, const std::vector<ihe::DocumentEntry>& entries) {
    const bool asked = std::ranges::all_of(answer.documents, [&](const RetrievedDocument& document) {
        return std::ranges::any_of(
            entries, [&](const ihe::DocumentEntry& entry) { return isDocument(document, entry); });
    });
    if (!asked) {
        return failRule(ErrorCode::PeerAnswerInvalid, "document-identity",
                        "the answer holds another document than the one asked for");
    }
    return {};
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
    if (auto allowed = request.peer.allow(traffic.tolerated); !allowed) {
        return {passOn(allowed), std::nullopt, std::move(traffic)};
    }
    if (auto checked = checkPatient(answer->documents, query.patient); !checked) {
        return {passOn(checked), std::nullopt, std::move(traffic)};
    }
    auto error = countryError(answer->errors, CodeUse::Query);
    if (!error) {
        error = unexplainedFailure(*answer);
    }
    if (error && answer->documents.empty()) {
        return {tl::unexpected<Error>{std::move(*error)}, std::nullopt, std::move(traffic)};
    }
    return {std::move(answer->documents), std::move(error), std::move(traffic)};
}

RetrievedSet retrieveSet(http::Client& client, const Request& request,
                         const std::vector<ihe::DocumentEntry>& entries) {
    std::vector<RetrieveRequest> wanted;
    for (const auto& entry : entries) {
        wanted.push_back({entry.homeCommunityId, entry.repositoryUniqueId, entry.uniqueId});
    }
    const auto allFail = [&](const Error& error, soap::Traffic traffic) {
        return RetrievedSet{
            std::vector<Result<std::string>>(entries.size(), Result<std::string>{tl::unexpected{error}}),
            std::move(traffic)};
    };
    auto exchanged = soap::exchange(
        client, exchangeFor(request, kRetrieveAction, kRetrieveResponseAction, writeRetrieve(wanted)));
    if (!exchanged) {
        return allFail(exchanged.error(), {});
    }
    auto answer = parseRetrieveAnswer(*exchanged->envelope.body, exchanged->attachments);
    auto traffic = std::move(exchanged->traffic);
    if (!answer) {
        return allFail(Error{ErrorCode::PeerAnswerInvalid, answer.error().detail, {}}, std::move(traffic));
    }
    if (auto allowed = request.peer.allow(traffic.tolerated); !allowed) {
        return allFail(allowed.error(), std::move(traffic));
    }
    if (auto asked = checkAsked(*answer, entries); !asked) {
        return allFail(asked.error(), std::move(traffic));
    }
    RetrievedSet set{{}, std::move(traffic)};
    for (const auto& entry : entries) {
        set.documents.push_back(takeDocument(*answer, entry));
    }
    return set;
}

Retrieved retrieve(http::Client& client, const Request& request, const ihe::DocumentEntry& entry) {
    auto set = retrieveSet(client, request, {entry});
    return {std::move(set.documents.front()), std::move(set.traffic)};
}

} // namespace ncp::documents
