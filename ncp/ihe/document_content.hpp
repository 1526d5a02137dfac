#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ncp::ihe {

inline constexpr std::string_view kXopNamespace = "http://www.w3.org/2004/08/xop/include";

/// Parts of an MTOM message by Content-ID.
using Attachments = std::map<std::string, std::string, std::less<>>;

/// Bytes of an `xds:Document`: base64 text, or one xop:Include of an attachment (W3C XOP 1.0).
/// MalformedMessage for anything else, and for an attachment that is not there.
Result<std::string> documentContent(xml::Node document, const Attachments& attachments);

} // namespace ncp::ihe
