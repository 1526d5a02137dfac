#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "ncp/national/document_facts.hpp"

#include <string>
#include <string_view>

namespace ncp::national {

/// Extension of the id of a PDF companion: that of the coded document with L1 behind it.
std::string companionExtension(const DocumentFacts& coded);

/// Makes the level 1 document of a PDF that lies beside a coded document: the coded document's header with an
/// id of its own, relatedDocument XFRM to the coded document, and the PDF as base64 (eHDSI CDA, L1).
/// InputRefused for bytes that are no PDF.
Result<std::string> makePdfCompanion(xml::Document coded, const DocumentFacts& facts, std::string_view pdf);

} // namespace ncp::national
