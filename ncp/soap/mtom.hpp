#pragma once

#include "base/result.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace ncp::soap {

/// A message with its attachments, by Content-ID without angle brackets.
struct Package {
    std::string xml;
    std::map<std::string, std::string, std::less<>> attachments;
    std::string action; ///< `action` parameter of the content type, of the outer or the root part
};

/// Takes an HTTP body apart: `application/soap+xml` as it is, `multipart/related; type="application/xop+xml"`
/// into root and parts. UnsupportedContentType for anything else; MalformedMessage for broken framing, a
/// missing root, a repeated Content-ID, more than 128 parts.
Result<Package> unpack(std::string_view contentType, std::string_view body);

struct Packed {
    std::string contentType;
    std::string body;
};
/// MTOM for SOAP 1.2 (W3C MTOM 1.0, XOP 1.0): the root part and one binary part. `boundary` is unpredictable
/// and given by the caller.
Packed pack(std::string_view xml, std::string_view contentId, std::string_view attachment,
            std::string_view boundary, std::string_view action);

/// One binary part of a message that is packed.
struct OutgoingPart {
    std::string_view contentId;
    std::string_view bytes;
};
/// The same with any number of binary parts.
Packed pack(std::string_view xml, std::span<const OutgoingPart> parts, std::string_view boundary,
            std::string_view action);

/// `cid:` URL of a Content-ID (RFC 2392): what xop:Include/@href holds.
std::string hrefOfContentId(std::string_view contentId);
/// The Content-ID of a `cid:` URL, percent-decoded; MalformedMessage for any other URL.
Result<std::string> contentIdOfHref(std::string_view href);

} // namespace ncp::soap
