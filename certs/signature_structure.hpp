#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// What the signature profiles have in common: which algorithms are allowed (RSA and ECDSA with SHA-2), and
/// how the parts of a ds:Signature are read without leaving room for anything else.

bool isSignatureMethod(std::string_view algorithm) noexcept;
bool isDigestMethod(std::string_view algorithm) noexcept;

/// The child elements when nothing but white space stands between them.
std::optional<std::vector<xml::Node>> onlyElements(xml::Node parent);

/// The child elements when they are exactly these, of the signature namespace, in this order.
std::optional<std::vector<xml::Node>> exactly(xml::Node parent,
                                              std::initializer_list<std::string_view> names);

/// True where no child element stands below.
bool isLeaf(xml::Node node) noexcept;

/// The base64 of the one X509Certificate of a KeyInfo that is one X509Data, as it stands. SignatureNotValid
/// by "key-info" or "certificate-count".
Result<std::string> certificateTextOf(xml::Node keyInfo);

} // namespace ncp::certs
