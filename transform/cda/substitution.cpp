#include "transform/cda/substitution.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::cda {

namespace {

constexpr std::string_view kSystem = "2.16.840.1.113883.5.1070";
constexpr std::array<std::string_view, 6> kAllowing{"E", "EC", "BC", "TB", "TG", "F"};

} // namespace

SubstitutionRule substitutionRule(std::string_view code, std::string_view system) noexcept {
    // N without its code system is still best obeyed.
    if (code == "N" && (system == kSystem || system.empty())) {
        return SubstitutionRule::Forbidden;
    }
    if (system != kSystem) {
        return SubstitutionRule::Unreadable;
    }
    return code == "G"                                                 ? SubstitutionRule::Generic
           : code == "TE"                                              ? SubstitutionRule::Therapeutic
           : std::ranges::find(kAllowing, code) != std::end(kAllowing) ? SubstitutionRule::Allowed
                                                                       : SubstitutionRule::Unreadable;
}

SubstitutionRule substitutionRule(const CodedValue& value) noexcept {
    return value.nullFlavor.empty() ? substitutionRule(value.code, value.system)
                                    : SubstitutionRule::Unreadable;
}

} // namespace ncp::transform::cda
