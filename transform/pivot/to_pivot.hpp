#pragma once

#include "base/result.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/transformed.hpp"
#include "transform/terminology/catalogue.hpp"

#include <string_view>

namespace ncp::transform::pivot {

/// Makes the pivot of a national CDA (eHDSI transcoding at NCP-A): every listed element gets the code of the
/// exchange that the release maps it to, with its English name, and keeps the national code as a sibling
/// `translation`, in schema order. Codes of the exchange stay, with English names. A code without a mapping
/// is an error where the document type requires a code (R), else (RNFA, O) a warning and nullFlavor OTH with
/// the national code in a translation; a national code of usage R or RNFA whose data type has no room for one
/// is an error. So is an element of usage R that is missing in an element which should hold it; of usage RNFA
/// it is a warning. A code of a code system of the exchange that is outside the bound value sets, or that
/// the release does not hold, stays, with a warning. A pivot comes out unchanged, and so do original clinical
/// documents. Where the status is Error the bytes are the input's: such a document must not leave.
/// MalformedXml, XmlLimitExceeded; MalformedMessage for what is no clinical document.
Result<Transformed> toPivot(std::string_view document, const cda::CodedElements& list,
                            const terminology::Catalogue& catalogue);

} // namespace ncp::transform::pivot
