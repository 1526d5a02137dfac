#pragma once

#include "base/texts.hpp"
#include "transform/finding.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// Findings as a compiler prints them, one block each, and a last line with their number:
/// `file:line: error: what must hold and how to mend it [rule]`, then place, what was found and expected.
std::string toText(std::span<const Finding> findings, std::string_view fileName, const Texts& texts,
                   TextLanguage language);

/// The same for programs: file, numbers of errors, warnings and notices, findings with rule, severity, line,
/// path, found, expected, reference, message.
nlohmann::ordered_json toJson(std::span<const Finding> findings, std::string_view fileName,
                              const Texts& texts, TextLanguage language);

} // namespace ncp::transform::rules
