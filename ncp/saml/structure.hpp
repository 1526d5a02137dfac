#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

namespace ncp::saml {

/// Whether an element has an assertion's structure: the elements, attributes, order and cardinality of the
/// SAML 2.0 assertion schema, narrowed to what the eHDSI SAML profile uses. Conditions that nobody here
/// understands, assertions inside Advice, encrypted parts, comments and processing instructions are refused.
/// What the schema demands and the profile's rules check with a better answer (absent Subject, times, …) may
/// be absent. MalformedMessage names the element, never its content.
Result<void> checkStructure(xml::Node assertion);

} // namespace ncp::saml
