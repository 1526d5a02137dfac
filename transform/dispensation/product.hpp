#pragma once

#include "base/xml/document.hpp"
#include "base/xml/writer.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <string>

namespace ncp::transform::dispensation {

inline constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";

/// Puts the words themselves in place of references into the narrative, below `element`: what is copied into
/// another document loses the narrative that it points to. A reference to nothing is dropped.
void resolveReferences(xml::Node element, const xml::Document& document);

/// What a person calls the product: name, strength and package as far as they stand there.
std::string wordsFor(xml::Node manufacturedProduct);
std::string wordsFor(const Substitute& substitute);

/// manufacturedProduct of a substitute (eHDSI product template 1.3.6.1.4.1.12559.11.10.1.3.1.3.30); form and
/// active substance are those of the prescribed product where the substitute names none. The prefix `pharm`
/// must be declared.
void writeSubstitute(xml::Writer& out, const Substitute& substitute, xml::Node prescribedProduct);

} // namespace ncp::transform::dispensation
