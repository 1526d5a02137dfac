#pragma once

#include "transform/cda/clinical_document.hpp"
#include "transform/terminology/catalogue.hpp"

#include <string_view>

namespace ncp::transform::render {

/// True where no word of `sent` begins like a word of `meant`, accents apart: two wordings of one concept
/// have a word in common as a rule (`Asthma bronchiale`, `Asthma, unspecified`), those of two concepts have
/// not.
bool namesSomethingElse(std::string_view sent, std::string_view meant);

/// True where the names differ in what tells kinds apart, in any language: type 1 and type 2, hepatitis B and
/// C, hypo- and hyper-, left and right, something and no such thing.
bool contradicts(std::string_view sent, std::string_view meant);

/// True for two names of one word that differ in more than a letter at the end: prednisone and prednisolone.
/// For names of one language.
bool isOtherSubstance(std::string_view sent, std::string_view meant);

/// True where a text names a side of the body that the name does not.
bool tellsSideBeyond(std::string_view text, std::string_view name);

/// True where the document names its codes in English, as pivot documents should: only then is a name without
/// any likeness that of another thing, and not of another language.
bool namesInEnglish(const cda::ClinicalDocument& document, const terminology::Catalogue& catalogue);

} // namespace ncp::transform::render
