#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ncp::transform::terminology::import {

enum class RemarkKind : std::uint8_t {
    Odd,     ///< taken in, mended or left out as the reason says
    Refused, ///< can't be taken in; an import with one of these changes nothing
};

/// Something that whoever imports should look at.
struct Remark {
    RemarkKind kind = RemarkKind::Odd;
    std::string file;
    std::size_t line = 0; ///< from 1; 0 where the file, or its part, is meant as a whole
    std::string reason;
    std::string part{}; ///< of a file of several: "ConceptMap allergens, /entry/2"; may be empty
};

/// What was noticed while files were read. Of each kind the first remarks are kept, all are counted.
struct ImportReport {
    static constexpr std::size_t kKept = 1000; ///< of each kind

    std::size_t files = 0;
    std::size_t rows = 0; ///< concepts, designations and mappings, as the files list them
    std::size_t odd = 0;
    std::size_t refused = 0;
    std::vector<Remark> remarks;

    void add(Remark remark);
};

} // namespace ncp::transform::terminology::import
