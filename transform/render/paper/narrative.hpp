#pragma once

#include "transform/cda/narrative.hpp"
#include "transform/render/paper/flow.hpp"

namespace ncp::transform::render::paper {

/// Sets section text: paragraphs, lists, tables with spans, bold, italic and deleted words. Addresses of
/// links are printed, and nothing on the paper leads anywhere outside it.
void placeNarrative(const cda::Markup& text, Flow& flow);

} // namespace ncp::transform::render::paper
