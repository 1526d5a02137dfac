#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>

namespace ncp::transform::render::paper {

/// The pages of a PDF that another country sent, as a PDF with nothing else in it.
struct ForeignPages {
    std::string pdf;
    std::size_t count = 0;
};

/// What a person sees of the pages, form fields and notes on them included; no script, no action, no link, no
/// attached file, nothing that lies elsewhere (PDF 32000-1, 7.11, 12.5, 12.6). InputRefused for a PDF that is
/// damaged, encrypted with a password, of more than 500 pages, or whose streams unpack to more than 256 MB.
Result<ForeignPages> foreignPages(const std::string& pdf);

} // namespace ncp::transform::render::paper
