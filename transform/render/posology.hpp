#pragma once

#include "transform/cda/medication.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// The dose as a clinician would write it: how much, how fast, when, how often, on what condition, at most
/// how much; one line for each step of a split or tapered dose in their order, with the step's period and
/// what else it says. Numbers are never rounded: a frequency that is no whole number is given as its period.
/// What is missing is said; a dose that exists only as text is that text.
Cell doseSentence(const cda::Medication& medication, const Wording& wording);

/// True where nothing but the instructions tells the dose: doseSentence then holds them.
bool isToldInTextOnly(const cda::Medication& medication, const Wording& wording);

/// The instructions, each behind the name of its kind.
Cell instructionLines(const cda::Medication& medication, const Wording& wording);
/// Key of the name of a kind of instruction.
const char* instructionKey(cda::InstructionKind kind) noexcept;

/// When or how often, without the amount: `to ganger daglig`, `30 minutter før frokost`. Empty for a timing
/// that says nothing.
std::string timingWords(const cda::Timing& timing, const Wording& wording);
/// How often, of a periodic timing: the period alone.
std::string frequencyWords(const cda::Timing& timing, const Wording& wording);
/// A finite number; nothing for any other text.
std::optional<double> numeric(std::string_view text);
/// Several timings, joined by what their operators mean (HL7 SetOperator).
std::string timingsWords(const std::vector<cda::Timing>& timings, const Wording& wording);
/// A period as it stands inside a sentence: `fra 01.01.2026 til 10.01.2026`.
std::string periodWords(const cda::TimeRange& period, const Wording& wording);

} // namespace ncp::transform::render
