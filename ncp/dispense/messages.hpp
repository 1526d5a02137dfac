#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/ihe/registry_error.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::dispense {

inline constexpr std::string_view kProvideAction = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b";
inline constexpr std::string_view kProvideResponseAction =
    "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse";

inline constexpr std::string_view kDispensationClass = "60593-1";
inline constexpr std::string_view kDiscardClass = "DISCARD-60593-1";

enum class Kind : std::uint8_t { Dispensation, Discard };

/// Who submits, for the submission set's author (eHDSI XDR profile).
struct Author {
    std::string name;
    std::string organisation;
    std::string organisationId; ///< urn:oid:… or urn:hl7ii:<root>:<extension>
};

/// ProvideAndRegisterDocumentSet-b (IHE ITI-41) with one document.
struct Submission {
    Kind kind = Kind::Dispensation;
    PatientId patient;
    ihe::Demographics demographics; ///< sourcePatientInfo; empty fields are left out
    std::string submissionSetId;    ///< OID; the id of a discard
    std::string documentUniqueId;   ///< `root` or `root^extension`
    std::string languageCode;
    Instant time; ///< creation and submission
    Author author;
    CountryCode country; ///< of treatment
    HomeCommunityId source;
    std::shared_ptr<const std::string> document; ///< the CDA
};

} // namespace ncp::dispense
