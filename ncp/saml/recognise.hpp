#pragma once

#include "ncp/saml/assertion.hpp"

#include <optional>
#include <string_view>

namespace ncp::saml {

/// Start of Issuer/@NameQualifier; the kind's name follows (eHDSI SAML profile).
inline constexpr std::string_view kKindPrefix = "urn:ehdsi:assertions:";

/// The kind of an assertion, or nothing for an element that is none or of an unknown kind.
std::optional<Kind> recognise(xml::Node element);

} // namespace ncp::saml
