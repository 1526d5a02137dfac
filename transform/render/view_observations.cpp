#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isGroup(const cda::Observation& observation) {
    return observation.values.empty() && !observation.parts.empty();
}

/// True for a group that states something that its heading can't hold, and that its parts don't inherit.
bool speaksItself(const cda::Observation& group) {
    const bool performersLost =
        !group.performers.empty() && std::ranges::none_of(group.parts, [](const cda::Observation& part) {
            return part.performers.empty();
        });
    return performersLost || !group.text.empty() || !group.interpretations.empty() ||
           !group.referenceTexts.empty() || !group.referenceValues.empty() || !group.methods.empty() ||
           !group.sites.empty();
}

std::string statusWords(const cda::Observation& observation, const Wording& wording) {
    const std::string key = "status." + observation.status;
    return observation.status.empty() || observation.status == "completed" ? std::string{}
           : wording.has(key)                                              ? wording.text(key)
                                                                           : observation.status;
}

Cell resultCell(const cda::Observation& observation, const Wording& wording) {
    Cell result;
    if (isWithdrawn(observation)) {
        append(result, cell(wording, statusWords(observation, wording), Weight::Strong));
    }
    if (observation.negated && observation.values.empty()) {
        result.push_back({wording.plain(wording.text("general.no"), Weight::Strong)});
    }
    for (const cda::Value& value : observation.values) {
        Line line = wording.value(value, Figure::Measured);
        if (observation.negated) {
            line.insert(line.begin(), wording.plain(wording.text("result.denied")));
        }
        for (Phrase& phrase : line) {
            phrase.weight = phrase.weight == Weight::Muted ? Weight::Muted : Weight::Strong;
        }
        append(result, cell(std::move(line)));
    }
    if (result.empty() || isGroup(observation)) {
        append(result, cell(wording.foreign(observation.text)));
    }
    return result;
}

/// A result that the laboratory calls critical or abnormal stands out.
Tone toneOf(const cda::Observation& observation) {
    return isWithdrawn(observation) || observation.replaced                 ? Tone::Past
           : !isFact(observation)                                           ? Tone::Plain
           : anyRaises(observation.interpretations, Danger::CriticalResult) ? Tone::Danger
           : anyRaises(observation.interpretations, Danger::AbnormalResult) ? Tone::Warning
                                                                            : Tone::Plain;
}

Cell specimenCell(const cda::Observation& observation, const Wording& wording) {
    Cell lines;
    for (const cda::CodedValue& specimen : observation.specimens) {
        Line line = wording.line(specimen, Weight::Muted);
        line.insert(line.begin(), wording.plain(wording.text("result.specimen") + ':', Weight::Muted));
        append(lines, cell(std::move(line)));
    }
    return lines;
}

/// What the rows of one entry have in common.
struct Rows {
    const cda::Entry& entry;
    const Wording& wording;
    TableView& table;
};

/// What is said of an observation beside its answer.
Cell nameCell(const cda::Observation& observation, const Line& group, const Wording& wording) {
    Cell name = cell(wording.line(observation.code));
    if (!joined(group).empty()) {
        name.push_back(group);
    }
    append(name, codesCell(observation.methods, wording));
    append(name, codesCell(observation.sites, wording));
    append(name, specimenCell(observation, wording));
    append(name, moodCell(observation.mood, wording));
    if (observation.replaced) {
        append(name, cell(wording, wording.text("result.replaced"), Weight::Strong));
    }
    append(name, subjectCell(observation.subject, wording));
    addLeaves(observation.remaining, wording, name);
    return name;
}

void addRow(const cda::Observation& observation, const Line& group, const Rows& rows) {
    const Wording& wording = rows.wording;
    Cell range;
    for (const std::string& text : observation.referenceTexts) {
        append(range, cell(wording.foreign(text)));
    }
    for (const cda::Value& value : observation.referenceValues) {
        append(range, cell(wording.value(value, Figure::Measured)));
    }
    Cell performers;
    for (const cda::Performer& performer : observation.performers) {
        append(performers, performerAndIds(performer, wording));
    }
    Cell status = cell(wording, statusWords(observation, wording));
    rows.table.rows.push_back(
        {toneOf(observation),
         {nameCell(observation, group, wording), resultCell(observation, wording),
          codesCell(observation.interpretations, wording), std::move(range),
          cell(wording, wording.period(observation.time)), std::move(performers), std::move(status)},
         rows.entry.number});
}

/// What is said of a group as a whole has a row of its own: it belongs to none of its results.
void addGroupRow(const cda::Observation& group, const Line& heading, const Rows& rows) {
    Cell words;
    addLeaves(group.remaining, rows.wording, words);
    if (!words.empty()) {
        words.insert(words.begin(), heading);
        TableRow row{Tone::Plain, std::vector<Cell>(rows.table.columns.size()), rows.entry.number};
        row.cells.front() = std::move(words);
        rows.table.rows.push_back(std::move(row));
    }
}

/// Name, specimen, status and the like of a group, which stand with each of its results.
Line groupHeading(const cda::Observation& group, Line heading, const Wording& wording) {
    if (!heading.empty()) {
        heading.push_back(wording.plain("\u00b7", Weight::Muted));
    }
    heading.push_back(wording.phrase(group.code, Weight::Muted));
    for (const Line& line : specimenCell(group, wording)) {
        heading.push_back(wording.plain("\u00b7", Weight::Muted));
        heading.insert(heading.end(), line.begin(), line.end());
    }
    if (const std::string status = statusWords(group, wording); !status.empty()) {
        heading.push_back(wording.plain('(' + status + ')', Weight::Muted));
    }
    if (group.negated) {
        heading.push_back(negationLine(wording).front());
    }
    for (const Line& mood : moodCell(group.mood, wording)) {
        heading.push_back(mood.front());
    }
    const bool everyPartTimed =
        std::ranges::none_of(group.parts, [](const cda::Observation& part) { return part.time.empty(); });
    if (const std::string time = wording.period(group.time); everyPartTimed && !time.empty()) {
        heading.push_back(wording.plain("\u00b7", Weight::Muted));
        heading.push_back(wording.plain(time, Weight::Muted));
    }
    return heading;
}

void addRows(const cda::Observation& observation, const Line& group, const Rows& rows) {
    if (!isGroup(observation)) {
        addRow(observation, group, rows);
        for (const cda::Observation& part : observation.parts) {
            addRows(part, {}, rows);
        }
        return;
    }
    const Line heading = groupHeading(observation, group, rows.wording);
    if (speaksItself(observation)) {
        addRow(observation, group, rows);
    } else {
        addGroupRow(observation, heading, rows);
    }
    for (const cda::Observation& part : observation.parts) {
        cda::Observation shown = part;
        if (shown.time.empty()) {
            shown.time = observation.time;
        }
        if (shown.performers.empty()) {
            shown.performers = observation.performers;
        }
        addRows(shown, heading, rows);
    }
}

std::string doseNumber(const cda::Vaccination& vaccination, const Wording& wording) {
    return vaccination.doseNumber.empty() ? std::string{} : wording.number(vaccination.doseNumber);
}

/// The people who gave it; their organisations stand in a column of their own.
Cell vaccinatorCell(const cda::Vaccination& vaccination, const Wording& wording) {
    Cell people;
    for (cda::Performer person : vaccination.performers) {
        person.organisation.clear();
        person.organisationTelecoms.clear();
        person.organisationAddress = {};
        append(people, performerAndIds(person, wording));
    }
    return people;
}

Cell centreCell(const cda::Vaccination& vaccination, const Wording& wording) {
    Cell centres;
    for (const cda::Performer& performer : vaccination.performers) {
        cda::Performer centre;
        centre.organisation = performer.organisation;
        centre.organisationTelecoms = performer.organisationTelecoms;
        centre.organisationAddress = performer.organisationAddress;
        append(centres, performerCell(centre, wording));
    }
    return centres;
}

Cell vaccineCell(const cda::Vaccination& vaccination, const cda::Entry& entry, const Wording& wording) {
    const cda::Product& product = vaccination.product;
    Cell lines = cell(wording.line(product.code, Weight::Strong));
    append(lines, cell(wording, product.name, lines.empty() ? Weight::Strong : Weight::Normal));
    append(lines, cell(wording.foreign(product.description)));
    if (!product.form.empty()) {
        append(lines, cell(wording.line(product.form)));
    }
    if (!vaccination.route.empty()) {
        append(lines, cell(wording.line(vaccination.route, Weight::Muted)));
    }
    append(lines, codesCell(product.classifications, wording));
    for (const cda::Ingredient& ingredient : activeIngredients(product)) {
        append(lines, codesCell({ingredient.substance}, wording));
        append(lines, cell(wording, ingredient.name, Weight::Muted));
    }
    append(lines, cell(wording, strengthWords(product, wording)));
    append(lines, otherIngredientLines(product, wording));
    append(lines, packageLines(product, wording));
    append(lines, partLines(product, wording));
    append(lines, cell(wording, product.holder, Weight::Muted));
    for (const std::string& comment : vaccination.comments) {
        append(lines, cell(wording.foreign(comment)));
    }
    addRemaining(entry, wording, lines);
    return lines;
}

} // namespace

TableView describeObservations(const cda::Section& section, const Wording& wording) {
    TableView table;
    for (const char* key : {"column.observation", "column.result", "result.interpretation",
                            "result.reference_range", "column.date", "column.performer", "column.status"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        if (const auto* observation = std::get_if<cda::Observation>(&entry.content)) {
            const Line group = entry.group ? Line{wording.phrase(*entry.group, Weight::Muted)} : Line{};
            addRows(*observation, group, {entry, wording, table});
        }
    }
    return table;
}

TableView describeVaccinations(const cda::Section& section, const Wording& wording) {
    TableView table;
    for (const char* key : {"immunization.vaccine", "immunization.disease", "column.status",
                            "immunization.date", "immunization.dose_number", "immunization.lot",
                            "immunization.reaction", "immunization.performer", "immunization.centre"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* vaccination = std::get_if<cda::Vaccination>(&entry.content);
        if (vaccination == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell status;
        if (vaccination->notGiven) {
            status = {{wording.plain(wording.text("immunization.not_given"), Weight::Strong)}};
        } else if (!entry.mood.empty()) {
            status.clear(); // told with the vaccine
        } else if (vaccination->status == "completed") {
            status = cell(wording, wording.text("immunization.given"));
        } else if (const std::string key = "status." + vaccination->status; !vaccination->status.empty()) {
            status = cell(wording, wording.has(key) ? wording.text(key) : vaccination->status);
        }
        Cell lot = cell(wording, vaccination->product.lot);
        if (const std::string expires = wording.date(vaccination->product.expires); !expires.empty()) {
            append(lot, cell(wording, leafLabel("expirationTime", wording) + ": " + expires, Weight::Muted));
        }
        table.rows.push_back(
            {vaccination->notGiven ? Tone::Warning : Tone::Plain,
             {vaccineCell(*vaccination, entry, wording), codesCell(vaccination->targets, wording),
              std::move(status), cell(wording, wording.period(vaccination->date)),
              cell(wording, doseNumber(*vaccination, wording)), std::move(lot),
              codesCell(vaccination->reactions, wording), vaccinatorCell(*vaccination, wording),
              centreCell(*vaccination, wording)},
             entry.number});
    }
    return table;
}

} // namespace ncp::transform::render
