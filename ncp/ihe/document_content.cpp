#include "ncp/ihe/document_content.hpp"

#include "base/base64.hpp"
#include "ncp/soap/mtom.hpp"

namespace ncp::ihe {
namespace {

Result<std::string> inlineContent(xml::Node document) {
    const auto text = document.plainText();
    if (!text) {
        return passOn(text);
    }
    auto bytes = base64Decode(*text);
    if (!bytes) {
        return fail(ErrorCode::MalformedMessage, "Document is not base64");
    }
    return bytes;
}

} // namespace

Result<std::string> documentContent(xml::Node document, const Attachments& attachments) {
    const auto content = document.firstChild();
    if (!content) {
        return inlineContent(document);
    }
    if (!content->is(kXopNamespace, "Include") || content->next()) {
        return fail(ErrorCode::MalformedMessage, "something else than one xop:Include in Document");
    }
    const auto id = soap::contentIdOfHref(content->attribute("href"));
    if (!id) {
        return passOn(id);
    }
    const auto found = attachments.find(*id);
    if (found == attachments.end()) {
        return fail(ErrorCode::MalformedMessage, "an attachment is missing");
    }
    return found->second;
}

} // namespace ncp::ihe
