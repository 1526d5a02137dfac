#include "base/xml/edit.hpp"

#include <libxml/tree.h>

#include <new>
#include <string>

namespace ncp::xml {
namespace {

/// A NUL-terminated copy for the C interface.
class Text {
  public:
    explicit Text(std::string_view text) : text_(text) {}
    const xmlChar* get() const noexcept { return reinterpret_cast<const xmlChar*>(text_.c_str()); }

  private:
    std::string text_;
};

xmlNode* makeElement(Node like, std::string_view name) {
    auto* made = xmlNewDocNode(like.native()->doc, like.native()->ns, Text{name}.get(), nullptr);
    if (made == nullptr) {
        throw std::bad_alloc{};
    }
    return made;
}

} // namespace

void setAttribute(Node element, std::string_view name, std::string_view value) {
    xmlSetNsProp(element.native(), nullptr, Text{name}.get(), Text{value}.get());
}

void removeAttribute(Node element, std::string_view name) {
    xmlUnsetNsProp(element.native(), nullptr, Text{name}.get());
}

Node appendChild(Node parent, std::string_view name) {
    return Node{xmlAddChild(parent.native(), makeElement(parent, name))};
}

Node insertBefore(Node sibling, std::string_view name) {
    return Node{xmlAddPrevSibling(sibling.native(), makeElement(sibling, name))};
}

Node insertAfter(Node sibling, std::string_view name) {
    return Node{xmlAddNextSibling(sibling.native(), makeElement(sibling, name))};
}

Node appendCopy(Node parent, Node original) {
    auto* copy = xmlDocCopyNode(original.native(), parent.native()->doc, 1);
    if (copy == nullptr) {
        throw std::bad_alloc{};
    }
    xmlAddChild(parent.native(), copy);
    xmlReconciliateNs(parent.native()->doc, copy);
    return Node{copy};
}

void setText(Node element, std::string_view text) {
    xmlNodeSetContent(element.native(), nullptr);
    xmlNodeAddContentLen(element.native(), reinterpret_cast<const xmlChar*>(text.data()),
                         static_cast<int>(text.size()));
}

void remove(Node element) {
    xmlUnlinkNode(element.native());
    xmlFreeNode(element.native());
}

} // namespace ncp::xml
