#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/wire_code.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/patient.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::identify {

inline constexpr std::string_view kRequestAction =
    "urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery";
inline constexpr std::string_view kResponseAction =
    "urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery";

inline constexpr std::string_view kHl7Namespace = "urn:hl7-org:v3";

/// Tolerances as they stand in ReceivedRequest::tolerated and ReceivedAnswer::tolerated.
inline constexpr std::string_view kIdentifierWithoutExtension = "identify.identifier-without-extension";
inline constexpr std::string_view kSeveralValues = "identify.several-values";
inline constexpr std::string_view kErrorCodeBesideMatch = "identify.error-code-beside-match";
inline constexpr std::string_view kUnknownGender = "identify.gender";
inline constexpr std::string_view kShortBirthDate = "identify.birth-date";

/// An HL7 V3 instance identifier.
struct InstanceId {
    std::string root;
    std::string extension;

    friend bool operator==(const InstanceId&, const InstanceId&) = default;
};

/// PRPA_IN201305UV02 (IHE ITI-55), as far as eHDSI uses it.
struct DiscoveryRequest {
    InstanceId id;
    Instant creationTime;
    HomeCommunityId receiver;
    HomeCommunityId sender;
    InstanceId queryId;
    std::vector<PatientId> identifiers;
    ihe::Demographics demographics;
};

std::string writeRequest(const DiscoveryRequest& request);

/// A request as received; what the answer echoes is kept as it stood.
struct ReceivedRequest {
    DiscoveryRequest request;
    std::string versionCode;
    std::string interactionRoot;
    std::string queryStatus;
    std::string parameterListXml; ///< the element, serialized
    std::string senderXml;        ///< the sender's device, serialized, for the receiver of the answer
    std::vector<std::string> tolerated = {};
};
/// Reads the first value of every parameter, as the reference implementation does. An identifier without
/// extension identifies nobody and is left out (tolerated). MalformedMessage for a missing or repeated id,
/// sender, receiver or query, for comments inside values, for a gender other than F, M, UN, for more than 32
/// identifiers.
Result<ReceivedRequest> parseRequest(xml::Node body);

/// Why there is no patient in an answer, as ITI-55 and eHDSI code it.
enum class Reason : std::uint8_t {
    AnswerNotAvailable,
    InsufficientRights,
    DemographicsQueryNotAllowed,
    AdditionalDemographicsRequested,
    EhicDataRequested,
    PrivacyViolation,
    PatientAuthenticationRequired,
    PolicyViolation,
    ResponderBusy,
    InternalError,
};
std::string_view wireCode(Reason reason) noexcept;

struct Refusal {
    Reason reason = Reason::InternalError;
    Error error;
};
/// The refusal for an error of ours, after the outcomes of eHDSI's ITI-55: what is wrong with an assertion is
/// InsufficientRights, nobody found or another community's message AnswerNotAvailable, overload
/// ResponderBusy. A connector asks for a card, for the patient's own confirmation or refuses for the sake of
/// privacy by PatientCardRequested, PatientAuthenticationRequired, PatientPrivacy.
Refusal refusal(Error error);

/// PRPA_IN201306UV02: patients, or why there are none.
struct Answer {
    InstanceId id;
    Instant creationTime;
    HomeCommunityId sender;
    std::vector<ihe::PatientMatch> matches;
    std::optional<Refusal> refusal;
    CodeStyle codeStyle = CodeStyle::Names; ///< how the peer wants codes to be spelled
};
/// Refuses (Internal) what would break the reference implementation's client: a birth date under eight
/// characters, a gender other than F, M, UN, a detail without text.
Result<std::string> writeAnswer(const Answer& answer, const ReceivedRequest& request);

/// An answer as received.
struct ReceivedAnswer {
    std::vector<ihe::PatientMatch> matches;
    std::string reason;    ///< wire code of mitigatedBy or triggerFor; empty where there is none
    std::string errorCode; ///< acknowledgementDetail/code as it stands on the wire
    std::optional<InstanceId> targetMessage;
    std::vector<std::string> tolerated;
};
/// Patients count, whatever the acknowledgement beside them says: a peer's query codes are AE also for
/// success. A gender other than F, M, UN becomes UN, a birth date under eight characters stays as it is; both
/// are noted. PeerAnswerInvalid for what can't be read.
Result<ReceivedAnswer> parseAnswer(xml::Node body);
/// What an answer without a patient means to us: the reason where it says more than the generic codes beside
/// it, else the code. Without either nobody was found.
Error refusalError(const ReceivedAnswer& answer);

} // namespace ncp::identify
