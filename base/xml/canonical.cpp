#include "base/xml/canonical.hpp"

#include "base/handle.hpp"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <stdexcept>

namespace ncp::xml {
namespace {

int appendBytes(void* context, const char* bytes, int length) {
    static_cast<std::string*>(context)->append(bytes, static_cast<std::size_t>(length));
    return length;
}

int closeNothing(void* /*context*/) { return 0; }

/// The visibility test by walking up: never an enumerated node-set, which is close to quadratic.
int isBelow(void* context, xmlNode* node, xmlNode* parent) {
    const auto* root = static_cast<const xmlNode*>(context);
    const auto* at = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE ? parent : node;
    for (; at != nullptr; at = at->parent) {
        if (at == root) {
            return 1;
        }
    }
    return 0;
}

std::string canonical(xmlDoc* document, xmlC14NMode mode, xmlC14NIsVisibleCallback visible, void* context) {
    std::string out;
    auto* buffer = xmlOutputBufferCreateIO(&appendBytes, &closeNothing, &out, nullptr);
    const int outcome = xmlC14NExecute(document, visible, context, mode, nullptr, 0, buffer);
    xmlOutputBufferClose(buffer);
    if (outcome < 0) {
        throw std::runtime_error("canonicalization failed");
    }
    return out;
}

} // namespace

std::string exclusiveCanonical(const Document& document) {
    return canonical(document.native(), XML_C14N_EXCLUSIVE_1_0, nullptr, nullptr);
}

std::string inclusiveCanonical(Node element) {
    auto* node = element.native();
    return canonical(node->doc, XML_C14N_1_0, &isBelow, node);
}

} // namespace ncp::xml
