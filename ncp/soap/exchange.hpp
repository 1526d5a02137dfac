#pragma once

#include "ncp/http/client.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"

#include <optional>
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
    /// Whose server has to answer: C of its TLS certificate. Absent: anybody's whom we trust.
    std::optional<CountryCode> peerCountry = {};
    /// What discovery published for the address: the server's TLS certificate, or one above it.
    std::optional<certs::Certificate> peerCertificate = {};
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

/// An exchange that must not be made twice, with what is known where it failed.
struct Delivery {
    Result<Exchanged> exchanged;
    bool sent = false;     ///< some of the request may have reached the peer
    int status = 0;        ///< HTTP status of the answer, 0 without one
    std::string faultCode; ///< local name of a SOAP fault's code, empty where there is none
    Traffic traffic;       ///< as far as it came
};
/// As exchange(), and tells what of it happened.
Delivery deliver(http::Client& client, const Exchange& request);

/// Sends a request and reads the answer. A SOAP fault is PeerFault (its reason is not quoted: it may hold
/// anything); an answer that is not SOAP, answers another message or has another action is PeerAnswerInvalid;
/// what the connection failed at comes from http::Client.
Result<Exchanged> exchange(http::Client& client, const Exchange& request);

} // namespace ncp::soap
