#pragma once

#include "ncp/http/client.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"

#include <string>
#include <string_view>

namespace ncp::soap {

/// One request to a peer.
struct Exchange {
    std::string url;
    RequestHeader header;
    std::string body;
    std::string_view responseAction; ///< what the answer's wsa:Action has to be, where it has one
    bool idempotent = true;          ///< false for ITI-41: never sent twice
    Deadline deadline;
};

/// What a transaction cost and needed, for the audit trail.
struct Traffic {
    std::string peerCertificate; ///< subject of the TLS certificate
    std::size_t requestBytes = 0;
    std::size_t answerBytes = 0;
    std::vector<std::string> tolerated; ///< names of tolerances
};

/// What came back, taken apart.
struct Exchanged {
    Envelope envelope; ///< body present
    std::map<std::string, std::string, std::less<>> attachments;
    Traffic traffic;
};

/// Sends a request and reads the answer. A SOAP fault is PeerFault (its reason is not quoted: it may hold
/// anything); an answer that is not SOAP, answers another message or has another action is PeerAnswerInvalid;
/// what the connection failed at comes from http::Client.
Result<Exchanged> exchange(http::Client& client, const Exchange& request);

} // namespace ncp::soap
