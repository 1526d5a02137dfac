#pragma once

#include "base/result.hpp"
#include "ncp/national/dispensation_record.hpp"
#include "transform/dispensation/prescription.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ncp::national {

/// Packages handed out of each item of one prescription, by the item's id; what was taken back doesn't count.
using HandedOut = std::map<std::string, std::uint64_t>;

/// With the item filled in where a dispensation names none and the prescription has one only.
std::vector<DispensationRecord::Item> withOnlyItem(std::vector<DispensationRecord::Item> items,
                                                   const transform::dispensation::Prescription& prescription);

/// Whether what is to be handed out fits the prescription and what was handed out of it before:
/// PrescriptionNotMatching (an item that it doesn't have, or more packages than are left),
/// PrescriptionNotDispensable (not in force), SubstitutionNotAllowed, PrescriptionAlreadyDispensed (nothing
/// is left).
Result<void> checkHandout(const std::vector<DispensationRecord::Item>& items,
                          const transform::dispensation::Prescription& prescription, const HandedOut& before);

/// Whether anything of it can still be handed out: an item in force with packages left.
bool isOpen(const transform::dispensation::Prescription& prescription, const HandedOut& before);

} // namespace ncp::national
