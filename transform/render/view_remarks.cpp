#include "transform/cda/substitution.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace ncp::transform::render {

namespace {

/// A code of HL7's list says what it says; whatever else came is shown in its own words.
Line substitutionLine(const cda::CodedValue& value, const Wording& wording) {
    switch (cda::substitutionRule(value)) {
    case cda::SubstitutionRule::Forbidden:
        return {wording.plain(wording.text("substitution.not_allowed"), Weight::Strong)};
    case cda::SubstitutionRule::Generic:
        return {wording.plain(wording.text("substitution.generic_allowed"), Weight::Strong)};
    case cda::SubstitutionRule::Therapeutic:
        return {wording.plain(wording.text("substitution.therapeutic_allowed"), Weight::Strong)};
    case cda::SubstitutionRule::Allowed:
        return {wording.plain(wording.text("substitution.allowed"), Weight::Strong), wording.phrase(value)};
    case cda::SubstitutionRule::Unreadable:
        break;
    }
    return wording.line(value, Weight::Strong);
}

/// The source's own words, where the value doesn't say them.
Cell ownWords(const cda::Remark& remark, const Wording& wording) {
    const bool wordless =
        std::ranges::all_of(remark.text, [](unsigned char c) { return std::ispunct(c) != 0; });
    return wordless || isWordingOf(remark.value, remark.text) ? Cell{} : cell(wording.foreign(remark.text));
}

} // namespace

Line remarkLine(const cda::Remark& remark, const Wording& wording) {
    const Cell words = ownWords(remark, wording);
    const bool valued = remark.value.nullFlavor.empty() || words.empty() ||
                        !remark.value.originalText.empty() || !remark.value.translations.empty();
    Line line = valued && !remark.value.empty() ? wording.line(remark.value) : Line{};
    if (!words.empty()) {
        line.insert(line.end(), words.front().begin(), words.front().end());
    }
    if (remark.negated && !line.empty()) {
        line.push_back(wording.plain("\u2013 " + wording.text("entry.negated"), Weight::Strong));
    }
    return line;
}

Cell remarksCell(const std::vector<cda::Remark>& remarks, const Wording& wording) {
    Cell lines;
    for (const cda::Remark& remark : remarks) {
        append(lines, cell(remarkLine(remark, wording)));
    }
    return lines;
}

Cell substitutionCell(const std::vector<cda::Remark>& substitutions, const Wording& wording) {
    if (substitutions.empty()) {
        return cell(wording, wording.text("substitution.not_stated"));
    }
    Cell lines;
    for (const cda::Remark& substitution : substitutions) {
        append(lines, cell(substitutionLine(substitution.value, wording)));
        if (substitution.negated) {
            lines.push_back(negationLine(wording));
        }
        for (Line words : ownWords(substitution, wording)) {
            if (cda::substitutionRule(substitution.value) == cda::SubstitutionRule::Forbidden) {
                words.insert(words.begin(),
                             wording.plain(wording.text("substitution.reason") + ':', Weight::Muted));
            }
            lines.push_back(std::move(words));
        }
    }
    const auto differs = [&](const cda::Remark& other) {
        return other.value.code != substitutions.front().value.code ||
               other.negated != substitutions.front().negated;
    };
    if (std::ranges::any_of(substitutions, differs)) {
        append(lines, cell(wording, wording.text("medication.contradictory"), Weight::Strong));
    }
    return lines;
}

Cell packagesCell(const std::vector<cda::Quantity>& packages, const Wording& wording) {
    Cell lines;
    for (const cda::Quantity& quantity : packages) {
        append(lines, cell(wording, wording.quantity(quantity)));
    }
    const auto differs = [&](const cda::Quantity& other) {
        return other.value != packages.front().value || other.unit != packages.front().unit;
    };
    if (std::ranges::any_of(packages, differs)) {
        append(lines, cell(wording, wording.text("medication.contradictory"), Weight::Strong));
    } else if (lines.size() > 1) {
        lines.resize(1);
    }
    return lines;
}

} // namespace ncp::transform::render
