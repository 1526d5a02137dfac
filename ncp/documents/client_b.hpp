#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/discovery/outgoing_request.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/soap/exchange.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::documents {

using Request = discovery::OutgoingRequest;

struct Listed {
    Result<std::vector<ihe::DocumentPair>> documents;
    std::optional<Error> incomplete; ///< documents came, and an error of the country beside them
    soap::Traffic traffic;
};
/// ITI-38. A patient without documents of the class is an empty list, whatever status and code the country
/// says it with; an error of the country is the first RegistryError that is more than "not found". A failure
/// that names no error is PeerFault, or InsufficientRights where the status is left out; a document of
/// another patient is PeerAnswerInvalid, rule document-patient.
Listed list(http::Client& client, const Request& request, const QueryRequest& query);

struct Retrieved {
    Result<std::string> document; ///< the CDA, byte for byte
    soap::Traffic traffic;
};
struct RetrievedSet {
    std::vector<Result<std::string>> documents; ///< in the order of the entries, each with its own outcome
    soap::Traffic traffic;
};
/// ITI-39 for several documents in one request, each checked as by retrieve(). A document that is missing in
/// the answer has the country's error that names it, else its first. An answer that holds a document nobody
/// asked for is refused whole. The entries differ in their unique ids.
RetrievedSet retrieveSet(http::Client& client, const Request& request,
                         const std::vector<ihe::DocumentEntry>& entries);

/// ITI-39 for one document of a list. The answer has to be the document that was asked for, and to agree with
/// the hash and size of the list where that gave them (DocumentIntegrity otherwise).
Retrieved retrieve(http::Client& client, const Request& request, const ihe::DocumentEntry& entry);

} // namespace ncp::documents
