#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "base/xml/writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::ihe {

inline constexpr std::string_view kRimNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
inline constexpr std::string_view kRsNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0";
inline constexpr std::string_view kQueryNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0";
inline constexpr std::string_view kXdsNamespace = "urn:ihe:iti:xds-b:2007";

/// Longest text of an ebXML RIM LongName.
inline constexpr std::size_t kLongName = 256;

/// Writes `<Slot name=…><ValueList><Value>…`; the default namespace must be rim.
void writeSlot(xml::Writer& writer, std::string_view name, const std::vector<std::string>& values);

/// Values of the slot of that name among the children of `owner`; nothing where there is none.
/// MalformedMessage when the slot stands twice or a value holds something else than text.
Result<std::optional<std::vector<std::string>>> slotValues(xml::Node owner, std::string_view name);
/// First value of the slot; empty where there is none. Errors as slotValues().
Result<std::string> slotValue(xml::Node owner, std::string_view name);

/// Value of Name/LocalizedString or Description/LocalizedString of a registry object, empty where absent.
std::string localizedText(xml::Node owner, std::string_view element);

} // namespace ncp::ihe
