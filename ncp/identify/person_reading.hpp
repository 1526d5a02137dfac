#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/patient.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ncp::identify {

/// The one child of that name in HL7's namespace; MalformedMessage where it is missing or stands twice.
Result<xml::Node> onlyChild(xml::Node parent, std::string_view name);

/// Texts of the children of that name, joined by blanks; empty where there is none. MalformedMessage where
/// one holds something else than text.
Result<std::string> joinedTexts(xml::Node parent, std::string_view name);

/// Family and given names of an HL7 name.
struct PersonName {
    std::string family;
    std::string given;
};
Result<PersonName> readName(xml::Node name);

/// HL7 address; the street is streetName, else streetAddressLine.
Result<ihe::Address> readAddress(xml::Node address);

/// F, M or UN for HL7's codes and their spelled-out forms; nothing for another.
std::optional<std::string> readGender(std::string_view code);

/// The date of an HL7 TS, its first eight characters at most; MalformedMessage for what is not digits.
Result<std::string> readBirthDate(std::string_view time);

} // namespace ncp::identify
