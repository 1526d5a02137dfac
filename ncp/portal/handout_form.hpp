#pragma once

#include "base/result.hpp"
#include "ncp/consultation/prescription_items.hpp"
#include "ncp/portal/form.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <string>
#include <vector>

namespace ncp::portal {

/// What is wrong with what was entered: the field, and the key of the sentence.
struct HandoutFault {
    std::string field; ///< item, packages, substitute_name
    std::string key;   ///< of the texts
};

/// A handout as it was entered, checked against the prescription.
struct EnteredHandout {
    transform::dispensation::Handout handout;
    std::vector<HandoutFault> faults; ///< empty when it can be reported
};

/// Reads the fields item (from 0), packages, substitute (`yes`), substitute_name, substitute_strength and
/// substitute_size.
EnteredHandout readHandout(const Form& form, const std::vector<consultation::PrescriptionItem>& items);

} // namespace ncp::portal
