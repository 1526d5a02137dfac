#include "transform/cda/act_status.hpp"
#include "transform/render/posology.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isPrescription(const cda::Section& section) {
    return section.code.code == cda::kPrescriptionSection || section.code.code == cda::kDispensationSection;
}

Line statusLine(const cda::Medication& medication, const Wording& wording) {
    if (medication.status.empty()) {
        return {};
    }
    const std::string key = "status." + medication.status;
    return {wording.plain(wording.has(key) ? wording.text(key) : medication.status)};
}

/// The status, and what about the period contradicts it.
Cell statusCell(const cda::Medication& medication, Treatment treatment, const Wording& wording) {
    Cell lines = cell(statusLine(medication, wording));
    if (treatment == Treatment::EndPassed || treatment == Treatment::EndNotPassed) {
        append(lines, cell(wording,
                           wording.text(treatment == Treatment::EndPassed ? "medication.end_passed"
                                                                          : "medication.end_not_passed"),
                           Weight::Strong));
    }
    return lines;
}

/// Key of the heading below which a treatment stands; empty for those in use.
std::string_view groupKey(Treatment treatment) {
    switch (treatment) {
    case Treatment::Current:
        return {};
    case Treatment::EndPassed:
    case Treatment::EndNotPassed:
        return "medication.uncertain";
    case Treatment::Past:
        return "medication.past";
    }
    return {};
}

/// True where the text is the row of the source's table with an instruction in it that stands here anyway:
/// the row itself is one click away.
bool holdsInstruction(const cda::Entry& entry, const cda::Medication& medication) {
    return !entry.ownText &&
           std::ranges::any_of(medication.instructions, [&](const cda::Instruction& instruction) {
               return !instruction.text.empty() && entry.text.find(instruction.text) != std::string::npos;
           });
}

Cell dosageCell(const cda::Medication& medication, const cda::Entry& entry, const Wording& wording) {
    Cell dosage = doseSentence(medication, wording);
    for (Line& line : dosage) {
        for (Phrase& phrase : line) {
            phrase.weight = phrase.weight == Weight::Muted ? Weight::Muted : Weight::Strong;
        }
    }
    if (!isToldInTextOnly(medication, wording)) {
        for (const cda::Instruction& instruction : medication.instructions) {
            dosage.push_back({wording.foreign(instruction.text, Weight::Muted)});
        }
    }
    if (!holdsInstruction(entry, *std::get_if<cda::Medication>(&entry.content))) {
        append(dosage, originalWording(entry, wording));
    }
    return dosage;
}

Cell repeatsCell(const cda::Medication& medication, const Wording& wording) {
    const auto stated = [](const std::optional<cda::Quantity>& bound) {
        return bound && !bound->value.empty();
    };
    const cda::QuantityRange& repeats = medication.repeats;
    return stated(repeats.exact) || stated(repeats.low) || stated(repeats.high)
               ? cell(wording, wording.quantityRange(repeats))
               : Cell{};
}

TableView medicationTable(const cda::Section& section, const cda::TimeStamp& written,
                          const Wording& wording) {
    TableView table;
    for (const char* key : {"medication.product", "medication.dose", "medication.route", "medication.period",
                            "medication.reason", "column.status"}) {
        table.columns.push_back(wording.text(key));
    }
    std::map<std::string_view, std::vector<TableRow>> groups;
    for (const cda::Entry& entry : section.entries) {
        const auto* medication = std::get_if<cda::Medication>(&entry.content);
        if (medication == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell product = productCell(medication->product, wording);
        if (product.empty()) {
            product = cell(wording, wording.text("medication.product_unnamed"), Weight::Strong);
            append(product, cell(wording.foreign(entry.text)));
        }
        append(product, packageLines(medication->product, wording));
        append(product, totalCell(medication->product, wording));
        append(product, partLines(medication->product, wording));
        for (const cda::Medication& step : medication->steps) {
            append(product, productCell(step.product, wording));
        }
        for (const cda::Quantity& packages : medication->packages) {
            if (!packages.value.empty()) {
                append(product, cell(wording, wording.counted("package.packages", packages.value)));
            }
        }
        if (!medication->substitutions.empty()) {
            product.push_back({wording.plain(wording.text("substitution.label") + ':', Weight::Muted)});
            append(product, substitutionCell(medication->substitutions, wording));
        }
        for (const Line& repeats : repeatsCell(*medication, wording)) {
            product.push_back({wording.plain(wording.text("element.repeatNumber") + ':', Weight::Muted)});
            product.back().insert(product.back().end(), repeats.begin(), repeats.end());
        }
        addRemaining(entry, wording, product);
        Cell route = cell(wording.line(medication->route));
        append(route, codesCell(medication->sites, wording));
        const Treatment treatment = treatmentOf(*medication, written);
        TableRow row{treatment == Treatment::Past ? Tone::Past : Tone::Plain,
                     {std::move(product), dosageCell(*medication, entry, wording), std::move(route),
                      cell(wording, wording.period(medication->period)),
                      remarksCell(medication->reasons, wording), statusCell(*medication, treatment, wording)},
                     entry.number};
        groups[groupKey(treatment)].push_back(std::move(row));
    }
    for (const std::string_view key : {"", "medication.uncertain", "medication.past"}) {
        std::vector<TableRow>& rows = groups[key];
        if (!rows.empty() && !key.empty()) {
            rows.front().heading = wording.text(key);
        }
        std::ranges::move(rows, std::back_inserter(table.rows));
    }
    dropEmptyColumns(table);
    return table;
}

void addProductFacts(const cda::Product& product, const Wording& wording, std::vector<Fact>& facts) {
    const bool several = activeIngredients(product).size() > 1;
    addFact(facts, wording.text(several ? "medication.ingredients" : "medication.ingredient"),
            ingredientLines(product, Weight::Normal, wording));
    addFact(facts, wording.text("medication.excipient"), excipientLines(product, wording));
    addFact(facts, wording.text("medication.not_containing"), absentIngredientLines(product, wording));
    addFact(facts, wording.text("medication.strength"), cell(wording.foreign(product.description)));
    addFact(facts, wording.text("medication.form"),
            product.form.empty() ? Cell{} : cell(wording.line(product.form)));
    Cell classes;
    for (const cda::CodedValue& code : product.classifications) {
        Line line = wording.line(code);
        if (!code.code.empty() && joined(line) != code.code) {
            line.push_back(wording.plain(code.code, Weight::Muted));
        }
        append(classes, cell(std::move(line)));
    }
    addFact(facts, wording.text("medication.atc"), std::move(classes));
    addFact(facts, wording.text("prescription.packaging"), packageLines(product, wording));
    addFact(facts, wording.text("package.size"), totalCell(product, wording));
    std::size_t number = 0;
    for (const cda::Part& part : product.parts) {
        addFact(facts, wording.text("medication.part", {std::to_string(++number)}), partLines(part, wording));
    }
    addFact(facts, wording.text("medication.holder"), cell(wording, product.holder));
    addFact(facts, wording.text("medication.product_id"), cell(wording, product.code.code));
    addFact(facts, wording.text("immunization.lot"), cell(wording, product.lot));
    addFact(facts, wording.text("element.expirationTime"), cell(wording, wording.date(product.expires)));
}

/// The sentence, and what the patient was told, which often says more: which eye, what time of day.
Cell doseLines(const cda::Medication& medication, const Wording& wording) {
    Cell lines = doseSentence(medication, wording);
    cda::Medication told;
    std::ranges::copy_if(
        medication.instructions, std::back_inserter(told.instructions),
        [](const cda::Instruction& said) { return said.kind == cda::InstructionKind::Patient; });
    if (!isToldInTextOnly(medication, wording)) {
        append(lines, instructionLines(told, wording));
    }
    return lines;
}

/// The instructions that doseLines leaves.
void addInstructions(const cda::Medication& medication, const Wording& wording, std::vector<Fact>& facts) {
    for (const cda::Instruction& instruction : medication.instructions) {
        if (instruction.kind != cda::InstructionKind::Patient && !isToldInTextOnly(medication, wording)) {
            addFact(facts, wording.text(instructionKey(instruction.kind)),
                    cell(wording.foreign(instruction.text)));
        }
    }
}

void addMedicationFacts(const cda::Medication& medication, const Wording& wording, std::vector<Fact>& facts) {
    addInstructions(medication, wording, facts);
    addFact(facts, wording.text("medication.route"),
            medication.route.empty() ? Cell{} : cell(wording.line(medication.route)));
    addFact(facts, wording.text("column.body_site"), codesCell(medication.sites, wording));
    addFact(facts, wording.text("medication.period"), cell(wording, wording.period(medication.period)));
    addFact(facts, wording.text("medication.reason"), remarksCell(medication.reasons, wording));
    addFact(facts, wording.text("column.status"), cell(statusLine(medication, wording)));
    addFact(facts, wording.text("prescription.packages"), packagesCell(medication.packages, wording));
    addFact(facts, wording.text("element.repeatNumber"), repeatsCell(medication, wording));
}

void erase(std::string& from, const std::string& part) {
    if (const std::size_t at = part.empty() ? std::string::npos : from.find(part); at != std::string::npos) {
        from.replace(at, part.size(), 1, ' ');
    }
}

/// True where a text holds the name of the product and its strength and no more than a word beside them,
/// such as the head of the row that it comes from: nothing about the dose.
bool namesProductOnly(std::string text, const cda::Product& product) {
    if (product.name.empty() || text.find(product.name) == std::string::npos) {
        return false;
    }
    erase(text, product.name);
    erase(text, product.description);
    for (const cda::Ingredient& ingredient : product.ingredients) {
        erase(text, ingredient.strengthText);
    }
    const bool digits = std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
    std::istringstream words{text};
    return !digits && std::distance(std::istream_iterator<std::string>{words}, {}) <= 1;
}

/// Why nothing is to be handed out on a prescription; empty where it was in force when it was written down.
Line notInForce(const cda::Medication& medication, const cda::TimeStamp& written, const Wording& wording) {
    if (medication.negated) {
        return negationLine(wording);
    }
    const std::string status = "status." + medication.status;
    if (!cda::isInForce(medication.status)) {
        return {
            wording.plain(wording.text("prescription.not_in_force", {wording.text(status)}), Weight::Strong)};
    }
    return hasEnded(medication.period, written)
               ? Line{wording.plain(
                     wording.text("prescription.period_over", {wording.period(medication.period)}),
                     Weight::Strong)}
               : Line{};
}

Card prescriptionCard(const cda::Medication& medication, const cda::Entry& entry, const Wording& wording) {
    Card card;
    card.entry = entry.number;
    card.title = productTitle(medication.product, wording);
    if (card.title.empty()) {
        card.title = {wording.plain(wording.text("medication.product_unnamed"))};
    }
    card.lead = doseLines(medication, wording);
    const bool aboutProduct = namesProductOnly(entry.text, medication.product);
    if (!aboutProduct) {
        append(card.lead, originalWording(entry, wording));
    }
    addMedicationFacts(medication, wording, card.facts);
    addFact(card.facts, wording.text("substitution.label"),
            substitutionCell(medication.substitutions, wording));
    addProductFacts(medication.product, wording, card.facts);
    for (const cda::Medication& step : medication.steps) {
        addProductFacts(step.product, wording, card.facts);
    }
    for (const cda::Identifier& id : medication.ids) {
        addFact(card.facts, wording.text("prescription.item_id"), cell(wording, wording.identifier(id)));
    }
    Cell rest = aboutProduct ? originalWording(entry, wording) : Cell{};
    addRemaining(entry, wording, rest);
    addFact(card.facts, wording.text("section.other"), std::move(rest));
    return card;
}

/// The copy of the prescription in a dispensation holds what the pharmacist copied: of dose and substitution
/// nothing is said where it holds nothing of them.
void addPrescribed(const cda::Prescribed& prescribed, const Wording& wording, std::vector<Fact>& facts) {
    const cda::Medication& item = prescribed.item;
    Cell lines = productCell(item.product, wording);
    append(lines, packageLines(item.product, wording));
    append(lines, totalCell(item.product, wording));
    append(lines, partLines(item.product, wording));
    const bool dosed =
        !item.timings.empty() || !item.dose.empty() || !item.steps.empty() || !item.instructions.empty();
    if (dosed) {
        append(lines, doseLines(item, wording));
    }
    append(lines, cell(wording.foreign(prescribed.text, Weight::Muted)));
    addFact(facts, wording.text("prescription.product"), std::move(lines));
    addMedicationFacts(item, wording, facts);
    if (!item.substitutions.empty()) {
        addFact(facts, wording.text("substitution.label"), substitutionCell(item.substitutions, wording));
    }
}

Card dispensationCard(const cda::Dispensation& dispensation, const cda::Entry& entry,
                      const Wording& wording) {
    Card card;
    card.entry = entry.number;
    card.title = productTitle(dispensation.product, wording);
    if (card.title.empty()) {
        card.title = {wording.plain(wording.text("medication.product_unnamed"))};
    }
    card.subtitle = {wording.plain(wording.text(dispensation.substituted ? "dispensation.substituted"
                                                                         : "dispensation.not_substituted"))};
    if (dispensation.negated) {
        card.subtitle = negationLine(wording);
    } else if (!entry.mood.empty()) {
        card.subtitle = moodCell(entry.mood, wording).front();
    }
    addFact(card.facts, wording.text("dispensation.packages"),
            cell(wording, wording.quantity(dispensation.packages)));
    for (const cda::Performer& performer : dispensation.performers) {
        addFact(card.facts, wording.text("dispensation.date"), cell(wording, wording.period(performer.time)));
        addFact(card.facts, wording.text("dispensation.dispenser"), performerAndIds(performer, wording));
    }
    addProductFacts(dispensation.product, wording, card.facts);
    addFact(card.facts, wording.text("substitution.reason"),
            cell(wording.foreign(dispensation.substitutionReason)));
    for (const cda::Prescribed& prescribed : dispensation.prescribed) {
        addPrescribed(prescribed, wording, card.facts);
    }
    Cell rest;
    addRemaining(entry, wording, rest);
    addFact(card.facts, wording.text("section.other"), std::move(rest));
    return card;
}

} // namespace

void describeMedications(const cda::Section& section, const cda::ClinicalDocument& document,
                         const Wording& wording, SectionView& view) {
    if (!isPrescription(section)) {
        TableView table = medicationTable(section, document.created, wording);
        if (!table.rows.empty()) {
            if (view.table.rows.empty()) {
                view.table = std::move(table);
            } else {
                for (const cda::Entry& entry : section.entries) {
                    const auto* medication = std::get_if<cda::Medication>(&entry.content);
                    if (medication != nullptr && !absenceOf(entry)) {
                        view.cards.push_back(prescriptionCard(*medication, entry, wording));
                        const Treatment treatment = treatmentOf(*medication, document.created);
                        if (const auto key = groupKey(treatment); !key.empty()) {
                            view.cards.back().subtitle = {wording.plain(wording.text(key), Weight::Strong)};
                        }
                    }
                }
            }
        }
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* medication = std::get_if<cda::Medication>(&entry.content);
        if (medication != nullptr && isPrescription(section) && !absenceOf(entry)) {
            view.cards.push_back(prescriptionCard(*medication, entry, wording));
            view.cards.back().subtitle = notInForce(*medication, document.created, wording);
        }
        if (const auto* dispensation = std::get_if<cda::Dispensation>(&entry.content)) {
            view.cards.push_back(dispensationCard(*dispensation, entry, wording));
        }
    }
}

} // namespace ncp::transform::render
