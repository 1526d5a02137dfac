#pragma once

#include "transform/cda/clinical_document.hpp"
#include "transform/render/danger_codes.hpp"
#include "transform/render/render.hpp"
#include "transform/render/treatment.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// Everything that the page of `document` shows, in order. The view points into `document`.
View buildView(const cda::ClinicalDocument& document, const Wording& wording, const RenderOptions& options);

/// The parts of buildView.
void describePatient(const cda::ClinicalDocument& document, const Wording& wording, View& view);
std::vector<Fact> describePrescription(const cda::ClinicalDocument& document, const Wording& wording);
std::vector<Fact> describeDocument(const cda::ClinicalDocument& document, const Wording& wording);
/// Severe allergies, alerts, anticoagulants, implants, pregnancy: what can kill when it is overlooked.
std::vector<Notice> warningsOf(const cda::ClinicalDocument& document, const Wording& wording);
/// The sections of the document in their order, and those that a Patient Summary lacks.
void describeSections(const cda::ClinicalDocument& document, const Wording& wording,
                      const std::string& country, View& view);
/// Fills notices, table or cards of a section from its entries.
void describeEntries(const cda::Section& section, const cda::ClinicalDocument& document,
                     const Wording& wording, SectionView& view);
void describeMedications(const cda::Section& section, const cda::ClinicalDocument& document,
                         const Wording& wording, SectionView& view);
TableView describeObservations(const cda::Section& section, const Wording& wording);
TableView describeVaccinations(const cda::Section& section, const Wording& wording);

/// True where the free text of the section stands among the warnings.
bool warnsInFreeText(const cda::Section& section);

std::optional<AbsenceStatement> absenceOf(const cda::CodedValue& value);
/// The absence that an entry states.
std::optional<AbsenceStatement> absenceOf(const cda::Entry& entry);
/// True where the section says more than that: other statements of the kind, text that belongs to no entry,
/// or something beside the absence itself.
bool isContradicted(const cda::Entry& absence, const cda::Section& section);
Notice absenceNotice(const AbsenceStatement& absence, const Wording& wording);

/// True where the value raises an alarm, also where only the code of the source country beside it says so: an
/// alarm too many does less harm.
bool raises(const cda::CodedValue& value, Danger danger);
bool anyRaises(const std::vector<cda::CodedValue>& values, Danger danger);
/// True for statuses or certainties that lift an alarm: what lifts one must say so itself, and nothing beside
/// it may say otherwise.
bool saysNoLonger(const std::vector<cda::CodedValue>& values);
/// True where the allergy is recorded as severe, of high risk, or with a dangerous reaction, and is neither
/// denied, refuted nor resolved.
bool isDangerous(const cda::Allergy& allergy);
/// What an allergy is against, from the agent or from the statement.
Cell allergyAgent(const cda::Allergy& allergy, const Wording& wording);
Line reactionLine(const cda::Reaction& reaction, const Wording& wording);

/// Value and own words of a remark in one line; empty where it says nothing.
Line remarkLine(const cda::Remark& remark, const Wording& wording);
Cell remarksCell(const std::vector<cda::Remark>& remarks, const Wording& wording);
/// Whether another product may be handed out, with the reason; nothing is said for an answer that can't be
/// read but its own words.
Cell substitutionCell(const std::vector<cda::Remark>& substitutions, const Wording& wording);
/// The number of packages; a contradiction is told.
Cell packagesCell(const std::vector<cda::Quantity>& packages, const Wording& wording);
/// The ingredients that act: neither excipients nor what the source says is not in the product.
std::vector<cda::Ingredient> activeIngredients(const cda::Product& product);
/// Active ingredient, the source's name for it where that differs, and strength, one line each.
Cell ingredientLines(const cda::Product& product, Weight weight, const Wording& wording);
/// The same of excipients, and of what the product does not contain.
Cell excipientLines(const cda::Product& product, const Wording& wording);
Cell absentIngredientLines(const cda::Product& product, const Wording& wording);
/// Both, each line behind what it is.
Cell otherIngredientLines(const cda::Product& product, const Wording& wording);
/// Name of the product and its strength in one line.
Line productTitle(const cda::Product& product, const Wording& wording);
/// All about a product but its packs, a line each, the active ingredients first.
Cell productCell(const cda::Product& product, const Wording& wording);
/// Each level of a pack with what it holds, outermost first: `Eske – 3 × Brett`, `Brett – 10 tabletter`.
Cell packageLines(const cda::Product& product, const Wording& wording);
/// What a pack of several levels holds in all, or that it can't be told.
Cell totalCell(const cda::Product& product, const Wording& wording);
/// The parts of a combination pack, each with how many of it, its strength and its own pack.
Cell partLines(const cda::Part& part, const Wording& wording);
Cell partLines(const cda::Product& product, const Wording& wording);
/// `10 mg + 2,5 mg`; empty where no strength is stated.
std::string strengthWords(const cda::Product& product, const Wording& wording);

/// The wordings of coded values as they came, with their codes, each once.
CodeGroup describeCodes(std::string heading, const std::vector<cda::CodeUse>& uses, const Wording& wording);
/// The UCUM units whose words on the page differ from them.
void addUnits(const std::vector<std::string>& units, const Wording& wording, CodeGroup& group);
/// What may be shown of a file, judged by its bytes; `name` is what readers know it by.
/// `172 kB`, `1,4 MB`.
std::string sizeWords(std::size_t bytes, const Wording& wording);
FileView describeFile(const cda::Media& media, std::string name, const Wording& wording);

/// Cells from words.
Cell cell(Line line);
Cell cell(Phrase phrase);
Cell cell(const Wording& wording, std::string text, Weight weight = Weight::Normal);
Cell codesCell(const std::vector<cda::CodedValue>& values, const Wording& wording);
/// Whom something is about where that is not the patient.
Cell subjectCell(const std::optional<cda::CodedValue>& subject, const Wording& wording);
/// True for a statement of something that is or was so with the patient. Nothing else raises an alarm.
bool isFact(const cda::Entry& entry);
bool isFact(const cda::Observation& observation);
/// True for an observation that its source took back or never made (HL7 ActStatus).
bool isWithdrawn(const cda::Observation& observation);
/// What an HL7 ActMood means for the reader: planned, not done.
std::string moodWords(std::string_view mood, const Wording& wording);
Cell moodCell(const std::string& mood, const Wording& wording);
/// `label: value` for each leaf, in muted lines.
void addLeaves(const std::vector<cda::Leaf>& leaves, const Wording& wording, Cell& into);
/// That the entry is no fact, whom it is about where that is not the patient, and the leaves that no typed
/// view took.
void addRemaining(const cda::Entry& entry, const Wording& wording, Cell& into);
std::string leafLabel(const std::string& element, const Wording& wording);
/// True for a status or certainty that says that the patient does not have it: refuted, entered in error
/// (FHIR verification status), known absent (SNOMED CT). Of several, all have to say so.
bool isDenial(const std::vector<cda::CodedValue>& values);
/// A line that says that the source denies what stands before it.
Line negationLine(const Wording& wording);
/// True where the text is one of the wordings of a coded value: shown, original, or of a translation.
bool isWordingOf(const cda::CodedValue& value, std::string_view text);
/// What the source wrote about the entry, where none of the coded wordings says it as well: the reader
/// compares.
Cell originalWording(const cda::Entry& entry, const Wording& wording);
/// Name, role, organisation and contact of somebody, one line each.
Cell performerCell(const cda::Performer& performer, const Wording& wording);
/// The same with the ids.
Cell performerAndIds(const cda::Performer& performer, const Wording& wording);
/// The same with the time of the participation, too.
Cell participationCell(const cda::Performer& performer, const Wording& wording);
/// Appends lines to a cell.
void append(Cell& into, Cell from);
/// Removes rows without content, and the columns that have no content in any row.
void dropEmptyColumns(TableView& table);
/// Appends a fact unless its value is empty.
void addFact(std::vector<Fact>& facts, std::string label, Cell value);

} // namespace ncp::transform::render
