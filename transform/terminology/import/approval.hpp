#pragma once

#include "transform/terminology/content.hpp"

#include <cstdint>
#include <string>

namespace ncp::transform::terminology::import {

/// What is approved. An empty field leaves no restriction.
struct ApprovalSelection {
    enum class Kind : std::uint8_t { Designations, Mappings };

    Kind kind = Kind::Designations;
    std::string system;   ///< OID; of a mapping: the source's
    std::string code;     ///< of a mapping: the source's
    std::string language; ///< designations: BCP 47
    std::string source;   ///< designations
    std::string valueSet; ///< designations: of its members; OID
    std::string map;      ///< mappings
};

/// The content with the selected designations or mappings approved. An approved text is preferred to one that
/// is only proposed, and to what its own source had before. An approved mapping takes the place of what was
/// in force for the same source concept and target system.
Content approve(Content content, const ApprovalSelection& selection);

} // namespace ncp::transform::terminology::import
