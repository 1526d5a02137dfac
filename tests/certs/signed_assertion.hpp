#pragma once

#include "base/xml/document.hpp"
#include "certs/xml_signature.hpp"
#include "tests/support/test_pki.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ncp::test {

/// An invented HCP assertion without signature, in the shape that peers send: xsi:type with the prefix `xs`
/// inside values, a default-namespaced HL7 child.
std::string unsignedAssertion(std::string_view id = "_a1");
/// The same, signed by us.
std::string signedAssertion(const certs::Credential& credential, std::string_view id = "_a1");

/// The text with the one occurrence of `from` replaced; throws when there is not exactly one.
std::string withReplaced(std::string_view text, std::string_view from, std::string_view to);
/// The ds:Signature element of a signed text, as it stands.
std::string signatureOf(std::string_view signedText);
/// The text without its ds:Signature.
std::string withoutSignature(std::string_view signedText);
/// A SOAP envelope with other namespace declarations round what stands in its security header.
std::string inEnvelope(std::string_view securityContent, std::string_view bodyContent = {});

/// First element of that local name in document order.
xml::Node firstNamed(const xml::Document& document, std::string_view name);
/// Outcome of verifying the first Assertion of a text with a fresh verifier: the rule that refused, or "".
std::string ruleOf(std::string_view text);

} // namespace ncp::test
