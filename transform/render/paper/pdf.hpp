#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/render/render.hpp"

#include <string>

namespace ncp::transform::render {

/// The same content as the page of renderHtml on paper: a PDF of A4 pages, each with the patient's name and
/// birth date, the kind of document, the country that it comes from, and its number. What a screen keeps one
/// click away stands at the end, and behind it the pages of PDFs inside the document; PNG and JPEG pictures
/// are drawn where they belong. Files that can't be put on paper are named, with the reason. Fonts are
/// embedded; it holds no script, no link to anything outside, and nothing that differs from one run to the
/// next.
///
/// `printedAt` is an HL7 TS (`YYYYMMDDhhmmss±zzzz`): on each page, and the PDF's creation date; empty leaves
/// both out. MalformedMessage when `document` is no clinical document, BodyTooLarge for more than 2000 pages,
/// ConfigurationInvalid where the fonts are not installed.
Result<std::string> renderPdf(const xml::Document& document, const Texts& texts, TextLanguage language,
                              const RenderOptions& options, const std::string& printedAt = {});

} // namespace ncp::transform::render
