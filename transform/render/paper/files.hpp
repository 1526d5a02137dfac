#pragma once

#include "transform/render/paper/words.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <vector>

namespace ncp::transform::render::paper {

/// What the paper says of a file inside the document: the words of a text file, and of any other its name,
/// kind and size, and where to read it. A paragraph each.
std::vector<Words> fileWords(const FileView& file, const Wording& wording);

} // namespace ncp::transform::render::paper
