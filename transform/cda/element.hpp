#pragma once

#include "base/xml/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// Namespaces in which clinical elements stand: HL7 v3, the pharmacy extension of today and the one of
/// epSOS, which older documents carry. The three share their local names and are read alike.
inline constexpr std::string_view kHl7 = "urn:hl7-org:v3";
inline constexpr std::string_view kPharmacy = "urn:hl7-org:pharm";
inline constexpr std::string_view kEpsosMedication = "urn:epsos-org:ep:medication";
/// Extensions of HL7 US, in which peers say that a patient has died.
inline constexpr std::string_view kExtensions = "urn:hl7-org:sdtc";
inline constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/// True for an element of one of the three namespaces.
bool isClinical(xml::Node element) noexcept;
/// True for a clinical element of that local name.
bool isNamed(xml::Node element, std::string_view name) noexcept;

/// First clinical child element of that name.
std::optional<xml::Node> child(xml::Node parent, std::string_view name) noexcept;
/// All clinical child elements of that name.
std::vector<xml::Node> children(xml::Node parent, std::string_view name);
/// First element at the end of a path of clinical names.
std::optional<xml::Node> path(xml::Node from, std::initializer_list<std::string_view> names) noexcept;

/// Local part of xsi:type; empty where there is none.
std::string typeName(xml::Node element);
/// True where the boolean attribute is set; XML Schema knows `true` and `1`.
bool isSet(xml::Node element, std::string_view attribute);
/// True for an act that says of itself that it is not so, and for one whose relation to the act round it says
/// that (HL7 negationInd).
bool isDenied(xml::Node act);
/// The relation in which an act stands.
std::optional<xml::Node> relationOf(xml::Node act) noexcept;
/// True for an element whose text is a file in base64 (CDA R2, ED with representation B64).
bool isBinary(xml::Node element);
/// Text with every run of white space made one blank and none at the ends.
std::string collapse(std::string_view text);

} // namespace ncp::transform::cda
