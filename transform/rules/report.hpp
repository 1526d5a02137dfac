#pragma once

#include "base/texts.hpp"
#include "transform/finding.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// Findings as a compiler prints them, one block each, and a last line with their number:
/// `file:line: error: what is wrong [rule]`, then place, what was found, what was expected, how to mend it
/// and the source of the rule.
std::string toText(std::span<const Finding> findings, std::string_view fileName, const Texts& texts,
                   TextLanguage language);

/// The same for programs: file, numbers of errors, warnings and notices, findings with rule, severity, line,
/// path, found, expected, message, advice, reference.
nlohmann::ordered_json toJson(std::span<const Finding> findings, std::string_view fileName,
                              const Texts& texts, TextLanguage language);

} // namespace ncp::transform::rules
