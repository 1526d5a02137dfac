#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render {

namespace {

bool blank(const Line& line) {
    return joined(line).empty();
}

bool blank(const Cell& lines) {
    for (const Line& line : lines) {
        if (!blank(line)) {
            return false;
        }
    }
    return true;
}

} // namespace

Cell cell(Line line) {
    return blank(line) ? Cell{} : Cell{std::move(line)};
}

Cell cell(Phrase phrase) {
    return cell(Line{std::move(phrase)});
}

Cell cell(const Wording& wording, std::string text, Weight weight) {
    return cell(wording.plain(std::move(text), weight));
}

Cell codeCell(const std::optional<cda::CodedValue>& value, const Wording& wording) {
    return value ? cell(wording.line(*value)) : Cell{};
}

Cell codesCell(const std::vector<cda::CodedValue>& values, const Wording& wording) {
    Cell lines;
    for (const cda::CodedValue& value : values) {
        if (Line line = wording.line(value); !blank(line)) {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

std::string leafLabel(const std::string& element, const Wording& wording) {
    const std::string key = "element." + element;
    return wording.has(key) ? wording.text(key) : element;
}

void addRemaining(const cda::Entry& entry, const Wording& wording, Cell& into) {
    for (const cda::Leaf& leaf : entry.remaining) {
        Line words = wording.value(leaf.value);
        if (blank(words)) {
            continue;
        }
        words.insert(words.begin(), wording.plain(leafLabel(leaf.element, wording) + ':', Weight::Muted));
        into.push_back(std::move(words));
    }
}

bool isDenial(const std::optional<cda::CodedValue>& value) {
    return value &&
           (value->code == "refuted" || value->code == "entered-in-error" || value->code == "410516002");
}

Line negationLine(const Wording& wording) {
    return {wording.plain(wording.text("entry.negated"), Weight::Strong)};
}

Cell performerCell(const cda::Performer& performer, const Wording& wording) {
    Cell lines;
    const auto add = [&](Line line) {
        if (!blank(line)) {
            lines.push_back(std::move(line));
        }
    };
    add({wording.plain(performer.name.full(), Weight::Strong)});
    add({wording.plain(performer.device)});
    if (!performer.function.empty()) {
        add(wording.line(performer.function));
    }
    if (!performer.specialty.empty()) {
        add(wording.line(performer.specialty));
    }
    add({wording.plain(performer.organisation)});
    add({wording.plain(wording.address(performer.address))});
    add({wording.plain(wording.address(performer.organisationAddress))});
    const auto addTelecoms = [&](const std::vector<cda::Telecom>& telecoms) {
        for (const cda::Telecom& telecom : telecoms) {
            Line line{wording.plain(wording.telecom(telecom))};
            if (lines.empty() || joined(lines.back()) != joined(line)) {
                add(std::move(line));
            }
        }
    };
    addTelecoms(performer.telecoms);
    addTelecoms(performer.organisationTelecoms);
    return lines;
}

void dropEmptyColumns(TableView& table) {
    std::erase_if(table.rows, [](const TableRow& row) {
        return std::all_of(row.cells.begin(), row.cells.end(),
                           [](const Cell& lines) { return blank(lines); });
    });
    // The first column names the row and stays.
    for (std::size_t column = table.columns.size(); column-- > 1;) {
        bool used = false;
        for (const TableRow& row : table.rows) {
            used = used || !blank(row.cells[column]);
        }
        if (used) {
            continue;
        }
        const auto at = static_cast<std::ptrdiff_t>(column);
        table.columns.erase(table.columns.begin() + at);
        for (TableRow& row : table.rows) {
            row.cells.erase(row.cells.begin() + at);
        }
    }
}

void addFact(std::vector<Fact>& facts, std::string label, Cell value) {
    if (!blank(value)) {
        facts.push_back({std::move(label), std::move(value)});
    }
}

} // namespace ncp::transform::render
