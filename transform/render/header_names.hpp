#pragma once

#include "base/texts.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/render/wording.hpp"
#include "transform/terminology/catalogue.hpp"

namespace ncp::transform::render {

/// A document whose body is a file is exchanged untranslated, also what its header states as codes: sex,
/// roles, diagnoses. Their names are put into the reader's language for the page, as a translation would; the
/// original ones stand beside. Any other document, and any without a catalogue, comes back as it is.
cda::ClinicalDocument withNamedHeader(cda::ClinicalDocument document, const terminology::Catalogue* catalogue,
                                      TextLanguage language);

/// The words for that document. It must not outlive texts and catalogue.
Wording wordingFor(const cda::ClinicalDocument& document, const Texts& texts, TextLanguage language,
                   const terminology::Catalogue* catalogue);

} // namespace ncp::transform::render
