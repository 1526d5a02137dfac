#pragma once

#include "transform/cda/document_type.hpp"
#include "transform/finding.hpp"
#include "transform/pivot/journal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::pivot {

/// The heaviest of the findings.
enum class Status : std::uint8_t { Success, Warning, Error };
std::string_view name(Status status) noexcept; ///< SUCCESS, WARNING, ERROR: as the network writes it

/// What became of the coded elements.
struct Counts {
    std::size_t codedElements = 0; ///< with a code and no nullFlavor, translations of others left out
    std::size_t translated = 0;    ///< now have a name in the wanted language
    std::size_t fallback = 0;      ///< have one by the language chain only; each is a finding
    std::size_t missing = 0;       ///< stay as they came, because nothing better is known; each is a finding
    std::size_t mapped = 0;        ///< now have another code, that of the exchange
    std::size_t unmapped = 0;      ///< have no code of the exchange; each is a finding
    std::size_t units = 0;         ///< codes in attributes and texts: units, uses, countries
    std::size_t findings = 0;      ///< also those that are not listed

    friend bool operator==(const Counts&, const Counts&) = default;
};

/// A document after the transformation, and what was noticed.
struct Transformed {
    std::string bytes;
    std::vector<Finding> findings; ///< the first thousand; equal ones of a kind may be one with a number
    Counts counts;
    Status status = Status::Success;
    /// Nothing for documents that are not transformed: they come out byte for byte.
    std::optional<cda::DocumentType> type;
    /// Where the input was changed; all its other bytes are in `bytes` as they were, in order.
    std::vector<xml::Range> changed;
};

} // namespace ncp::transform::pivot
