#pragma once

#include "base/xml/document.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ncp::certs {

/// True when nothing but elements, text and CDATA stands in the element and below.
bool holdsOnlyElementsAndText(xml::Node element) noexcept;

/// SHA-256 (32 bytes) of `context` and of all that a signature over the element can depend on: the subtree
/// with every name, prefix, declaration, attribute and text as it stands, the namespaces in scope, and the
/// xml: attributes inherited; without the content of `leftOut`, for which `context` stands. Each part is
/// preceded by its length, so that different elements never give the same input. (Inclusive C14N would do as
/// well and takes ten times as long.)
std::string elementDigest(xml::Node element, std::string_view context,
                          std::optional<xml::Node> leftOut = std::nullopt);

} // namespace ncp::certs
