#pragma once

#include "transform/render/paper/enclosures.hpp"
#include "transform/render/paper/flow.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <string>

namespace ncp::transform::render::paper {

/// Lays the view out: the patient, what can kill, the sections, and at the end what the page on a screen
/// keeps one click away. `enclosures` are those of the view.
void compose(const View& view, const Wording& wording, const Enclosures& enclosures, Flow& flow);

/// What stands round each page. `printedAt` is an HL7 TS or empty.
PageFrame pageFrame(const View& view, const Wording& wording, const std::string& printedAt);

} // namespace ncp::transform::render::paper
