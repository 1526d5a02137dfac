#include "ncp/ihe/classification_schemes.hpp"
#include "ncp/ihe/country_name.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/extrinsic_object.hpp"
#include "ncp/ihe/registry_object.hpp"

#include <algorithm>

namespace ncp::ihe {
namespace {

constexpr std::string_view kConfidentialitySystem = "2.16.840.1.113883.5.25";
constexpr std::string_view kCountrySystem = "1.0.3166.1";

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
    if (!entry.serviceStartTime.empty()) {
        writeSlot(writer, "serviceStartTime", {entry.serviceStartTime});
    }
}

} // namespace

Result<void> checkSendable(const DocumentEntry& entry) {
    const bool eventsWhole = std::ranges::all_of(
        entry.events, [](const Code& event) { return !event.code.empty() && !event.system.empty(); });
    if (!eventsWhole) {
        return fail(ErrorCode::Internal, "an event without code or coding scheme can't be sent");
    }
    if (!isQueried(entry.classCode)) {
        return fail(ErrorCode::Internal, "a document of a class that is never listed can't be sent");
    }
    if (entry.uniqueId.empty() || entry.repositoryUniqueId.empty() || entry.creationTime.empty() ||
        entry.languageCode.empty()) {
        return fail(ErrorCode::Internal, "a document without identifier, time or language can't be sent");
    }
    return {};
}

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
    RegistryObjectParts parts{writer, entry.entryUuid, random};
    parts.text("Name", title);
    parts.text("Description", entry.description.empty() ? title : std::string_view{entry.description});
    writer.empty("VersionInfo", "versionName", "1.1");
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
    parts.author(kAuthorScheme, {{}, entry.authorPerson, entry.authorSpecialties});
    for (const auto& author : entry.otherAuthors) {
        parts.author(kAuthorScheme, {{}, author.person, author.specialties});
    }
    parts.identifier(kPatientIdScheme, patient.revealCx(), kPatientIdName);
    parts.identifier(kUniqueIdScheme, entry.uniqueId, kUniqueIdName);
    writer.end();
}

} // namespace ncp::ihe
