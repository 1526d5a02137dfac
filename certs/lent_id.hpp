#pragma once

#include <string_view>

struct _xmlAttr;
struct _xmlNode;

namespace ncp::certs {

/// Makes the `ID` of one element, and of no other, findable by the signature library for as long as this
/// object lives: a copy elsewhere in the document can't be what a reference resolves to.
class LentId {
  public:
    LentId(_xmlNode* element, std::string_view id);
    ~LentId();
    LentId(const LentId&) = delete;
    LentId& operator=(const LentId&) = delete;

    /// True when that ID resolves to this very element.
    bool resolves() const noexcept;

  private:
    _xmlAttr* attribute_ = nullptr; ///< null where it could not be registered
    _xmlNode* element_;
};

} // namespace ncp::certs
