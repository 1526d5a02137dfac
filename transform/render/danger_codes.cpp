#include "transform/render/danger_codes.hpp"

#include "base/table.hpp"
#include "transform/render/built_in_tables.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::render {

namespace {

struct RuleName {
    std::string_view name;
    Danger danger;
};

constexpr std::array kRules{
    RuleName{"severe", Danger::Severe},
    RuleName{"reaction", Danger::Reaction},
    RuleName{"high-risk", Danger::HighRisk},
    RuleName{"no-longer", Danger::NoLonger},
    RuleName{"denied", Danger::Denied},
    RuleName{"anticoagulant", Danger::Anticoagulant},
    RuleName{"pregnant", Danger::Pregnant},
    RuleName{"lasting-condition", Danger::LastingCondition},
    RuleName{"present-condition", Danger::PresentCondition},
    RuleName{"critical-result", Danger::CriticalResult},
    RuleName{"abnormal-result", Danger::AbnormalResult},
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(), lower);
    return text;
}

} // namespace

Result<DangerCodes> DangerCodes::parse(std::string_view table) {
    static constexpr std::array<std::string_view, 6> kColumns{"rule", "system",      "match",
                                                              "code", "explanation", "source"};
    const auto read = parseTable(table, "config/render/dangers.tsv", kColumns);
    if (!read) {
        return passOn(read);
    }
    DangerCodes codes;
    for (const ncp::TableRow& row : read->rows) {
        const auto rule = std::ranges::find(kRules, row.cells[0], &RuleName::name);
        const bool beginning = row.cells[2] == "begins";
        const bool here = row.cells[2] == "is-here";
        if (rule == kRules.end() || (!beginning && !here && row.cells[2] != "is") || row.cells[3].empty() ||
            (here && row.cells[1].empty())) {
            return fail(ErrorCode::ConfigurationInvalid, read->source + ':' + std::to_string(row.line) +
                                                             ": unknown rule or match, or no code");
        }
        codes.rows_.push_back(
            {rule->danger, lowerCase(row.cells[3]), beginning, here ? row.cells[1] : std::string{}});
    }
    return codes;
}

bool DangerCodes::is(Danger danger, std::string_view code, std::string_view system) const noexcept {
    return std::ranges::any_of(rows_, [&](const Row& row) {
        const bool whole = row.beginning || row.code.size() == code.size();
        const bool same = row.code.size() <= code.size() &&
                          std::equal(row.code.begin(), row.code.end(), code.begin(),
                                     [](char known, char given) { return known == lower(given); });
        return row.danger == danger && whole && same && (row.system.empty() || row.system == system);
    });
}

Result<AbsenceCodes> AbsenceCodes::parse(std::string_view table) {
    static constexpr std::array<std::string_view, 4> kColumns{"code", "system", "statement", "source"};
    const auto read = parseTable(table, "config/render/absences.tsv", kColumns);
    if (!read) {
        return passOn(read);
    }
    AbsenceCodes codes;
    for (const ncp::TableRow& row : read->rows) {
        const bool nothingKnown = row.cells[2].starts_with("no_information.");
        if (row.cells[0].empty() || (!nothingKnown && !row.cells[2].starts_with("absent."))) {
            return fail(ErrorCode::ConfigurationInvalid,
                        read->source + ':' + std::to_string(row.line) + ": no code, or an unknown statement");
        }
        codes.statements_.push_back({row.cells[0], row.cells[2], nothingKnown});
    }
    return codes;
}

std::optional<AbsenceStatement> AbsenceCodes::find(std::string_view code) const {
    const auto found = std::ranges::find(statements_, code, &AbsenceStatement::code);
    return found == statements_.end() ? std::nullopt : std::optional{*found};
}

const DangerCodes& dangerCodes() {
    static const DangerCodes codes = DangerCodes::parse(builtInDangers()).value();
    return codes;
}

const AbsenceCodes& absenceCodes() {
    static const AbsenceCodes codes = AbsenceCodes::parse(builtInAbsences()).value();
    return codes;
}

} // namespace ncp::transform::render
