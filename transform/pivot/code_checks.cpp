#include "transform/pivot/code_checks.hpp"

#include "transform/pivot/same_wording.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::pivot {

using terminology::Membership;

namespace {

constexpr std::array kLanguages{TextLanguage::English, TextLanguage::Bokmaal, TextLanguage::Nynorsk};

} // namespace

std::string describe(std::string_view code, std::string_view display, std::string_view systemName,
                     std::string_view system) {
    std::string text{code};
    if (!display.empty()) {
        text.append(" \"").append(display).append("\"");
    }
    if (!system.empty()) {
        text.append(" (")
            .append(systemName)
            .append(systemName.empty() ? "" : ", ")
            .append(system)
            .append(")");
    }
    return text;
}

std::string CodeChecks::describe(const CodedView& coded) const {
    const auto system = catalogue_.system(coded.system);
    return pivot::describe(coded.code, coded.display, system ? system->name : coded.systemName, coded.system);
}

std::string CodeChecks::describe(const terminology::Concept& target) const {
    const auto english = catalogue_.designation(target.system.oid, target.code, TextLanguage::English);
    return pivot::describe(target.code, english ? english->text : std::string_view{}, target.system.name,
                           target.system.oid);
}

std::string CodeChecks::describeSet(std::string_view oid) const {
    const auto set = catalogue_.valueSet(oid);
    return set ? pivot::describe(set->name, {}, {}, oid) : std::string{oid};
}

Membership CodeChecks::membership(const std::vector<std::string>& sets, std::string_view system,
                                  std::string_view code) const noexcept {
    auto answer = Membership::UnknownSet;
    for (const auto& set : sets) {
        const auto one = catalogue_.membership(set, system, code);
        if (one == Membership::Member) {
            return one;
        }
        answer = one == Membership::Outside ? one : answer;
    }
    return answer;
}

bool CodeChecks::isOfExchange(const std::vector<std::string>& sets, std::string_view system) {
    const auto known = catalogue_.system(system);
    return known && std::ranges::any_of(sets, [&](const std::string& set) {
               auto& systems = systemsOf_[set];
               if (systems.empty()) {
                   for (const auto& member : catalogue_.expand(set)) {
                       if (systems.empty() || systems.back() != member.system.oid) {
                           systems.emplace_back(member.system.oid);
                       }
                   }
                   systems.emplace_back(); // so that an empty set is not asked for again
               }
               return std::ranges::find(systems, known->oid) != systems.end();
           });
}

CodeChecks::Known& CodeChecks::known(const CodedView& coded) {
    constexpr std::size_t remembered = 4096;
    key_.assign(coded.system).append(1, '\0').append(coded.code);
    const auto found = known_.find(key_);
    if (found != known_.end()) {
        return found->second;
    }
    if (known_.size() == remembered) {
        known_.clear();
    }
    auto& made = known_[key_];
    made.system = catalogue_.system(coded.system);
    made.meaning = made.system ? catalogue_.find(coded.system, coded.code) : std::nullopt;
    return made;
}

const std::optional<terminology::Designation>& CodeChecks::name(Known& known, const CodedView& coded,
                                                                TextLanguage language) const {
    auto& name = known.names.at(static_cast<std::size_t>(language));
    if (!name) {
        name = known.meaning ? catalogue_.designation(coded.system, coded.code, language) : std::nullopt;
    }
    return *name;
}

bool CodeChecks::hasNames(const CodedView& coded) {
    auto& asked = known(coded);
    return std::ranges::any_of(
        kLanguages, [&](TextLanguage language) { return name(asked, coded, language).has_value(); });
}

/// True when the name is one of the concept's in any language, or nearly so; also when the release has none
/// to compare with.
bool CodeChecks::isNamed(Known& known, const CodedView& coded) const {
    bool any = false;
    for (const auto language : kLanguages) {
        const auto& designation = name(known, coded, language);
        if (designation && isSameWording(designation->text, coded.display)) {
            return true;
        }
        any = any || designation;
    }
    return !any;
}

Membership CodeChecks::membership(Known& known, const CodedView& coded) const {
    for (const auto& [row, membership] : known.memberships) {
        if (row == coded.row) {
            return membership;
        }
    }
    const auto asked = membership(coded.row->valueSets, coded.system, coded.code);
    known.memberships.emplace_back(coded.row, asked);
    return asked;
}

void CodeChecks::noteSurroundings(Known& known, const CodedView& coded, FindingList& findings) const {
    const auto& system = known.system;
    if (!system) {
        return;
    }
    if (!coded.version.empty() && !system->version.empty() && coded.version != system->version) {
        findings.add(Noticed::Version, Severity::Warning,
                     pivot::describe(coded.version, {}, system->name, coded.system),
                     std::string{system->version});
    }
    if (!coded.systemName.empty() && coded.systemName != known.systemName) {
        if (catalogue_.isNameOf(coded.system, coded.systemName)) {
            known.systemName = coded.systemName;
        } else {
            findings.add(Noticed::SystemName, Severity::Warning,
                         pivot::describe(coded.systemName, {}, {}, coded.system), std::string{system->name});
        }
    }
    if (known.meaning && !known.meaning->current) {
        findings.add(Noticed::Retired, Severity::Warning, describe(coded));
    }
    if (!coded.display.empty() && !isNamed(known, coded)) {
        const auto& english = name(known, coded, TextLanguage::English);
        findings.add(Noticed::DisplayMismatch, Severity::Warning, describe(coded),
                     english ? std::string{english->text} : std::string{});
    }
}

} // namespace ncp::transform::pivot
