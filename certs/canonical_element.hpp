#pragma once

#include "base/xml/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// How a canonical form is made, without comments (Exclusive XML Canonicalization 1.0; Canonical XML 1.0).
struct Canonicalization {
    bool exclusive = true;
    std::vector<std::string> inclusivePrefixes; ///< of exclusive C14N; `#default` is the default namespace
};

/// The prefixes of an InclusiveNamespaces PrefixList.
std::vector<std::string> prefixList(std::string_view text);

/// The canonical form of an element with its subtree, as it stands in its document, without the part
/// `leftOut`: what a reference to that element with an enveloped signature inside is a digest of. Nothing for
/// what has no canonical form (a relative namespace URI somewhere in the document).
std::optional<std::string> canonicalElement(xml::Node element, std::optional<xml::Node> leftOut,
                                            const Canonicalization& canonicalization);

} // namespace ncp::certs
