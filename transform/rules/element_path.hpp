#pragma once

#include "base/xml/document.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ncp::transform::rules {

/// Writes where elements of one document are, as xml::Node::location does. An element that follows the one
/// asked for last is counted from there, so that many elements in document order cost one walk over their
/// siblings and not one each. The document must stay unchanged.
class ElementPath {
  public:
    /// `/ClinicalDocument/component[2]/…`
    std::string of(xml::Node element);

  private:
    struct Step {
        xml::Node element;
        std::size_t position; ///< among its siblings of the same name, from 1
        bool alone;
    };

    Step stepTo(xml::Node element, std::size_t depth) const;

    std::vector<Step> steps_; ///< from the root to the element that was asked for last
};

} // namespace ncp::transform::rules
