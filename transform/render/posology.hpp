#pragma once

#include "transform/cda/medication.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <string>

namespace ncp::transform::render {

/// The dose as a clinician would write it: how much, when, how often, on what condition; one line for each
/// step of a split dose. Numbers are never rounded: a frequency that is no whole number is given as its
/// period. What is missing is said.
Cell doseSentence(const cda::Medication& medication, const Wording& wording);

/// When or how often, without the amount: `to ganger daglig`, `30 minutter før frokost`. Empty for a timing
/// that says nothing.
std::string timingWords(const cda::Timing& timing, const Wording& wording);

} // namespace ncp::transform::render
