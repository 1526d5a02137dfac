#pragma once

#include "ncp/ihe/document_entry.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/national/dispensation_book.hpp"
#include "ncp/national/folder_snapshot.hpp"

#include <vector>

namespace ncp::national {

/// Reads a dispensation and has the book take it, measured by the prescription of the same patient that it
/// names; where several documents bear that prescription's id, by the latest.
Result<Receipt> takeDispensation(const FolderSnapshot& snapshot, DispensationBook& book,
                                 const saml::Authorized<Dispensation>& dispensation, Instant now,
                                 Deadline deadline);

Result<Receipt> takeBackDispensation(DispensationBook& book,
                                     const saml::Authorized<DispensationDiscard>& discard, Instant now,
                                     Deadline deadline);

/// A patient's prescriptions as a list shows them: each says whether anything can still be handed out of it
/// (eHDSI XCA profile, eventCodeList, dispensable: open or closed). Closed when nothing is left, when it is
/// not in force, when it has no coded form, and when the book can't be read.
std::vector<ihe::DocumentPair> withState(std::vector<ihe::DocumentPair> prescriptions,
                                         const std::vector<const ServedDocument*>& documents,
                                         const DispensationBook& book);

} // namespace ncp::national
