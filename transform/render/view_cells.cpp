#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
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

namespace {

/// Codes of CDA itself have their words in the texts.
Line leafWords(const cda::Leaf& leaf, const Wording& wording) {
    if (leaf.element == "moodCode") {
        return {wording.plain(moodWords(leaf.value.text, wording))};
    }
    const std::string key = leaf.element == "statusCode" ? "status." + leaf.value.text
                            : leaf.value.coded ? "element." + leaf.element + '.' + leaf.value.coded->code
                                               : std::string{};
    return !key.empty() && wording.has(key) ? Line{wording.plain(wording.text(key))}
                                            : wording.value(leaf.value);
}

} // namespace

Cell subjectCell(const std::optional<cda::CodedValue>& subject, const Wording& wording) {
    if (!subject) {
        return {};
    }
    Line words{wording.plain(wording.text("entry.subject"), Weight::Strong)};
    if (!subject->empty()) {
        words.push_back(wording.phrase(*subject, Weight::Strong));
    }
    return {std::move(words)};
}

bool isFact(const cda::Entry& entry) {
    return !entry.subject && entry.mood.empty();
}

bool isFact(const cda::Observation& observation) {
    return !observation.subject && observation.mood.empty();
}

bool isWithdrawn(const cda::Observation& observation) {
    return observation.status == "nullified" || observation.status == "cancelled" ||
           observation.status == "aborted";
}

std::string moodWords(std::string_view mood, const Wording& wording) {
    const std::string key = "mood." + std::string{mood};
    return wording.has(key) ? wording.text(key) : wording.text("mood.other", {mood});
}

Cell moodCell(const std::string& mood, const Wording& wording) {
    return mood.empty() ? Cell{} : cell(wording, moodWords(mood, wording), Weight::Strong);
}

void addRemaining(const cda::Entry& entry, const Wording& wording, Cell& into) {
    if (entry.group) {
        append(into, cell(wording.phrase(*entry.group, Weight::Muted)));
    }
    append(into, moodCell(entry.mood, wording));
    append(into, subjectCell(entry.subject, wording));
    addLeaves(entry.remaining, wording, into);
}

void addLeaves(const std::vector<cda::Leaf>& leaves, const Wording& wording, Cell& into) {
    for (const cda::Leaf& leaf : leaves) {
        Line words = leafWords(leaf, wording);
        if (blank(words)) {
            continue;
        }
        words.insert(words.begin(), wording.plain(leafLabel(leaf.element, wording) + ':', Weight::Muted));
        into.push_back(std::move(words));
    }
}

namespace {

std::string comparable(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c != ' ') {
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    return plain;
}

} // namespace

bool isWordingOf(const cda::CodedValue& value, std::string_view text) {
    const auto same = [plain = comparable(text)](const std::string& wording) {
        return comparable(wording) == plain;
    };
    return same(value.display) || same(value.originalText) || same(value.originalDisplay) ||
           std::ranges::any_of(value.translations, [&](const cda::Translation& translation) {
               return same(translation.display) || same(translation.originalText);
           });
}

Cell originalWording(const cda::Entry& entry, const Wording& wording) {
    const std::string text = comparable(entry.text);
    const bool wordless = std::ranges::all_of(text, [](unsigned char c) { return std::ispunct(c) != 0; });
    bool said = wordless || std::ranges::any_of(entry.codes, [&](const cda::CodeUse& use) {
                    return isWordingOf(use.value, entry.text);
                });
    if (const auto* medication = std::get_if<cda::Medication>(&entry.content); medication && !said) {
        said = comparable(medication->product.name) == text ||
               std::ranges::any_of(medication->instructions, [&](const cda::Instruction& instruction) {
                   return comparable(instruction.text) == text;
               });
    }
    if (said) {
        return {};
    }
    return {{wording.plain(wording.text("entry.original"), Weight::Muted),
             wording.foreign(entry.text, Weight::Muted)}};
}

bool isDenial(const std::vector<cda::CodedValue>& values) {
    return !values.empty() && std::ranges::all_of(values, [](const cda::CodedValue& value) {
        return dangerCodes().is(Danger::Denied, value.code);
    });
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

void append(Cell& into, Cell from) {
    into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Cell participationCell(const cda::Performer& performer, const Wording& wording) {
    Cell who = performerAndIds(performer, wording);
    if (!who.empty()) {
        append(who, cell(wording, wording.period(performer.time), Weight::Muted));
    }
    return who;
}

Cell performerAndIds(const cda::Performer& performer, const Wording& wording) {
    Cell who = performerCell(performer, wording);
    for (const cda::Identifier& id : performer.ids) {
        if (const std::string shown = wording.identifier(id); !shown.empty()) {
            append(who, cell(wording, wording.text("author.id") + ": " + shown, Weight::Muted));
        }
    }
    return who;
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
