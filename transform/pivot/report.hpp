#pragma once

#include "base/texts.hpp"
#include "transform/pivot/transformed.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::pivot {

/// The findings for people, a line each as compilers write them (`file:line: severity: sentence [code]`),
/// with path and advice below, and a line that sums up. Texts of config/texts/transformation.tsv. Holds
/// patient data.
std::string toText(const Transformed& transformed, std::string_view fileName, const Texts& texts,
                   TextLanguage language);
/// The same for programs: file, type, status, the counts (`found` of findings), findings (code, number,
/// origin, severity, path, line, element, expected, occurrences, message, advice).
nlohmann::ordered_json toJson(const Transformed& transformed, std::string_view fileName, const Texts& texts,
                              TextLanguage language);

/// Every key of the texts that a finding may need.
std::vector<std::string> findingTextKeys();

} // namespace ncp::transform::pivot
