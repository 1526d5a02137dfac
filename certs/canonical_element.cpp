#include "certs/canonical_element.hpp"

#include "base/handle.hpp"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <algorithm>
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

/// The canonical form of a document, or of what `selection` holds of it.
std::optional<std::string> canonical(xmlDoc* document, Selection* selection,
                                     const Canonicalization& canonicalization) {
    std::string text;
    auto prefixes = nullEnded(canonicalization.inclusivePrefixes);
    auto* buffer = xmlOutputBufferCreateIO(&appendBytes, &closeNothing, &text, nullptr);
    if (buffer == nullptr) {
        throw std::bad_alloc{};
    }
    const int outcome = xmlC14NExecute(document, selection == nullptr ? nullptr : &isHeld, selection,
                                       canonicalization.exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0,
                                       canonicalization.exclusive ? prefixes.data() : nullptr, 0, buffer);
    const int closed = xmlOutputBufferClose(buffer);
    return outcome < 0 || closed < 0 ? std::nullopt : std::optional{std::move(text)};
}

using OwnDocument = Handle<xmlDoc, &xmlFreeDoc>;

/// The element alone, in a document of its own. What it inherits is lost but for the namespaces that its
/// names use: nothing else is asked for by exclusive C14N without inclusive prefixes.
OwnDocument alone(const xml::Node element) {
    OwnDocument document{xmlNewDoc(nullptr)};
    auto* copy = document ? xmlDocCopyNode(element.native(), document.get(), 1) : nullptr;
    if (copy == nullptr) {
        throw std::bad_alloc{};
    }
    xmlDocSetRootElement(document.get(), copy);
    return document;
}

} // namespace

std::vector<std::string> prefixList(std::string_view text) {
    std::vector<std::string> words;
    for (auto rest = text; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
        if (end > 0) {
            words.emplace_back(rest.substr(0, end));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return words;
}

std::optional<std::string> canonicalElement(xml::Node element, std::optional<xml::Node> leftOut,
                                            const Canonicalization& canonicalization) {
    if (!leftOut && canonicalization.exclusive && canonicalization.inclusivePrefixes.empty()) {
        return canonical(alone(element).get(), nullptr, canonicalization);
    }
    Selection selection{element.native(), leftOut ? leftOut->native() : nullptr};
    return canonical(element.native()->doc, &selection, canonicalization);
}

} // namespace ncp::certs
