#pragma once

#include "base/xml/document.hpp"

#include <string_view>

namespace ncp::xml {

/// Changes to a tree that we own. Never on anything signed.
void setAttribute(Node element, std::string_view name, std::string_view value);
void removeAttribute(Node element, std::string_view name);

/// New empty element in the namespace of `parent`, as its last child.
Node appendChild(Node parent, std::string_view name);
/// New empty element in the namespace of `sibling`, right before or after it.
Node insertBefore(Node sibling, std::string_view name);
Node insertAfter(Node sibling, std::string_view name);
/// Deep copy of `original` (of this or another document) as last child of `parent`.
Node appendCopy(Node parent, Node original);

void setText(Node element, std::string_view text);
/// Unlinks and frees the element; every view of it or below is dead afterwards.
void remove(Node element);

} // namespace ncp::xml
