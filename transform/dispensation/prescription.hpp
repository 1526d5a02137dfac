#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "transform/cda/values.hpp"

#include <cstdint>
#include <vector>

namespace ncp::transform::dispensation {

/// What an item of an ePrescription allows (eHDSI entry template 1.3.6.1.4.1.12559.11.10.1.3.1.3.2).
struct PrescribedItem {
    cda::Identifier id;
    std::uint32_t packages = 1; ///< 1 where none is stated that is a positive number; of several the fewest
    bool substitutable = true;  ///< no SUBST, or a code of SubstanceAdminSubstitution other than N
    bool active = true; ///< false: negated, cancelled, held, suspended, aborted, obsolete or nullified
};

/// What a dispensation is measured by. Items stand in document order; `Handout::item` counts them.
struct Prescription {
    cda::Identifier id; ///< of the prescription: its section's, which inFulfillmentOf names
    std::vector<PrescribedItem> items;
};

/// MalformedMessage when it is no coded ePrescription, or has no id or no item.
Result<Prescription> prescriptionOf(const xml::Document& ePrescription);

/// The elements of the same items, substanceAdministration; empty where there is no prescription.
std::vector<xml::Node> prescribedItems(const xml::Document& ePrescription);

} // namespace ncp::transform::dispensation
