#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace ncp::transform::render {

namespace {

/// True where there is nothing but the reason why a value is missing.
bool isOnlyMissing(const cda::CodedValue& value) {
    return !value.nullFlavor.empty() && value.code.empty() && value.display.empty() &&
           value.originalText.empty() && value.translations.empty();
}

CodeRow codeRow(const cda::CodeUse& use, const Wording& wording) {
    const cda::CodedValue& value = use.value;
    CodeRow row;
    row.shown = wording.phrase(value);
    if (isOnlyMissing(value)) {
        row.shown.text = leafLabel(use.element, wording) + ": " + row.shown.text;
        row.shown.weight = Weight::Normal;
    }
    row.shown.mark = Mark::None; // the table of codes shows what came; marks belong to the clinical view
    row.code = value.code;
    row.system = value.systemName.empty() ? value.system : value.systemName;
    const auto add = [&row](Phrase phrase) {
        const bool known = phrase.text.empty() || phrase.text == row.shown.text || phrase.text == row.code ||
                           std::any_of(row.originals.begin(), row.originals.end(),
                                       [&](const Phrase& other) { return other.text == phrase.text; });
        if (!known) {
            row.originals.push_back(std::move(phrase));
        }
    };
    add(wording.foreign(value.originalText));
    if (value.display != row.shown.text) {
        add(wording.foreign(value.display));
    }
    for (const cda::Translation& translation : value.translations) {
        const bool same = translation.code == value.code && translation.system == value.system;
        Phrase words = wording.foreign(translation.display);
        words.language = same ? "en" : words.language;
        if (!same && !translation.code.empty()) {
            words.text += (words.text.empty() ? "" : " ") + ('(' + translation.code + ')');
        }
        add(std::move(words));
        add(wording.foreign(translation.originalText));
        for (const auto& [name, qualifier] : translation.qualifiers) {
            add(wording.foreign(name.display + (name.display.empty() ? "" : ": ") + qualifier.display));
        }
    }
    return row;
}

/// Units of time read alike everywhere.
bool isTime(std::string_view unit) {
    static constexpr std::array<std::string_view, 7> kTimes{"s", "min", "h", "d", "wk", "mo", "a"};
    return std::ranges::find(kTimes, unit) != kTimes.end();
}

std::string withoutCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

} // namespace

void addUnits(const std::vector<std::string>& units, const Wording& wording, CodeGroup& group) {
    for (const std::string& unit : units) {
        std::string shown = wording.unit(unit, "2");
        if (unit != "1" && !isTime(unit) && withoutCase(shown) != withoutCase(unit)) {
            group.rows.push_back({wording.plain(std::move(shown)), {}, unit, "UCUM"});
        }
    }
}

CodeGroup describeCodes(std::string heading, const std::vector<cda::CodeUse>& uses, const Wording& wording) {
    CodeGroup group;
    group.heading = std::move(heading);
    std::set<std::string> seen;
    for (const cda::CodeUse& use : uses) {
        CodeRow row = codeRow(use, wording);
        std::string key = row.code + '|' + row.system + '|' + row.shown.text;
        for (const Phrase& original : row.originals) {
            key += '|' + original.text;
        }
        const bool codeOnly = row.shown.text == row.code && row.originals.empty();
        if (codeOnly) {
            row.shown.text.clear();
        }
        if ((!row.code.empty() || !row.originals.empty() || !row.shown.text.empty()) &&
            seen.insert(std::move(key)).second) {
            group.rows.push_back(std::move(row));
        }
    }
    return group;
}

} // namespace ncp::transform::render
