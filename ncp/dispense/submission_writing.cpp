#include "base/base64.hpp"
#include "base/xml/writer.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/dispense/submission_kind.hpp"
#include "ncp/ihe/classification_schemes.hpp"
#include "ncp/ihe/country_name.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/registry_object.hpp"

#include <algorithm>

namespace ncp::dispense {
namespace {

constexpr std::string_view kCountrySystem = "1.0.3166.1";
constexpr std::string_view kConfidentialitySystem = "2.16.840.1.113883.5.25";
constexpr std::string_view kConfidentiality = "N";
constexpr std::string_view kNotUsed = "Not Used";
constexpr std::string_view kPracticeSettings = "eHDSI Practice Setting Codes-Not Used";
constexpr std::string_view kDefaultLanguage = "en-GB";
constexpr std::string_view kHasMember = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember";
constexpr std::string_view kOidUrn = "urn:oid:";
constexpr std::string_view kHl7Urn = "urn:hl7ii:";

/// Text for a component of an HL7 v2 field: the delimiters would start another component.
std::string component(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '^' || c == '&' || c == '|' || c == '~' || c == '\\'; }, ' ');
    return text;
}

/// An organisation id taken apart: an OID, or an OID with an extension; another notation stands for the OID
/// as it is.
struct OrganisationId {
    std::string root;
    std::string extension;
};
OrganisationId organisationId(std::string_view id) {
    if (id.starts_with(kOidUrn)) {
        return {component(std::string{id.substr(kOidUrn.size())}), {}};
    }
    if (!id.starts_with(kHl7Urn)) {
        return {component(std::string{id}), {}};
    }
    id.remove_prefix(kHl7Urn.size());
    const auto colon = id.find(':');
    return {component(std::string{id.substr(0, colon)}),
            colon == std::string_view::npos ? std::string{} : component(std::string{id.substr(colon + 1)})};
}

/// HL7 v2 XON.
std::string authorInstitution(const Author& author) {
    const auto id = organisationId(author.organisationId);
    const auto name = component(author.organisation);
    return id.extension.empty() ? name + "^^^^^^^^^" + id.root
                                : name + "^^^^^&" + id.root + "&ISO^^^^" + id.extension;
}

/// HL7 v2 XCN.
std::string authorPerson(const Author& author) {
    const auto id = organisationId(author.organisationId);
    const auto authority = id.extension.empty() ? id.root : id.root + ":" + id.extension;
    return component(author.name) + "^^^&" + authority + "&ISO";
}

/// HL7 v2 PID fields, as sourcePatientInfo has them; a full birth date gets a time of day, as the reference
/// implementation sends it.
std::vector<std::string> patientInfo(const Submission& submission) {
    const auto& known = submission.demographics;
    std::vector<std::string> info;
    info.push_back("PID-3|" + submission.patient.revealCx());
    if (!known.familyName.empty() || !known.givenName.empty()) {
        info.push_back("PID-5|" + component(known.familyName) + "^" + component(known.givenName));
    }
    if (!known.birthDate.empty()) {
        constexpr std::size_t dateLength = 8;
        const bool date = known.birthDate.size() == dateLength;
        info.push_back("PID-7|" + component(known.birthDate) + (date ? "000000.000+0000" : ""));
    }
    if (!known.gender.empty()) {
        info.push_back("PID-8|" + component(known.gender));
    }
    return info;
}

void writeDocumentEntry(xml::Writer& writer, const Submission& submission, const std::string& id,
                        Random& random) {
    const auto& kind = submissionKind(submission.kind);
    const auto format = ihe::formatCode(kind.formatCode);
    const auto patient = submission.patient.revealCx();
    writer.start("ExtrinsicObject")
        .attribute("id", id)
        .attribute("mimeType", "text/xml")
        .attribute("objectType", ihe::kDocumentObjectType)
        .attribute("status", ihe::kApproved);
    ihe::writeSlot(writer, "creationTime", {formatHl7(submission.time)});
    ihe::writeSlot(
        writer, "languageCode",
        {submission.languageCode.empty() ? std::string{kDefaultLanguage} : submission.languageCode});
    ihe::writeSlot(writer, "sourcePatientId", {patient});
    ihe::writeSlot(writer, "sourcePatientInfo", patientInfo(submission));

    ihe::RegistryObjectParts parts{writer, id, random};
    parts.classification(ihe::kFacilityScheme, submission.country.str(), kCountrySystem,
                         ihe::countryName(submission.country));
    parts.classification(ihe::kPracticeSettingScheme, kNotUsed, kPracticeSettings, kNotUsed);
    parts.classification(ihe::kConfidentialityScheme, kConfidentiality, kConfidentialitySystem,
                         ihe::confidentialityName(kConfidentiality));
    parts.classification(ihe::kClassScheme, kind.classCode, ihe::kLoinc, kind.className);
    parts.classification(ihe::kFormatScheme, format.code, format.codingScheme, format.name);
    parts.classification(ihe::kTypeScheme, kind.classCode, ihe::kLoinc, kind.typeName);
    parts.identifier(ihe::kPatientIdScheme, patient, ihe::kPatientIdName);
    parts.identifier(ihe::kUniqueIdScheme, submission.documentUniqueId, ihe::kUniqueIdName);
    writer.end();
}

void writeSubmissionSet(xml::Writer& writer, const Submission& submission, const std::string& id,
                        Random& random) {
    const auto& kind = submissionKind(submission.kind);
    writer.start("RegistryPackage").attribute("id", id).attribute("objectType", kSubmissionSetType);
    ihe::writeSlot(writer, "submissionTime", {formatHl7(submission.time)});
    ihe::RegistryObjectParts parts{writer, id, random};
    parts.text("Name", kind.setName);
    parts.text("Description", kind.setDescription);
    parts.author(kSetAuthorScheme,
                 {authorInstitution(submission.author), authorPerson(submission.author), {}});
    parts.classification(kSetContentTypeScheme, kind.classCode, ihe::kLoinc, kind.typeName);
    parts.identifier(kSetUniqueIdScheme, submission.submissionSetId, kSetUniqueIdName);
    parts.identifier(kSetPatientIdScheme, submission.patient.revealCx(), kSetPatientIdName);
    parts.identifier(kSetSourceIdScheme, submission.source.str(), kSetSourceIdName);
    writer.end();
}

void writeMembership(xml::Writer& writer, const std::string& set, const std::string& document,
                     Random& random) {
    writer.start("Classification")
        .attribute("id", ihe::newUuidUrn(random))
        .attribute("classificationNode", kSubmissionSetType)
        .attribute("classifiedObject", set)
        .end();
    writer.start("Association")
        .attribute("id", ihe::newUuidUrn(random))
        .attribute("associationType", kHasMember)
        .attribute("sourceObject", set)
        .attribute("targetObject", document);
    ihe::writeSlot(writer, "SubmissionSetStatus", {"Original"});
    writer.end();
}

} // namespace

std::string writeSubmission(const Submission& submission, Random& random) {
    const auto document = ihe::newUuidUrn(random);
    const auto set = ihe::newUuidUrn(random);
    xml::Writer writer;
    writer.start("xdsb:ProvideAndRegisterDocumentSetRequest").attribute("xmlns:xdsb", ihe::kXdsNamespace);
    writer.start("lcm:SubmitObjectsRequest").attribute("xmlns:lcm", kLcmNamespace);
    writer.start("RegistryObjectList").attribute("xmlns", ihe::kRimNamespace);
    writeDocumentEntry(writer, submission, document, random);
    writeSubmissionSet(writer, submission, set, random);
    writeMembership(writer, set, document, random);
    writer.end().end();
    writer.start("xdsb:Document").attribute("id", document).text(base64Encode(*submission.document)).end();
    writer.end();
    return writer.take();
}

} // namespace ncp::dispense
