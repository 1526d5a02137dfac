#pragma once

#include "ncp/ihe/document_entry.hpp"
#include "ncp/national/folder_snapshot.hpp"

#include <string_view>
#include <vector>

namespace ncp::national {

/// Documents of one class as a list shows them: each coded document with its PDF form. A wrapped PDF belongs
/// to the file beside it; another level 1 document to the coded one that one of the two names as its source,
/// or that comes from the same source. Without partner a document stands alone.
std::vector<ihe::DocumentPair> pairDocuments(const std::vector<const ServedDocument*>& documents,
                                             std::string_view classCode);

} // namespace ncp::national
