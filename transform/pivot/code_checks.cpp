#include "transform/pivot/code_checks.hpp"

#include "transform/pivot/same_wording.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::pivot {

using terminology::Membership;

std::string describe(std::string_view code, std::string_view system) {
    std::string text = "code ";
    text.append(code).append(system.empty() ? " without a code system" : " of ").append(system);
    return text;
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

bool CodeChecks::isNameOf(std::string_view system, std::string_view code,
                          std::string_view display) const noexcept {
    constexpr std::array languages{TextLanguage::English, TextLanguage::Bokmaal, TextLanguage::Nynorsk};
    bool any = false;
    for (const auto language : languages) {
        const auto designation = catalogue_.designation(system, code, language);
        if (designation && isSameWording(designation->text, display)) {
            return true;
        }
        any = any || designation;
    }
    return !any;
}

void CodeChecks::noteSurroundings(const CodedView& coded, FindingList& findings) const {
    const auto system = catalogue_.system(coded.system);
    if (!system) {
        return;
    }
    if (!coded.version.empty() && !system->version.empty() && coded.version != system->version) {
        findings.add(Noticed::Version, Severity::Warning,
                     "version " + std::string{coded.version} + " of " + std::string{coded.system},
                     std::string{system->version});
    }
    if (!coded.systemName.empty() && !catalogue_.isNameOf(coded.system, coded.systemName)) {
        findings.add(Noticed::SystemName, Severity::Warning,
                     "name " + std::string{coded.systemName} + " for " + std::string{coded.system},
                     std::string{system->name});
    }
    const auto found = catalogue_.find(coded.system, coded.code);
    if (found && !found->current) {
        findings.add(Noticed::Retired, Severity::Warning, describe(coded.code, coded.system));
    }
    if (!coded.display.empty() && !isNameOf(coded.system, coded.code, coded.display)) {
        const auto english = catalogue_.designation(coded.system, coded.code, TextLanguage::English);
        findings.add(Noticed::DisplayMismatch, Severity::Warning,
                     describe(coded.code, coded.system) + " named \"" + std::string{coded.display} + "\"",
                     english ? std::string{english->text} : std::string{});
    }
}

std::string exchangeSpelling(std::string_view unit) {
    std::string text{unit};
    for (auto at = text.find("[iU]"); at != std::string::npos; at = text.find("[iU]", at)) {
        text.replace(at, 4, "[IU]");
    }
    return text;
}

} // namespace ncp::transform::pivot
