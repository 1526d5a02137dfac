#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ncp::bench {

/// The largest Patient Summary of the demonstration (184 KB).
std::string demonstrationSummary();
/// A 165 KB Patient Summary of the reference data (NCP_REFERENCE_DIR, else ../shared/reference beside the
/// repository); empty where that is absent.
std::string referenceSummary();

/// Microseconds of CPU for each of `count` times that libxml2 alone parses the text to a tree and frees it.
std::vector<double> parseAndFree(const std::string& text, std::size_t count);

/// Size of the document that the unit U counts for.
inline constexpr double kUnitBytes = 165'000;

} // namespace ncp::bench
