#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/wire_code.hpp"
#include "ncp/ihe/communities.hpp"
#include "ncp/ihe/document_content.hpp"
#include "ncp/saml/verify.hpp"
#include "ncp/soap/envelope.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ncp::ihe {

/// A request at NCP-A after transport and SOAP: the message, and the proof that its assertions hold or the
/// error why not. The transaction puts that error into its own vehicle.
struct Call {
    const soap::Envelope& envelope;
    Result<std::shared_ptr<const saml::VerifiedAssertions>> assertions;
    Instant now;
    Deadline deadline;
    CodeStyle codeStyle = CodeStyle::Names;              ///< how the peer wants codes to be spelled
    std::span<const std::string> refusedTolerances = {}; ///< departures that this peer is not allowed
    Attachments attachments = {};                        ///< that came with the message
    const Communities* communities = nullptr;            ///< of the countries that may ask; null: none may

    /// MalformedMessage, rule the tolerance's name, for the first of these that the peer is not allowed.
    Result<void> allow(const std::vector<std::string>& tolerated) const;
};

/// What the audit trail has to know of an answer beyond the assertions.
struct Touched {
    std::string patientId;             ///< CX form
    std::vector<std::string> patients; ///< CX form; all of an answer with several
    std::vector<std::string> documents;
    std::string documentClass;
    std::vector<std::string> tolerated; ///< names of tolerances that the body needed
};

/// A document that goes beside the message (MTOM).
struct Attached {
    std::string contentId;
    std::shared_ptr<const std::string> bytes;
};

/// What a transaction answers: a body for SOAP, perhaps with attachments, and how it went.
struct Answered {
    std::string action;
    std::string body;
    std::vector<Attached> attachments;
    std::optional<Error> error; ///< the outcome for audit and metrics; the body says it to the peer
    bool fault = false;         ///< the error travels as a SOAP fault and there is no body
    Touched touched;
};

} // namespace ncp::ihe
