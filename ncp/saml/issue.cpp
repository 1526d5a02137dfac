#include "ncp/saml/issue.hpp"

#include "base/xml/writer.hpp"
#include "certs/xml_signature.hpp"
#include "ncp/saml/assertion.hpp"
#include "ncp/saml/attribute_names.hpp"
#include "ncp/saml/lifetimes.hpp"
#include "ncp/saml/recognise.hpp"

#include <array>
#include <initializer_list>
#include <string_view>

namespace ncp::saml {
namespace {

constexpr std::string_view kNameFormat = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
constexpr std::string_view kUnspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
constexpr std::string_view kPurposeCodeSystemName = "eHDSI XSPA PurposeOfUse";

/// What the three kinds have in common.
struct Frame {
    Kind kind;
    std::string id;
    std::string issuer;
    Instant now;
    Instant notBefore;
    Instant notOnOrAfter;
    std::string_view nameId;
    std::string_view refersTo; ///< ID of the HCP assertion; empty in the HCP assertion itself
    std::string authnContextClass;
};

std::string_view code(PurposeOfUse purpose) noexcept {
    return purpose == PurposeOfUse::Emergency ? "EMERGENCY" : "TREATMENT";
}

Frame makeFrame(Kind kind, const CountryCode& country, Instant now, Random& random) {
    const auto notBefore = now - kSkew;
    return {kind,
            "_" + makeUuid(random),
            (kind == Kind::Hcp ? "urn:idp:" : "urn:initgw:") + country.str() + ":countryB",
            now,
            notBefore,
            notBefore + span(kind),
            {},
            {},
            std::string{kPreviousSession}};
}

void startAttribute(xml::Writer& xml, std::string_view friendlyName, std::string_view attributeName) {
    xml.start("saml2:Attribute")
        .attribute("FriendlyName", friendlyName)
        .attribute("Name", attributeName)
        .attribute("NameFormat", kNameFormat);
}

void writeString(xml::Writer& xml, std::string_view value) {
    xml.start("saml2:AttributeValue").attribute("xsi:type", "xs:string").text(value).end();
}

/// An attribute with one value; none for an empty value.
void writeAttribute(xml::Writer& xml, std::string_view friendlyName, std::string_view attributeName,
                    std::string_view value) {
    if (value.empty()) {
        return;
    }
    startAttribute(xml, friendlyName, attributeName);
    writeString(xml, value);
    xml.end();
}

/// Role and PurposeOfUse stand in a default namespace: the reference implementation looks for the bare name.
void writeCode(xml::Writer& xml, std::string_view element, const Code& value) {
    xml.start("saml2:AttributeValue")
        .start(element)
        .attribute("xmlns", kHl7Namespace)
        .attribute("code", value.code)
        .attribute("codeSystem", value.system)
        .attribute("codeSystemName", value.systemName)
        .attribute("displayName", value.display)
        .end()
        .end();
}

void writePurpose(xml::Writer& xml, PurposeOfUse purpose) {
    startAttribute(xml, "XSPA Purpose Of Use", kPurposeOfUseAttribute);
    const std::string purposeCode{code(purpose)};
    writeCode(
        xml, "PurposeOfUse",
        {purposeCode, std::string{kPurposeCodeSystem}, purposeCode, std::string{kPurposeCodeSystemName}});
    xml.end();
}

void writeSubjectAndConditions(xml::Writer& xml, const Frame& frame) {
    xml.start("saml2:Subject");
    xml.start("saml2:NameID").attribute("Format", kUnspecified).text(frame.nameId).end();
    xml.empty("saml2:SubjectConfirmation", "Method", kSenderVouches);
    xml.end();
    xml.start("saml2:Conditions")
        .attribute("NotBefore", formatXmlDateTime(frame.notBefore))
        .attribute("NotOnOrAfter", formatXmlDateTime(frame.notOnOrAfter));
    xml.start("saml2:AudienceRestriction").leaf("saml2:Audience", kAudience).end();
    xml.end();
}

/// Everything up to the attribute statement, which is left open.
xml::Writer startAssertion(const Frame& frame) {
    xml::Writer xml;
    xml.start("saml2:Assertion")
        .attribute("xmlns:saml2", kAssertionNamespace)
        .attribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .attribute("ID", frame.id)
        .attribute("IssueInstant", formatXmlDateTime(frame.now))
        .attribute("Version", "2.0");
    xml.start("saml2:Issuer")
        .attribute("NameQualifier", std::string{kKindPrefix} + std::string{name(frame.kind)})
        .text(frame.issuer)
        .end();
    writeSubjectAndConditions(xml, frame);
    if (!frame.refersTo.empty()) {
        xml.start("saml2:Advice").leaf("saml2:AssertionIDRef", frame.refersTo).end();
    }
    xml.start("saml2:AuthnStatement").attribute("AuthnInstant", formatXmlDateTime(frame.now));
    xml.start("saml2:AuthnContext").leaf("saml2:AuthnContextClassRef", frame.authnContextClass).end();
    xml.end();
    xml.start("saml2:AttributeStatement");
    return xml;
}

Result<IssuedAssertion> sign(xml::Writer xml, const Frame& frame, const certs::Credential& credential) {
    xml.end().end();
    auto text = certs::signEnveloped(xml.take(), credential, "xs");
    if (!text) {
        return passOn(text);
    }
    return IssuedAssertion{frame.id, std::move(*text), frame.notOnOrAfter};
}

Result<void> checkClinician(const Clinician& clinician) {
    const std::array<std::pair<std::string_view, bool>, 9> demands{{
        {"user id", !clinician.id.empty()},
        {"name", !clinician.name.empty()},
        {"role code", !clinician.role.code.empty()},
        {"display name of the role", !clinician.role.display.empty()},
        {"facility type", !clinician.facilityType.empty()},
        {"locality", !clinician.locality.empty()},
        {"authentication context class", !clinician.authnContextClass.empty()},
        {"permissions", !clinician.permissions.empty()},
        {"the role acted for",
         clinician.role.code != kClericalRole || (clinician.onBehalfOf && !clinician.onBehalfOf->empty())},
    }};
    for (const auto& [what, given] : demands) {
        if (!given) {
            return fail(ErrorCode::InputRefused, "the clinician lacks: " + std::string{what});
        }
    }
    return {};
}

/// A new assertion must rest on an HCP assertion that still holds.
Result<void> checkHcp(const IssuedAssertion& hcp, const Clinician& clinician, Instant now) {
    if (clinician.id.empty() || hcp.id.empty()) {
        return fail(ErrorCode::InputRefused, "no clinician or no HCP assertion");
    }
    if (hcp.notOnOrAfter <= now) {
        return fail(ErrorCode::AssertionNotValid, "the HCP assertion has expired");
    }
    return {};
}

void writeHcpAttributes(xml::Writer& xml, const Clinician& clinician, const HomeCommunityId& community,
                        PurposeOfUse purpose) {
    writeAttribute(xml, "HCI Identifier", kHomeCommunityAttribute, urn(community));
    writeAttribute(xml, "XSPA Subject", kSubjectIdAttribute, clinician.name);
    startAttribute(xml, "XSPA Role", kRoleAttribute);
    writeCode(xml, "Role",
              {clinician.role.code, std::string{kRoleCodeSystem}, clinician.role.display, "ISCO"});
    xml.end();
    writeAttribute(xml, "XSPA Organization", kOrganisationAttribute, clinician.organisation);
    writeAttribute(xml, "XSPA Organization ID", kOrganisationIdAttribute, clinician.organisationId);
    writeAttribute(xml, "OnBehalfOf", kOnBehalfOfAttribute, clinician.onBehalfOf.value_or(""));
    writeAttribute(xml, "eHealth DSI Healthcare Facility Type", kFacilityTypeAttribute,
                   clinician.facilityType);
    writePurpose(xml, purpose);
    writeAttribute(xml, "XSPA Locality", kLocalityAttribute, clinician.locality);
    startAttribute(xml, "Hl7 Permissions", kPermissionAttribute);
    for (const auto& permission : clinician.permissions) {
        writeString(xml, std::string{kPermissionAttribute} + ":" + permission);
    }
    xml.end();
}

void writeKinAttributes(xml::Writer& xml, const NextOfKin& kin) {
    struct Field {
        std::string_view friendlyName;
        std::string_view suffix;
        std::string_view value;
    };
    const auto id = kin.id.revealCx();
    const std::array fields{
        Field{"NextOfKinId", "id", id},
        Field{"NextOfKinFirstName", "firstname", kin.firstName},
        Field{"NextOfKinFamilyName", "familyname", kin.familyName},
        Field{"NextOfKinGender", "gender", kin.gender},
        Field{"NextOfKinBirthDate", "birthdate", kin.birthDate},
        Field{"NextOfKinAddressStreet", "address:street", kin.street},
        Field{"NextOfKinAddressCity", "address:city", kin.city},
        Field{"NextOfKinPostalCode", "address:postalcode", kin.postalCode},
        Field{"NextOfKinAddressCountry", "address:country", kin.country},
    };
    for (const auto& field : fields) {
        writeAttribute(xml, field.friendlyName, std::string{kNextOfKinPrefix} + std::string{field.suffix},
                       field.value);
    }
}

} // namespace

Issuer::Issuer(CountryCode country, HomeCommunityId community, certs::Credential signature,
               const Clock& clock, Random& random)
    : country_(std::move(country)), community_(std::move(community)),
      signature_(std::make_shared<const certs::Credential>(std::move(signature))), clock_(clock),
      random_(random) {}

void Issuer::renewSignature(certs::Credential signature) {
    signature_.replace(std::make_shared<const certs::Credential>(std::move(signature)));
}

Result<IssuedAssertion> Issuer::issueHcp(const Clinician& clinician, PurposeOfUse purpose) const {
    if (auto complete = checkClinician(clinician); !complete) {
        return passOn(complete);
    }
    auto frame = makeFrame(Kind::Hcp, country_, clock_.now(), random_);
    frame.nameId = clinician.id;
    frame.authnContextClass = std::string{kAuthnContextPrefix} + clinician.authnContextClass;
    auto xml = startAssertion(frame);
    writeHcpAttributes(xml, clinician, community_, purpose);
    return sign(std::move(xml), frame, *signature_.get());
}

Result<IssuedAssertion> Issuer::issueTrc(const IssuedAssertion& hcp, const Clinician& clinician,
                                         const PatientId& patient, PurposeOfUse purpose,
                                         const DocumentKeys& keys) const {
    auto frame = makeFrame(Kind::Trc, country_, clock_.now(), random_);
    if (auto rests = checkHcp(hcp, clinician, frame.now); !rests) {
        return passOn(rests);
    }
    frame.nameId = clinician.id;
    frame.refersTo = hcp.id;
    auto xml = startAssertion(frame);
    writeAttribute(xml, "XSPA Subject", kSubjectIdAttribute, patient.revealCx());
    writePurpose(xml, purpose);
    writeAttribute(xml, "Dispensation Pin Code", kDispensationPinAttribute, keys.dispensationPin);
    writeAttribute(xml, "Prescription ID", kPrescriptionIdAttribute, keys.prescriptionId);
    return sign(std::move(xml), frame, *signature_.get());
}

Result<IssuedAssertion> Issuer::issueNextOfKin(const IssuedAssertion& hcp, const Clinician& clinician,
                                               const NextOfKin& kin) const {
    auto frame = makeFrame(Kind::NextOfKin, country_, clock_.now(), random_);
    if (auto rests = checkHcp(hcp, clinician, frame.now); !rests) {
        return passOn(rests);
    }
    frame.nameId = clinician.id;
    frame.refersTo = hcp.id;
    auto xml = startAssertion(frame);
    writeKinAttributes(xml, kin);
    return sign(std::move(xml), frame, *signature_.get());
}

} // namespace ncp::saml
