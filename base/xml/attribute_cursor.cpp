#include "base/xml/attribute_cursor.hpp"

#include <libxml/tree.h>

namespace ncp::xml {
namespace {

std::string_view view(const xmlChar* text) noexcept {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

} // namespace

AttributeCursor::AttributeCursor(Node element) noexcept : attribute_(element.native()->properties) {}

void AttributeCursor::advance() noexcept {
    attribute_ = attribute_->next;
}

std::string_view AttributeCursor::name() const noexcept {
    return view(attribute_->name);
}

std::string_view AttributeCursor::namespaceUri() const noexcept {
    return attribute_->ns == nullptr ? std::string_view{} : view(attribute_->ns->href);
}

// Without a DOCTYPE there are no entities that could split a value: it is one text node.
std::string_view AttributeCursor::value() const noexcept {
    return attribute_->children == nullptr ? std::string_view{} : view(attribute_->children->content);
}

} // namespace ncp::xml
