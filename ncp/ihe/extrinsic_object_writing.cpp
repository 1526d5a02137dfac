#include "ncp/ihe/classification_schemes.hpp"
#include "ncp/ihe/country_name.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/extrinsic_object.hpp"

namespace ncp::ihe {
namespace {

constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";
constexpr std::string_view kConfidentialitySystem = "2.16.840.1.113883.5.25";
constexpr std::string_view kCountrySystem = "1.0.3166.1";
constexpr std::string_view kDocumentObjectType = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";
constexpr std::string_view kIdentifierObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier";
constexpr std::string_view kApproved = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";

std::string newUrn(Random& random) {
    return "urn:uuid:" + makeUuid(random);
}

void writeText(xml::Writer& writer, std::string_view element, std::string_view text) {
    writer.start(element).empty("LocalizedString", "value", text).end();
}

/// Writes the parts of one ExtrinsicObject that refer to it by its id.
class ObjectParts {
  public:
    ObjectParts(xml::Writer& writer, const DocumentEntry& entry, Random& random)
        : writer_(writer), entry_(entry), random_(random) {}

    void classification(std::string_view scheme, std::string_view code, std::string_view codingScheme,
                        std::string_view name) {
        start(scheme, code);
        writeSlot(writer_, "codingScheme", {std::string{codingScheme}});
        writeText(writer_, "Name", name.empty() ? code : name);
        writer_.end();
    }

    void author() {
        if (entry_.authorPerson.empty() && entry_.authorSpecialties.empty()) {
            return;
        }
        start(kAuthorScheme, "");
        if (!entry_.authorPerson.empty()) {
            writeSlot(writer_, "authorPerson", {entry_.authorPerson});
        }
        if (!entry_.authorSpecialties.empty()) {
            writeSlot(writer_, "authorSpecialty", entry_.authorSpecialties);
        }
        writer_.end();
    }

    void identifier(std::string_view scheme, std::string_view value, std::string_view name) {
        writer_.start("ExternalIdentifier")
            .attribute("id", newUrn(random_))
            .attribute("registryObject", entry_.entryUuid)
            .attribute("identificationScheme", scheme)
            .attribute("objectType", kIdentifierObjectType)
            .attribute("value", value);
        writeText(writer_, "Name", name);
        writer_.end();
    }

  private:
    void start(std::string_view scheme, std::string_view code) {
        writer_.start("Classification")
            .attribute("id", newUrn(random_))
            .attribute("classificationScheme", scheme)
            .attribute("classifiedObject", entry_.entryUuid)
            .attribute("nodeRepresentation", code);
    }

    xml::Writer& writer_;
    const DocumentEntry& entry_;
    Random& random_;
};

void writeSlots(xml::Writer& writer, const DocumentEntry& entry, const PatientId& patient) {
    writeSlot(writer, "sourcePatientId", {patient.revealCx()});
    if (entry.size) {
        writeSlot(writer, "size", {std::to_string(*entry.size)});
    }
    if (!entry.hash.empty()) {
        writeSlot(writer, "hash", {entry.hash});
    }
    writeSlot(writer, "creationTime", {entry.creationTime});
    writeSlot(writer, "repositoryUniqueId", {entry.repositoryUniqueId});
    writeSlot(writer, "languageCode", {entry.languageCode});
}

} // namespace

void writeExtrinsicObject(xml::Writer& writer, const DocumentEntry& entry, const PatientId& patient,
                          const CountryCode& country, Random& random) {
    const std::string_view title =
        entry.title.empty() ? titleOf(entry.classCode) : std::string_view{entry.title};
    const auto format = formatCode(entry.formatCode.empty() ? formatCodeOf(entry.classCode, entry.level)
                                                            : std::string_view{entry.formatCode});
    writer.start("ExtrinsicObject")
        .attribute("id", entry.entryUuid)
        .attribute("lid", entry.entryUuid)
        .attribute("home", urn(entry.homeCommunityId))
        .attribute("mimeType", entry.mimeType)
        .attribute("objectType", kDocumentObjectType)
        .attribute("status", kApproved);
    writeSlots(writer, entry, patient);
    writeText(writer, "Name", title);
    writeText(writer, "Description", entry.description.empty() ? title : std::string_view{entry.description});
    writer.empty("VersionInfo", "versionName", "1.1");

    ObjectParts parts{writer, entry, random};
    parts.classification(kConfidentialityScheme, entry.confidentiality, kConfidentialitySystem,
                         confidentialityName(entry.confidentiality));
    parts.classification(kClassScheme, entry.classCode, kLoinc, title);
    parts.classification(kTypeScheme, entry.classCode, kLoinc, title);
    parts.classification(kFacilityScheme, country.str(), kCountrySystem, countryName(country));
    parts.classification(kPracticeSettingScheme, "Not Used", "eHDSI Practice Setting Codes-Not Used",
                         "Not Used");
    parts.classification(kFormatScheme, format.code, format.codingScheme, format.name);
    for (const auto& event : entry.events) {
        parts.classification(kEventScheme, event.code, event.system, event.display);
    }
    parts.author();
    parts.identifier(kPatientIdScheme, patient.revealCx(), kPatientIdName);
    parts.identifier(kUniqueIdScheme, entry.uniqueId, kUniqueIdName);
    writer.end();
}

} // namespace ncp::ihe
