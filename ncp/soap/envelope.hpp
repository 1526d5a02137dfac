#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::soap {

inline constexpr std::string_view kEnvelopeNamespace = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view kAddressingNamespace = "http://www.w3.org/2005/08/addressing";
inline constexpr std::string_view kSecurityNamespace =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// Namespace of our own header block `CorrelationId`; a peer that does not know it ignores it.
inline constexpr std::string_view kCorrelationNamespace = "urn:ncp:correlation:1";

/// Rules and tolerances as they stand in Error::rule and Envelope::tolerated.
inline constexpr std::string_view kVersionRule = "soap.version";
inline constexpr std::string_view kSingleBlockRule = "soap.single-block";
inline constexpr std::string_view kActionRule = "soap.action-agrees";
inline constexpr std::string_view kUnderstoodRule = "soap.must-understand";
inline constexpr std::string_view kMessageIdTolerance = "soap.message-id-in-wrong-namespace";
inline constexpr std::string_view kUnknownHeaderTolerance = "soap.unknown-header";
inline constexpr std::string_view kCorrelationTolerance = "soap.correlation-ignored";

/// A SOAP fault as received.
struct Fault {
    std::string code; ///< local name: Sender, Receiver, MustUnderstand, …
    std::string reason;
};

/// A received message: SOAP 1.2, WS-Addressing 1.0, direct SAML assertions in one wsse:Security.
/// Owns the tree; every Node below is a view into it.
struct Envelope {
    xml::Document document;
    std::string action; ///< wsa:Action, else the one of HTTP; may be empty in an answer
    std::optional<MessageId> messageId;
    std::optional<std::string> relatesTo;
    std::optional<CorrelationId> correlation; ///< our own header block, where the peer sent it
    std::optional<xml::Node> security;        ///< wsse:Security
    std::vector<xml::Node> assertions;        ///< its children of the SAML namespace, in their order
    std::optional<xml::Node> body;            ///< the one child of Body; absent when it is a fault
    std::optional<Fault> fault;
    std::vector<std::string> tolerated; ///< names of tolerances that were needed to read it
};

/// Reads a request or an answer. `httpAction` is the `action` parameter of the content type or the SOAPAction
/// field, empty where there is neither; a wsa:Action that differs from it is refused. Exactly one Header at
/// most, one Security, one Body with one child. An unknown header block with mustUnderstand is NotUnderstood.
/// Blocks in the namespace `…/addressing/anonymous` are ignored (a peer's known mistake), but for their
/// MessageID where the right namespace has none. SOAP 1.1 is refused by the rule `soap.version`.
Result<Envelope> parseEnvelope(std::string_view xml, std::string_view httpAction,
                               const xml::Limits& limits = {});

/// What a request carries in its header.
struct RequestHeader {
    std::string to;
    std::string action;
    MessageId messageId;
    CorrelationId correlation;
    std::vector<std::string> assertions; ///< signed, as issued, in the order NOK, HCP, TRC
};
/// The request as text: To, Action (both mustUnderstand), MessageID, ReplyTo, Security; then the body.
std::string writeRequest(const RequestHeader& header, std::string_view bodyXml);

struct ResponseHeader {
    std::string action;
    MessageId messageId;
    std::optional<std::string> relatesTo;
};
std::string writeResponse(const ResponseHeader& header, std::string_view bodyXml);

/// A SOAP 1.2 fault message. The code is Sender for what the caller did, Receiver for what we failed at,
/// MustUnderstand for NotUnderstood, VersionMismatch for SOAP 1.1 (SOAP 1.2 part 1, 5.4.6); the reason is a
/// fixed English sentence for the error with the correlation id, never the detail of a document.
std::string writeFault(const Error& error, const ResponseHeader& header, const CorrelationId& correlation);

} // namespace ncp::soap
