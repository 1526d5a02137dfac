#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"

#include <cstdint>
#include <string>

namespace ncp::portal {

/// The form of a document that a page shows.
enum class ReadingForm : std::uint8_t { Translated, Original };

/// A document to be read on a page.
struct Reading {
    const PortalCountry& country;
    const ListedDocument& listed;
    const consultation::ReadDocument& document;
    std::string handle; ///< of the document in addresses
    std::string reference;
    ReadingForm form = ReadingForm::Translated;
};

/// The document as PDF, printed at `now`; what is rendered is what the page shows. Errors of renderPdf.
Result<std::string> readingPaper(const View& view, const Reading& reading, Instant now);

/// The document with links to its other forms, and in plain words what could not be translated.
std::string readingPage(const View& view, const Reading& reading);

} // namespace ncp::portal
