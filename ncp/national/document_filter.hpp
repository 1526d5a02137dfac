#pragma once

#include "ncp/ihe/document_entry.hpp"
#include "ncp/national/connector.hpp"

namespace ncp::national {

/// Whether a document stays in a list that is narrowed by the filter. Only original clinical documents are
/// narrowed; one whose size or time is not known stays.
bool passes(const DocumentFilter& filter, const ihe::DocumentEntry& entry);

} // namespace ncp::national
