#pragma once

#include "base/xml/document.hpp"

#include <string_view>

struct _xmlAttr;

namespace ncp::xml {

/// Walks the attributes of an element without copying them (namespace declarations excluded). The views live
/// as long as the tree is not changed.
class AttributeCursor {
  public:
    explicit AttributeCursor(Node element) noexcept;

    bool atEnd() const noexcept { return attribute_ == nullptr; }
    void advance() noexcept;

    std::string_view name() const noexcept; ///< local name
    std::string_view namespaceUri() const noexcept;
    std::string_view value() const noexcept;

  private:
    const _xmlAttr* attribute_;
};

} // namespace ncp::xml
