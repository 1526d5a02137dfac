#include "certs/canonical_element.hpp"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <new>
#include <utility>

namespace ncp::certs {
namespace {

/// Which nodes of the document belong to the canonical form. They are asked for in document order, so that
/// most answers are that of the node before.
class Selection {
  public:
    Selection(const xmlNode* element, const xmlNode* leftOut) : element_(element), leftOut_(leftOut) {}

    bool holds(const xmlNode* node, const xmlNode* parent) noexcept {
        const auto* holder = node != nullptr && node->type == XML_ELEMENT_NODE ? node : parent;
        if (holder != last_) {
            last_ = holder;
            lastHeld_ = below(holder);
        }
        return lastHeld_;
    }

  private:
    bool below(const xmlNode* at) const noexcept {
        for (; at != nullptr && at != leftOut_; at = at->parent) {
            if (at == element_) {
                return true;
            }
        }
        return false;
    }

    const xmlNode* element_;
    const xmlNode* leftOut_;
    const xmlNode* last_ = nullptr;
    bool lastHeld_ = false;
};

int isHeld(void* selection, xmlNode* node, xmlNode* parent) {
    return static_cast<Selection*>(selection)->holds(node, parent) ? 1 : 0;
}

int appendBytes(void* text, const char* bytes, int length) {
    static_cast<std::string*>(text)->append(bytes, static_cast<std::size_t>(length));
    return length;
}

int closeNothing(void* /*text*/) {
    return 0;
}

/// The list as the library wants it: ended by null, views into `prefixes`.
std::vector<xmlChar*> nullEnded(const std::vector<std::string>& prefixes) {
    std::vector<xmlChar*> list;
    for (const auto& prefix : prefixes) {
        list.push_back(const_cast<xmlChar*>(reinterpret_cast<const xmlChar*>(prefix.c_str())));
    }
    list.push_back(nullptr);
    return list;
}

} // namespace

std::optional<std::string> canonicalElement(xml::Node element, std::optional<xml::Node> leftOut,
                                            const Canonicalization& canonicalization) {
    std::string text;
    Selection selection{element.native(), leftOut ? leftOut->native() : nullptr};
    auto prefixes = nullEnded(canonicalization.inclusivePrefixes);
    auto* buffer = xmlOutputBufferCreateIO(&appendBytes, &closeNothing, &text, nullptr);
    if (buffer == nullptr) {
        throw std::bad_alloc{};
    }
    const int outcome = xmlC14NExecute(element.native()->doc, &isHeld, &selection,
                                       canonicalization.exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0,
                                       canonicalization.exclusive ? prefixes.data() : nullptr, 0, buffer);
    const int closed = xmlOutputBufferClose(buffer);
    return outcome < 0 || closed < 0 ? std::nullopt : std::optional{std::move(text)};
}

} // namespace ncp::certs
