#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render::paper {

/// The PDF with what the drawing library can't say: the language of the text (PDF 32000-1, 14.9.2), that its
/// structure is complete (14.7), that viewers show the title instead of a file name, and an identifier that
/// the content alone decides. The pages of `enclosed` (see foreignPages) follow its own.
/// Internal when `pdf` is none.
Result<std::string> finished(const std::string& pdf, std::string_view language,
                             const std::vector<std::string>& enclosed = {});

} // namespace ncp::transform::render::paper
