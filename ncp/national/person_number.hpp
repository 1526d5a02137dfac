#pragma once

#include "base/identifiers.hpp"

namespace ncp::national {

/// Whether nobody can have this identifier: a Norwegian fødselsnummer or D-number (2.16.578.1.12.4.1.4.1 and
/// .2) that is not eleven digits, has no date, or whose check digits don't hold; false for identifiers of any
/// other kind. Numbers by the rules of before and after 2032 are both numbers (Skatteetaten, new
/// fødselsnummer 2032: four remainders for the first check digit), and so are synthetic ones (month + 40 or +
/// 80), which belong to nobody. Says nothing about sex and century: new numbers don't, either.
bool isMistyped(const PatientId& identifier) noexcept;

} // namespace ncp::national
