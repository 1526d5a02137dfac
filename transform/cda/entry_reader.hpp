#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/entries.hpp"
#include "transform/cda/narrative.hpp"
#include "transform/cda/value_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// What an entry element holds.
struct EntryContent {
    std::vector<Entry> entries;          ///< one for each act, and for each thing that a concern is about
    std::vector<std::string> references; ///< IDs of the section's text, without `#`
    std::vector<Media> media;            ///< files
};

/// Reads an entry element of a section with that LOINC code, which is about the patient or about `subject`.
/// What it cannot place in a typed view comes back among the remaining leaves.
EntryContent readEntries(xml::Node entry, std::string_view sectionCode, const Narrative& narrative,
                         const std::optional<CodedValue>& subject);

/// The parts of readEntries, one for each kind. What an observation doesn't say itself of subject and mood is
/// that of the `whole` of which it is a part.
Allergy readAllergy(xml::Node concernOrObservation, ValueReader& reader);
Problem readProblem(xml::Node concernOrObservation, ValueReader& reader);
Medication readMedication(xml::Node substanceAdministration, ValueReader& reader);
Product readProduct(xml::Node manufacturedProduct, ValueReader& reader);
Vaccination readVaccination(xml::Node substanceAdministration, ValueReader& reader);
Procedure readProcedure(xml::Node procedure, ValueReader& reader);
/// One for each device that takes part; at least one of a supply with a playingDevice.
std::vector<Device> readDevices(xml::Node supply, ValueReader& reader);
Dispensation readDispensation(xml::Node supply, ValueReader& reader);
Observation readObservation(xml::Node observationOrOrganizer, const Observation& whole, ValueReader& reader);

/// The acts that stand in the entryRelationships or components of an act, with their kind of relation.
struct RelatedAct {
    std::string typeCode;
    xml::Node act;
};
std::vector<RelatedAct> relatedActs(xml::Node act);

/// The status code of an act, noted as read.
std::string readStatus(xml::Node act, ValueReader& reader);
/// Who performed or wrote an act, as far as something is said of them.
std::vector<Performer> readPerformers(xml::Node act, ValueReader& reader);

/// Notes text, status and question code of a small observation as read and gives its value, as far as it
/// is coded.
CodedValue readAnswer(xml::Node observation, ValueReader& reader);

} // namespace ncp::transform::cda
