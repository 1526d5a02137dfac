#pragma once

#include <string_view>

namespace ncp::saml {

/// Attribute names of the eHDSI SAML profile, and what stands beside them.
inline constexpr std::string_view kHomeCommunityAttribute = "urn:ihe:iti:xca:2010:homeCommunityId";
inline constexpr std::string_view kSubjectIdAttribute = "urn:oasis:names:tc:xspa:1.0:subject:subject-id";
inline constexpr std::string_view kRoleAttribute = "urn:oasis:names:tc:xacml:2.0:subject:role";
inline constexpr std::string_view kOrganisationAttribute = "urn:oasis:names:tc:xspa:1.0:subject:organization";
inline constexpr std::string_view kOrganisationIdAttribute =
    "urn:oasis:names:tc:xspa:1.0:subject:organization-id";
inline constexpr std::string_view kOnBehalfOfAttribute = "urn:ehdsi:names:subject:on-behalf-of";
inline constexpr std::string_view kFacilityTypeAttribute = "urn:ehdsi:names:subject:healthcare-facility-type";
inline constexpr std::string_view kPurposeOfUseAttribute = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse";
inline constexpr std::string_view kLocalityAttribute = "urn:oasis:names:tc:xspa:1.0:environment:locality";
/// Also the prefix of its values, with a colon and the short code after it.
inline constexpr std::string_view kPermissionAttribute = "urn:oasis:names:tc:xspa:1.0:subject:hl7:permission";
inline constexpr std::string_view kPrescriptionIdAttribute =
    "urn:ehdsi:names:document:document-id:prescriptionId";
inline constexpr std::string_view kDispensationPinAttribute =
    "urn:ehdsi:names:document:document-id:dispensationPinCode";
/// Start of the names of a next of kin's attributes: id, firstname, …
inline constexpr std::string_view kNextOfKinPrefix = "urn:ehdsi:names:subject:nextofkin:";

inline constexpr std::string_view kHl7Namespace = "urn:hl7-org:v3";
inline constexpr std::string_view kRoleCodeSystem = "2.16.840.1.113883.2.9.6.2.7"; ///< ISCO
inline constexpr std::string_view kClericalRole = "44"; ///< acts on behalf of a clinician only
inline constexpr std::string_view kSenderVouches = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches";
inline constexpr std::string_view kAuthnContextPrefix = "urn:oasis:names:tc:SAML:2.0:ac:classes:";
inline constexpr std::string_view kPreviousSession = "urn:oasis:names:tc:SAML:2.0:ac:classes:PreviousSession";
inline constexpr std::string_view kAudience = "urn:ehdsi:assertions.audience:x-border";
inline constexpr std::string_view kFormerAudience = "urn:ehdsi:restriction:ehdsi1"; ///< until January 2023

/// Code system of PurposeOfUse as the profile has it; other countries write others.
inline constexpr std::string_view kPurposeCodeSystem = "3bc18518-d305-46c2-a8d6-94bd59856e9e";

} // namespace ncp::saml
