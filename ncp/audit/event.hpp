#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::audit {

enum class Side : std::uint8_t { CountryA, CountryB };
enum class Outcome : std::uint8_t { Success, Negative, Refused, Failed };
std::string_view name(Side side) noexcept;       ///< A, B
std::string_view name(Outcome outcome) noexcept; ///< success, negative, refused, failed

/// What happened in one transaction, exactly one per request, or to one document that was transformed;
/// written before the answer leaves. The audit trail is the one place that names clinician and patient: it is
/// protected like the documents themselves, and nothing of it goes to logs or metrics.
struct Event {
    Instant time;
    Side side = Side::CountryA;
    std::string transaction; ///< ITI-55, ITI-38, ITI-39, ITI-41, EHDSI-94, EHDSI-193, EHDSI-194, or "unknown"
                             ///< when it could not be told
    Outcome outcome = Outcome::Failed;
    std::string errorId; ///< row of the error table (ErrorSpec::id), empty on success
    std::string rule;    ///< name of the rule that refused, empty else
    std::string correlationId;
    std::string messageId;   ///< wsa:MessageID of the request
    std::string peerCountry; ///< verified country of the other side, empty when not known
    std::string peerAddress;
    std::string peerCertificate; ///< subject of the TLS certificate
    std::string clinicianId;     ///< NameID of the HCP assertion
    std::string clinicianName;
    std::string clinicianRole; ///< ISCO code
    std::string organisation;
    std::string purposeOfUse;
    std::string hcpAssertionId;
    std::string trcAssertionId;
    std::string nextOfKinId;
    std::string patientId;              ///< CX form
    std::vector<std::string> patients;  ///< CX form: every patient of an answer with several
    std::vector<std::string> documents; ///< unique ids
    std::string documentClass;
    std::string sourceDocument; ///< of a transformation (EHDSI-94): id of what went in, `root^extension`
    std::string targetDocument; ///< and of what came out
    std::string reason;         ///< that a person gave, as it was written; what changed (countries-changed)
    std::int64_t durationMicroseconds = 0;
    std::int64_t requestBytes = 0;
    std::int64_t answerBytes = 0;
    std::vector<std::string> tolerated;
    std::int64_t further = 0; ///< how many more like this one came and have no row of their own
};

} // namespace ncp::audit
