#pragma once

#include "transform/cda/values.hpp"

#include <string_view>

namespace ncp::transform::cda {

/// HL7 SubstanceAdminSubstitution (2.16.840.1.113883.5.1070): what a SUBST observation answers.
enum class SubstitutionRule {
    Forbidden,   ///< N
    Generic,     ///< G
    Therapeutic, ///< TE
    Allowed,     ///< any other code that HL7 lists
    Unreadable,  ///< another code system, a code that HL7 does not list, or none: neither yes nor no
};

SubstitutionRule substitutionRule(std::string_view code, std::string_view system) noexcept;
/// The same of a coded value; its translations answer nothing.
SubstitutionRule substitutionRule(const CodedValue& value) noexcept;

} // namespace ncp::transform::cda
