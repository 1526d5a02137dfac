#pragma once

#include "transform/render/paper/enclosures.hpp"
#include "transform/render/paper/words.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <vector>

namespace ncp::transform::render::paper {

/// What the paper says of a file inside the document: the words of a text file, and of any other its name,
/// kind and size, and what became of it. A paragraph each. `enclosure` may be null.
std::vector<Words> fileWords(const FileView& file, const Enclosure* enclosure, const Wording& wording);

} // namespace ncp::transform::render::paper
