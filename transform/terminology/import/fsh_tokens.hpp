#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::terminology::import {

/// A word or a string of FHIR Shorthand 3.0.
struct FshToken {
    std::string text;      ///< of a string: without quotes and escapes
    std::size_t line = 0;  ///< where it begins, from 1
    bool isString = false; ///< "…" or """…"""
    bool first = false;    ///< the first of its line
};

/// Comments are left out; a string may go over several lines; in a word, `#"a b"` stays as it is written.
/// InputRefused, with the line, for a string or comment that doesn't end.
Result<std::vector<FshToken>> tokenizeFsh(std::string_view text);

} // namespace ncp::transform::terminology::import
