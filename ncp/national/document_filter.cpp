#include "ncp/national/document_filter.hpp"

#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/hl7_time.hpp"

namespace ncp::national {

bool passes(const DocumentFilter& filter, const ihe::DocumentEntry& entry) {
    if (!ihe::isOriginalDocument(entry.classCode)) {
        return true;
    }
    if (filter.maximumSize && entry.size && *entry.size > *filter.maximumSize) {
        return false;
    }
    const auto created = ihe::parseHl7Time(entry.creationTime);
    return !created || ((!filter.createdAfter || *created >= *filter.createdAfter) &&
                        (!filter.createdBefore || *created <= *filter.createdBefore));
}

} // namespace ncp::national
