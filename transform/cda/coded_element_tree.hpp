#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/coded_elements.hpp"

#include <functional>
#include <string>

namespace ncp::transform::cda {

/// Visits each coded element of a tree in document order with the row of the list that it matches.
void walkCodedElements(xml::Node root, const CodedElements& list, DocumentType type,
                       const std::function<void(xml::Node element, const CodedElement& row)>& visit);

} // namespace ncp::transform::cda
