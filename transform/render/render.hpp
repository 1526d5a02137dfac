#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/terminology/catalogue.hpp"

#include <string>
#include <string_view>

namespace ncp::transform::render {

struct RenderOptions {
    std::string sourceCountry = {}; ///< ISO 3166-1 alpha-2 code of the country that sent it, or its name
    std::string receivedAt = {};    ///< when it arrived, HL7 TS (`YYYYMMDDhhmmss±zzzz`); empty leaves it out
    bool embedded = false;          ///< a fragment for a page of ours, without html, head, style and script
    bool demonstration = false;     ///< says on the page that the person does not exist
    /// Address under which the owner of the page gives out the file of a level 1 document, checked; empty
    /// puts pictures and PDF into the page itself.
    std::string fileAddress = {};
    /// The release that the document was translated with: names that its language chain took from another
    /// language are marked. Without it they can't be told from others.
    const terminology::Catalogue* catalogue = nullptr;
};

/// The page that a clinician reads: UTF-8 HTML 5, without script and without anything from elsewhere. Each
/// clinical statement of the document is on it, in the language asked for where the document has it and
/// otherwise as it came, marked. MalformedMessage when `document` is no clinical document.
Result<std::string> renderHtml(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options);

/// The same content in the same order as plain text, UTF-8, lines of at most 100 columns where words allow.
Result<std::string> renderText(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options);

/// The style sheet of the page, for a page of ours that embeds the fragment. Every selector of it begins with
/// the class of the fragment's root, `clinical`.
std::string_view styleSheet() noexcept;

} // namespace ncp::transform::render
