#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ncp::xml {

/// Writes well-formed XML front to back. Names are constants of the program; values are escaped; what XML
/// can't hold (control characters) becomes U+FFFD.
class Writer {
  public:
    Writer& start(std::string_view name); ///< qualified name as it stands on the wire
    /// Of the element just started. Namespace declarations are attributes too: `attribute("xmlns:rim", …)`.
    Writer& attribute(std::string_view name, std::string_view value);
    Writer& text(std::string_view text);
    /// A fragment that is well-formed by itself: a signed assertion, an element serialized by Node.
    Writer& fragment(std::string_view wellFormed);
    Writer& end();

    /// `<name>text</name>`
    Writer& leaf(std::string_view name, std::string_view text);
    /// `<name attribute="value"/>`
    Writer& empty(std::string_view name, std::string_view attribute, std::string_view value);

    /// The text; every element must have been ended (a programming error otherwise).
    std::string take();

  private:
    void closeStartTag();

    std::string out_;
    std::vector<std::string> open_;
    bool inStartTag_ = false;
};

} // namespace ncp::xml
