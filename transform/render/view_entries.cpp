#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render {

namespace {

/// What a column of periods says: where no row has more than a start, only starts.
enum class Span { Start, Period };

/// Of the statements of a section, by the period that is shown of each: its own, else that of the concern
/// round it.
template <class Statement>
Span spanOf(const cda::Section& section) {
    const bool startsOnly = std::ranges::all_of(section.entries, [](const cda::Entry& entry) {
        const auto* statement = std::get_if<Statement>(&entry.content);
        return statement == nullptr ||
               isStart(statement->period.empty() ? statement->concernPeriod : statement->period);
    });
    return startsOnly ? Span::Start : Span::Period;
}

/// The period of the statement, and that of the concern round it where it says something else.
Cell onset(const cda::TimeRange& own, const cda::TimeRange& concern, Span span, const Wording& wording) {
    const auto words = [&](const cda::TimeRange& range) {
        return span == Span::Start ? wording.since(range) : wording.period(range);
    };
    const std::string shown = words(own);
    const std::string outer = words(concern);
    Cell lines = cell(wording, shown.empty() ? outer : shown);
    if (!shown.empty() && !outer.empty() && outer != shown) {
        append(lines,
               cell(wording, wording.text("problem.recorded") + ' ' + wording.since(concern), Weight::Muted));
    }
    return lines;
}

/// The status that is stated, else that of the concern unless it is the ordinary one.
Cell statusCell(const std::vector<cda::CodedValue>& stated, const std::string& concern,
                const Wording& wording) {
    Cell lines = codesCell(stated, wording);
    const std::string key = "status." + concern;
    if (lines.empty() && !concern.empty()) {
        return cell(wording, wording.has(key) ? wording.text(key) : concern);
    }
    if (!concern.empty() && concern != "active" && concern != "completed") {
        append(lines, cell(wording, wording.has(key) ? wording.text(key) : concern, Weight::Muted));
    }
    return lines;
}

/// What is past or denied stands last, below a heading of its own.
void partPast(TableView& table, const Wording& wording) {
    const auto past = std::stable_partition(table.rows.begin(), table.rows.end(),
                                            [](const TableRow& row) { return row.tone != Tone::Past; });
    if (past != table.rows.end()) {
        past->heading = wording.text("entry.inactive");
    }
}

/// A problem in the list of active ones of which the source says that it is over.
bool isInactive(const cda::Problem& problem, bool pastSection) {
    return !pastSection && (saysNoLonger(problem.statuses) ||
                            (problem.statuses.empty() && problem.concernStatus == "completed"));
}

TableView allergyTable(const cda::Section& section, const Wording& wording) {
    TableView table;
    const Span span = spanOf<cda::Allergy>(section);
    for (const char* key : {"allergy.agent", "allergy.reaction", "allergy.criticality", "allergy.certainty",
                            "allergy.status", span == Span::Start ? "allergy.since" : "allergy.known"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* allergy = std::get_if<cda::Allergy>(&entry.content);
        if (allergy == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell agent = allergyAgent(*allergy, wording);
        const bool denied = allergy->negated || isDenial(allergy->certainties) ||
                            isDenial(allergy->statuses) || allergy->concernStatus == "nullified";
        if (denied) {
            agent.push_back(negationLine(wording));
        }
        if (Line kind{wording.phrase(allergy->kind, Weight::Muted)}; !joined(kind).empty()) {
            agent.push_back(std::move(kind));
        }
        append(agent, originalWording(entry, wording));
        addRemaining(entry, wording, agent);
        Cell reactions;
        for (const cda::Reaction& reaction : allergy->reactions) {
            append(reactions, cell(reactionLine(reaction, wording)));
        }
        for (const cda::CodedValue& severity : allergy->severities) {
            append(reactions, cell(wording.line(severity)));
        }
        table.rows.push_back(
            {isDangerous(*allergy) && isFact(entry)      ? Tone::Danger
             : denied || saysNoLonger(allergy->statuses) ? Tone::Past
                                                         : Tone::Plain,
             {std::move(agent), std::move(reactions), codesCell(allergy->criticalities, wording),
              codesCell(allergy->certainties, wording),
              statusCell(allergy->statuses, allergy->concernStatus, wording),
              onset(allergy->period, allergy->concernPeriod, span, wording)},
             entry.number});
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const TableRow& a, const TableRow& b) {
        return a.tone == Tone::Danger && b.tone != Tone::Danger;
    });
    partPast(table, wording);
    return table;
}

TableView problemTable(const cda::Section& section, const Wording& wording) {
    TableView table;
    const bool past = section.code.code == cda::kPastIllnessSection;
    const Span span = spanOf<cda::Problem>(section);
    for (const char* key :
         {past ? "problem.past_name" : "problem.name", "column.severity",
          span == Span::Start ? "column.onset" : "column.period", "column.status", "column.outcome",
          "problem.assertion_status", "problem.health_professional", "problem.external_resource"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* problem = std::get_if<cda::Problem>(&entry.content);
        if (problem == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell name = cell(wording.line(problem->problem, Weight::Strong));
        if (name.empty()) {
            name = cell(wording.foreign(entry.text, Weight::Strong));
        }
        const bool denied = problem->negated || isDenial(problem->certainties) ||
                            isDenial(problem->statuses) || problem->concernStatus == "nullified";
        if (denied) {
            name.push_back(negationLine(wording));
        }
        if (!problem->problem.nullFlavor.empty() || entry.ownText) {
            append(name, originalWording(entry, wording));
        }
        addRemaining(entry, wording, name);
        Cell professionals;
        for (const cda::Performer& performer : problem->professionals) {
            append(professionals, performerAndIds(performer, wording));
        }
        Cell resources;
        for (const cda::ExternalResource& resource : problem->resources) {
            append(resources, cell(wording, resource.text));
        }
        table.rows.push_back(
            {denied || isInactive(*problem, past) ? Tone::Past : Tone::Plain,
             {std::move(name), codesCell(problem->severities, wording),
              onset(problem->period, problem->concernPeriod, span, wording),
              statusCell(problem->statuses, problem->concernStatus, wording),
              codesCell(problem->outcomes, wording), codesCell(problem->certainties, wording),
              std::move(professionals), std::move(resources)},
             entry.number});
    }
    if (!past) {
        partPast(table, wording);
    }
    return table;
}

TableView procedureTable(const cda::Section& section, const Wording& wording) {
    TableView table;
    for (const char* key : {"procedure.name", "column.body_site", "procedure.date", "column.planned",
                            "procedure.reason", "column.performer", "column.status"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* procedure = std::get_if<cda::Procedure>(&entry.content);
        if (procedure == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell name = cell(wording.line(procedure->code, Weight::Strong));
        if (procedure->negated) {
            name.push_back(negationLine(wording));
        }
        if (entry.ownText) {
            append(name, originalWording(entry, wording));
        }
        addRemaining(entry, wording, name);
        Cell performers;
        for (const cda::Performer& performer : procedure->performers) {
            append(performers, performerAndIds(performer, wording));
        }
        Cell status;
        if (procedure->status != "completed") {
            status = statusCell({}, procedure->status, wording);
        }
        Cell done = cell(wording, wording.period(procedure->period));
        Cell planned = entry.mood.empty() ? Cell{} : std::exchange(done, {});
        table.rows.push_back(
            {procedure->negated || procedure->status == "nullified" ? Tone::Past : Tone::Plain,
             {std::move(name), codesCell(procedure->sites, wording), std::move(done), std::move(planned),
              codesCell(procedure->reasons, wording), std::move(performers), std::move(status)},
             entry.number});
    }
    return table;
}

TableView deviceTable(const cda::Section& section, const cda::TimeStamp& written, const Wording& wording) {
    TableView table;
    for (const char* key :
         {"device.name", "device.implanted", "column.planned", "device.removed", "device.id"}) {
        table.columns.push_back(wording.text(key));
    }
    for (const cda::Entry& entry : section.entries) {
        const auto* device = std::get_if<cda::Device>(&entry.content);
        if (device == nullptr || absenceOf(entry)) {
            continue;
        }
        Cell name = cell(wording.line(device->code, Weight::Strong));
        if (device->negated) {
            name.push_back(negationLine(wording));
        }
        if (entry.ownText) {
            append(name, originalWording(entry, wording));
        }
        addRemaining(entry, wording, name);
        Cell ids;
        for (const cda::Identifier& id : device->ids) {
            append(ids, cell(wording, wording.identifier(id)));
        }
        const auto point = [&](const std::optional<cda::TimeStamp>& time) {
            return time ? cell(wording, wording.date(*time)) : Cell{};
        };
        Cell implanted = point(device->period.low ? device->period.low : device->period.exact);
        if (implanted.empty() && !device->period.nullFlavor.empty()) {
            implanted = cell(wording, wording.nullFlavor(device->period.nullFlavor), Weight::Muted);
        }
        Cell removed = point(device->period.high);
        if (!removed.empty() && !hasEnded(device->period, written)) {
            append(implanted, cell(wording, wording.text("date.until", {joined(removed.front())})));
            removed.clear();
        }
        Cell planned = entry.mood.empty() ? Cell{} : std::exchange(implanted, {});
        table.rows.push_back(
            {device->negated ? Tone::Past : Tone::Plain,
             {std::move(name), std::move(implanted), std::move(planned), std::move(removed), std::move(ids)},
             entry.number});
    }
    return table;
}

/// An entry of a kind that the section does not lead one to expect: everything it holds, one under the other.
void addUnknown(const cda::Section& section, const Wording& wording, SectionView& view) {
    for (const cda::Entry& entry : section.entries) {
        if (std::get_if<cda::UnknownEntry>(&entry.content) == nullptr) {
            continue;
        }
        Card card;
        card.entry = entry.number;
        card.title = {!entry.text.empty() ? wording.foreign(entry.text)
                      : entry.group       ? wording.phrase(*entry.group)
                                          : wording.plain(wording.text("section.other"))};
        card.lead = moodCell(entry.mood, wording);
        append(card.lead, subjectCell(entry.subject, wording));
        for (const cda::Leaf& leaf : entry.remaining) {
            addFact(card.facts, leafLabel(leaf.element, wording), cell(wording.value(leaf.value)));
        }
        if (!card.facts.empty() || !entry.text.empty()) {
            view.cards.push_back(std::move(card));
        }
    }
}

void join(TableView& into, TableView from) {
    if (from.rows.empty()) {
        return;
    }
    if (into.rows.empty()) {
        into = std::move(from);
        return;
    }
    // A section that mixes kinds keeps one table; cells that have no column of their own follow the name.
    for (TableRow& row : from.rows) {
        TableRow adapted{row.tone, std::vector<Cell>(into.columns.size()), row.entry, row.heading};
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            const auto same = std::find(into.columns.begin(), into.columns.end(), from.columns[at]);
            const auto column = same == into.columns.end() || at == 0
                                    ? 0
                                    : static_cast<std::size_t>(same - into.columns.begin());
            append(adapted.cells[column], std::move(row.cells[at]));
        }
        into.rows.push_back(std::move(adapted));
    }
}

} // namespace

Cell allergyAgent(const cda::Allergy& allergy, const Wording& wording) {
    Cell agents;
    for (const cda::CodedValue& agent : allergy.agents) {
        append(agents, cell(wording.line(agent, Weight::Strong)));
    }
    if (allergy.statement && (allergy.negated || !agents.empty() || !absenceOf(*allergy.statement))) {
        Line statement = wording.line(*allergy.statement, agents.empty() ? Weight::Strong : Weight::Normal);
        if (!joined(statement).empty() && (agents.empty() || joined(statement) != joined(agents.front()))) {
            agents.push_back(std::move(statement));
        }
    }
    return agents;
}

Line reactionLine(const cda::Reaction& reaction, const Wording& wording) {
    Line words = wording.line(reaction.manifestation);
    for (const cda::CodedValue& severity : reaction.severities) {
        Phrase phrase = wording.phrase(severity, Weight::Strong);
        phrase.text = '(' + phrase.text + ')';
        words.push_back(std::move(phrase));
    }
    if (reaction.negated) {
        words.push_back(wording.plain("\u2013"));
        words.push_back(negationLine(wording).front());
    }
    return words;
}

void describeEntries(const cda::Section& section, const cda::ClinicalDocument& document,
                     const Wording& wording, SectionView& view) {
    join(view.table, allergyTable(section, wording));
    join(view.table, problemTable(section, wording));
    join(view.table, procedureTable(section, wording));
    join(view.table, deviceTable(section, document.created, wording));
    join(view.table, describeVaccinations(section, wording));
    join(view.table, describeObservations(section, wording));
    dropEmptyColumns(view.table);
    describeMedications(section, document, wording, view);
    addUnknown(section, wording, view);
}

} // namespace ncp::transform::render
