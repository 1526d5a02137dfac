#pragma once

#include "base/error_table.hpp"

#include <cstddef>
#include <string>

namespace ncp::transform {

/// Something that a transformation or a validation noticed about a document. May quote codes and display
/// names of the document: for the person who reads it, never for logs.
struct Finding {
    std::string code; ///< dotted: "translation.missing", "validation.…"; key of the texts
    Severity severity = Severity::Warning;
    std::string path;    ///< where: /ClinicalDocument/component/…
    std::string element; ///< what stood there: "code 91936005 of 2.16.840.1.113883.6.96"
    std::string advice;  ///< what to do about it, English
    long line = 0;
    std::string expected{};  ///< what a rule asks for, in notation that needs no language: "M | F | UN"
    std::string reference{}; ///< the clause that the rule comes from
    bool notice = false;     ///< less than a warning: good to know, nothing to mend
    /// The network's number for it and the component that the number belongs to (eHDSI transformation
    /// manager: "4503" of "TSAM"; TM and TSAM use the same numbers for different things); empty where it has
    /// none.
    std::string number{};
    std::string origin{};
    std::size_t occurrences = 1; ///< in how many places of the document; `path` is the first of them
};

} // namespace ncp::transform
