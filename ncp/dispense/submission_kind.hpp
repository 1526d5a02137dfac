#pragma once

#include "ncp/dispense/messages.hpp"

#include <optional>
#include <string_view>

namespace ncp::dispense {

/// How the metadata name a kind of submission (eHDSI XDR profile).
struct SubmissionKind {
    Kind kind;
    std::string_view classCode; ///< also type code and content type
    std::string_view formatCode;
    std::string_view className;
    std::string_view typeName;
    std::string_view setName;
    std::string_view setDescription;
};

const SubmissionKind& submissionKind(Kind kind) noexcept;
/// By format code, compared without regard to case; nothing for an unknown one.
std::optional<Kind> kindOfFormat(std::string_view formatCode) noexcept;
/// By class code; nothing for an unknown one.
std::optional<Kind> kindOfClass(std::string_view classCode) noexcept;

/// Schemes of XDSSubmissionSet (IHE ITI TF-3 4.2.5.2).
inline constexpr std::string_view kSubmissionSetType = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
inline constexpr std::string_view kSetUniqueIdScheme = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8";
inline constexpr std::string_view kSetPatientIdScheme = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446";
inline constexpr std::string_view kSetSourceIdScheme = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832";
inline constexpr std::string_view kSetAuthorScheme = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d";
inline constexpr std::string_view kSetContentTypeScheme = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500";
inline constexpr std::string_view kSetUniqueIdName = "XDSSubmissionSet.uniqueId";
inline constexpr std::string_view kSetPatientIdName = "XDSSubmissionSet.patientId";
inline constexpr std::string_view kSetSourceIdName = "XDSSubmissionSet.sourceId";

inline constexpr std::string_view kLcmNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";

} // namespace ncp::dispense
