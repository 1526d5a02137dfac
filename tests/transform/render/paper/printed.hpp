#pragma once

#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/render/render.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::tests {

/// The texts of the reading page.
Texts clinicalTexts();

/// All XML files below a folder, sorted; none where there is no folder.
std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& folder);

/// The document as PDF; fails the test when there is none.
std::string printed(const xml::Document& document, const Texts& texts, TextLanguage language,
                    const transform::render::RenderOptions& options = {});
std::string printed(std::string_view document, TextLanguage language = TextLanguage::Bokmaal);

/// What Poppler reads from the body of the pages, in the order in which it was written; `wholePage` reads
/// what stands round the body, too.
std::string wordsOf(std::string_view pdf, bool wholePage = false);

/// What `program` (of Poppler or QPDF) prints about the PDF with these options before the file's name.
std::string reportOf(std::string_view pdf, const std::string& program);

/// Without any white space, hard spaces included: words that were broken over two lines are found again.
std::string withoutBlanks(std::string_view text);

/// A Patient Summary with these sections.
std::string summaryWith(std::string_view sections);
/// A section that has nothing but its text.
std::string textSection(std::string_view title, std::string_view text);

} // namespace ncp::tests
