#include "base/xml/canonical.hpp"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <stdexcept>

namespace ncp::xml {
namespace {

int appendBytes(void* context, const char* bytes, int length) {
    static_cast<std::string*>(context)->append(bytes, static_cast<std::size_t>(length));
    return length;
}

int closeNothing(void* /*context*/) {
    return 0;
}

} // namespace

std::string exclusiveCanonical(const Document& document) {
    std::string out;
    auto* buffer = xmlOutputBufferCreateIO(&appendBytes, &closeNothing, &out, nullptr);
    const int outcome =
        xmlC14NExecute(document.native(), nullptr, nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, buffer);
    xmlOutputBufferClose(buffer);
    if (outcome < 0) {
        throw std::runtime_error("canonicalization failed");
    }
    return out;
}

} // namespace ncp::xml
