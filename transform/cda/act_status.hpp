#pragma once

#include <string_view>

namespace ncp::transform::cda {

/// False for codes of HL7's ActStatus under which an act is not, or no longer, to be carried out: cancelled,
/// held, suspended, aborted, obsolete, nullified. "completed" is in force: waves 1 to 3 wrote it for
/// prescriptions that may be dispensed; so is a status that is not stated.
bool isInForce(std::string_view actStatus) noexcept;

} // namespace ncp::transform::cda
