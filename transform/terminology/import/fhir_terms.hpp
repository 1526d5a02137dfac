#pragma once

#include <string_view>

namespace ncp::transform::terminology::import::fhir {

/// Names of FHIR R4 and of the extensions by which an export keeps what R4 has no element for.
constexpr std::string_view kUriSystem = "urn:ietf:rfc:3986";
constexpr std::string_view kUrnOid = "urn:oid:";
constexpr std::string_view kTranslation = "http://hl7.org/fhir/StructureDefinition/translation";
constexpr std::string_view kSource = "urn:ncp:terminology:source"; ///< of a designation, valueString
constexpr std::string_view kStatus = "urn:ncp:terminology:status"; ///< of a designation or mapping, valueCode
constexpr std::string_view kPreferred = "urn:ncp:terminology:preferred"; ///< of a designation, valueBoolean
constexpr std::string_view kFixed = "urn:ncp:terminology:fixed";         ///< of a value set, valueBoolean

} // namespace ncp::transform::terminology::import::fhir
