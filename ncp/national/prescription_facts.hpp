#pragma once

#include "base/identifiers.hpp"
#include "base/xml/document.hpp"

#include <string>
#include <vector>

namespace ncp::national {

/// What the list of prescriptions shows of one (eHDSI XCA profile, eventCodeList): the product's name, and
/// dispensable, ATC, dose form, strength and substitution as far as the document states them.
struct PrescriptionFacts {
    std::string description;
    std::vector<Code> events;
};

/// Of the first item of an ePrescription; a document without item has no product.
PrescriptionFacts readPrescription(const xml::Document& document);

} // namespace ncp::national
