#pragma once

#include "base/result.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/national/folder_snapshot.hpp"

#include <vector>

namespace ncp::national {

/// Whether a person can be the one asked for: every given trait (family and given name, birth date, gender)
/// agrees; names without regard to case and diacritics. Of an address town and postal code count, where both
/// sides tell them.
bool traitsAgree(const ihe::Demographics& wanted, const ihe::Demographics& person);

/// Persons in a snapshot who hold every identifier of the query and agree with its traits, each once, under
/// the first identifier asked for. Without identifier: PatientQueryNotAllowed, or where searching by traits
/// is allowed, PatientDemographicsRequested unless family name and birth date are given. PatientNoMatch, and
/// nothing is looked up, for a number that nobody can have (see isMistyped).
Result<std::vector<ihe::PatientMatch>> findPatients(const FolderSnapshot& snapshot, const PatientQuery& query,
                                                    bool demographicSearch);

} // namespace ncp::national
