#pragma once

#include <string_view>

namespace ncp::ihe {

/// Classification and identification schemes of XDSDocumentEntry (IHE ITI TF-3 4.2.5.2).
inline constexpr std::string_view kConfidentialityScheme = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f";
inline constexpr std::string_view kClassScheme = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
inline constexpr std::string_view kTypeScheme = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983";
inline constexpr std::string_view kFacilityScheme = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1";
inline constexpr std::string_view kPracticeSettingScheme = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead";
inline constexpr std::string_view kFormatScheme = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d";
inline constexpr std::string_view kEventScheme = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4";
inline constexpr std::string_view kAuthorScheme = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d";
inline constexpr std::string_view kPatientIdScheme = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427";
inline constexpr std::string_view kUniqueIdScheme = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";

inline constexpr std::string_view kPatientIdName = "XDSDocumentEntry.patientId";
inline constexpr std::string_view kUniqueIdName = "XDSDocumentEntry.uniqueId";

} // namespace ncp::ihe
