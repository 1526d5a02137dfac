#pragma once

#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/document_kind.hpp"

#include <string>

namespace ncp::test {

inline PatientId inventedPatient() {
    return *PatientId::make("2.16.620.1.101.10.1.1", "TEST-0001");
}

/// Metadata of an invented document: every field set.
inline ihe::DocumentEntry inventedEntry(std::string_view classCode, ihe::Level level) {
    ihe::DocumentEntry entry{.homeCommunityId = *HomeCommunityId::parse("2.16.17.710.820.1000.990.1")};
    const std::string form = level == ihe::Level::L1 ? "L1" : "L3";
    entry.entryUuid = "urn:uuid:00000000-0000-4000-8000-0000000000" + form;
    entry.uniqueId = "2.25.7^invented" + form;
    entry.repositoryUniqueId = "2.25.7";
    entry.classCode = std::string{classCode};
    entry.formatCode = std::string{ihe::formatCodeOf(classCode, level)};
    entry.level = level;
    entry.title = std::string{ihe::titleOf(classCode)};
    entry.description = "Invented document, not of a person";
    entry.creationTime = "20260131101500";
    entry.languageCode = "pt-PT";
    entry.size = 165'000;
    entry.hash = "0123456789abcdef0123456789abcdef01234567";
    return entry;
}

/// What a prescription has beside.
inline ihe::DocumentEntry inventedPrescription(ihe::Level level) {
    auto entry = inventedEntry(ihe::kEPrescription, level);
    entry.events = {{"urn:ihe:iti:xdw:2011:eventCode:open", "1.3.6.1.4.1.19376.1.2.3", "Open", {}},
                    {"N02BE01", "2.16.840.1.113883.6.73", "paracetamol", {}},
                    {"10219000", "0.4.0.127.0.16.1.1.2.1", "Tablet", {}},
                    {"500 mg", "eHDSI_Strength_CodeSystem", "Strength of medication", {}}};
    entry.authorPerson = "Invented Prescriber";
    entry.authorSpecialties = {"General practice"};
    return entry;
}

/// An original clinical document with the metadata that only those have.
inline ihe::DocumentEntry inventedReport(std::string_view classCode, std::string_view mediaType) {
    auto entry = inventedEntry(classCode, ihe::Level::L1);
    entry.formatCode = std::string{ihe::originalDocumentFormat(mediaType)};
    entry.events = {{"S72.0", "1.3.6.1.4.1.12559.11.10.1.3.1.44.2", "Fracture of neck of femur", {}}};
    entry.authorPerson = "Invented Surgeon";
    entry.authorSpecialties = {"Orthopaedics", "Surgery"};
    entry.otherAuthors = {{"Invented Nurse", {"Nursing"}}};
    entry.serviceStartTime = "20260120080000";
    return entry;
}

} // namespace ncp::test
