#pragma once

#include "base/error_table.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ncp {

/// Whose spelling of the codes a peer gets. Both are understood from everybody.
enum class CodeStyle : std::uint8_t {
    Names,   ///< OpenNCP 8 and 9
    Numbers, ///< OpenNCP 7.1: numbers where it has them, and none of the names that came later
};

/// What an error is about, where the network has a code for each kind.
enum class CodeFamily : std::uint8_t {
    General,
    Patient,
    Summary,
    Prescription,
    Dispensation,
    OriginalDocument
};

/// How an error is to be spelled for one peer and one transaction.
struct WireForm {
    CodeStyle style = CodeStyle::Names;
    CodeFamily family = CodeFamily::General;
};

/// The transactions in which a code may stand: a set of bits. In ITI-55 it is the code of the
/// acknowledgementDetail, in the others the errorCode of a RegistryError. A SOAP fault carries no code.
enum class CodeUse : std::uint8_t {
    Discovery = 1, ///< ITI-55
    Query = 2,     ///< ITI-38
    Retrieve = 4,  ///< ITI-39
    Provide = 8,   ///< ITI-41
};
using CodeUses = std::uint8_t;

/// One code of the network, as the constants of OpenNCP 7.1 and 9 and the tables of IHE ITI TF-3 (4.2.4.1)
/// have it.
struct WireCode {
    std::string_view name;   ///< of the constant
    std::string_view wire;   ///< as OpenNCP 9 sends it; empty when it does not know it
    std::string_view former; ///< as OpenNCP 7.1 sends it; empty when it does not know it
    Severity severity;
    CodeUses uses;
    ErrorCode meaning; ///< what it tells us
};

/// All codes that we understand. A spelling that stands twice differs in its uses.
std::span<const WireCode> wireCodes() noexcept;

/// The spelling of an error for a peer: one that its release knows.
std::string_view wireCode(ErrorCode code, WireForm form) noexcept;

/// The code for a spelling that came in this transaction: where a number means different things in
/// different transactions, the one of this transaction. Nothing for unknown spellings.
std::optional<ErrorCode> errorFromWire(std::string_view wire, CodeUse use) noexcept;

} // namespace ncp
