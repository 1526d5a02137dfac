#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "certs/private_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::saml {

/// The clinician for whom we speak, as the sign-in established it.
struct Clinician {
    std::string id;   ///< NameID: the user's id in the country
    std::string name; ///< XSPA Subject
    Code role;        ///< ISCO, code and exact display name
    std::string organisation;
    std::string organisationId;            ///< urn:oid:… or urn:hl7ii:<root>:<ext>
    std::string facilityType;              ///< Hospital, Resident Physician, Pharmacy, Other
    std::string locality;                  ///< point of care
    std::string authnContextClass;         ///< suffix after urn:oasis:names:tc:SAML:2.0:ac:classes:
    std::vector<std::string> permissions;  ///< short codes, PRD-006 …
    std::optional<std::string> onBehalfOf; ///< ISCO code, required for role 44
};

/// Why the clinician asks (PurposeOfUse): TREATMENT or EMERGENCY.
enum class PurposeOfUse : std::uint8_t { Treatment, Emergency };

/// Next of kin who acts for the patient; empty fields are left out.
struct NextOfKin {
    PatientId id;
    std::string firstName, familyName, gender, birthDate, street, city, postalCode, country;
};

/// What only some countries ask for in the TRC (search mask, documentSearch).
struct DocumentKeys {
    std::string prescriptionId;
    std::string dispensationPin;
};

/// A signed assertion: its bytes go on the wire as they are.
struct IssuedAssertion {
    std::string id;
    std::string xml;
    Instant notOnOrAfter;
};

/// Issues assertions for one country with its signature key. Elements, attribute names and their order as the
/// reference implementation emits them; Role and PurposeOfUse unprefixed; HCP −60 s … +4 h in all, TRC and
/// NOK −60 s … +2 h in all (eHDSI SAML profile; 5.3: back-dated NotBefore within the span).
class Issuer {
  public:
    Issuer(CountryCode country, HomeCommunityId community, certs::Credential signature, const Clock& clock,
           Random& random);

    /// A new key and certificate: assertions from now on are signed with it.
    void renewSignature(certs::Credential signature);

    /// InputRefused when the clinician lacks what the profile demands (role, facility type, locality, …).
    Result<IssuedAssertion> issueHcp(const Clinician& clinician, PurposeOfUse purpose) const;
    Result<IssuedAssertion> issueTrc(const IssuedAssertion& hcp, const Clinician& clinician,
                                     const PatientId& patient, PurposeOfUse purpose,
                                     const DocumentKeys& keys = {}) const;
    Result<IssuedAssertion> issueNextOfKin(const IssuedAssertion& hcp, const Clinician& clinician,
                                           const NextOfKin& kin) const;

  private:
    CountryCode country_;
    HomeCommunityId community_;
    Current<certs::Credential> signature_;
    const Clock& clock_;
    Random& random_;
};

} // namespace ncp::saml
