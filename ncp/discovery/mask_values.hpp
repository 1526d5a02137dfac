#pragma once

#include "base/result.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/saml/issue.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ncp::discovery {

/// What was entered, by MaskField::name. Patient data.
using MaskValues = std::map<std::string, std::string, std::less<>>;

enum class FieldFaultKind : std::uint8_t {
    Missing,        ///< a mandatory field is empty
    Format,         ///< the value does not have the country's format
    TooLong,        ///< over kValueLimit characters
    NotADate,       ///< no date of the calendar
    NothingEntered, ///< the whole search is empty
    ChoiceMissing,  ///< no alternative of a choice is complete
    ChoiceSeveral,  ///< more than one alternative of a choice is filled in
    Unknown,        ///< no field of this mask (JSON API only)
};

/// What is wrong with one value; never holds the value.
struct FieldFault {
    std::string field; ///< MaskField::name
    FieldFaultKind kind = FieldFaultKind::Missing;
};

/// Values as they are sent: without blanks at the ends, inside identifiers without any where the format wants
/// it so, dates as the format has them (dd.mm.yyyy, yyyy-mm-dd and yyyymmdd are understood).
MaskValues normalised(const SearchMask& mask, const MaskValues& values);

/// What is wrong with the patient's, the next of kin's and unknown values, in the order of the fields; empty
/// when the search can be made. The next of kin is checked only where something is entered for one.
std::vector<FieldFault> checkSearch(const SearchMask& mask, const MaskValues& values);

/// What is wrong with the keys of documents; a key of a group is mandatory only where that group is begun.
std::vector<FieldFault> checkDocumentKeys(const SearchMask& mask, const MaskValues& values);

/// The search for ITI-55. InputRefused when `checkSearch` has something to say.
Result<ihe::PatientSearch> toSearch(const SearchMask& mask, const MaskValues& values);

/// The next of kin who acts, nothing where none was entered. InputRefused for incomplete ones.
Result<std::optional<saml::NextOfKin>> toNextOfKin(const SearchMask& mask, const MaskValues& values);

/// The document keys for the treatment relation assertion. InputRefused for faulty ones.
Result<saml::DocumentKeys> toDocumentKeys(const SearchMask& mask, const MaskValues& values);

} // namespace ncp::discovery
