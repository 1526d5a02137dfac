#pragma once

#include "transform/render/paper/flow.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

namespace ncp::transform::render::paper {

/// The words of the view with their weight, and with their marks in brackets. Empty where there are none.
Words wordsOf(const Line& line, const Wording& wording, Style style = {});
Words wordsOf(const Phrase& phrase, const Wording& wording, Style style = {});
/// A paragraph for each line that has words.
Paragraphs paragraphsOf(const Cell& cell, const Wording& wording, Style style = {});
/// Words of ours or of a document, in one style.
Words plainWords(std::string_view text, Style style = {});

} // namespace ncp::transform::render::paper
