#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// An attribute of an element; without a value it is left out.
struct HtmlAttribute {
    std::string_view name;
    std::optional<std::string_view> value;
};
using HtmlAttributes = std::initializer_list<HtmlAttribute>;

/// Writes HTML front to back. Names of elements and attributes are constants of the program; every value and
/// text is escaped for both places (& < > " '), and what is no text (control characters, bytes that are not
/// UTF-8) becomes U+FFFD.
class Html {
  public:
    Html& open(std::string_view element, HtmlAttributes attributes = {});
    Html& close();
    Html& text(std::string_view text);
    /// `<element …>text</element>`
    Html& leaf(std::string_view element, std::string_view text, HtmlAttributes attributes = {});
    /// An element that has no end: input, link, meta.
    Html& single(std::string_view element, HtmlAttributes attributes);
    /// HTML that a renderer of ours has made.
    Html& fragment(std::string_view rendered);

    /// The text; std::logic_error when an element is still open (a programming error).
    std::string take();

  private:
    void start(std::string_view element, HtmlAttributes attributes);

    std::string out_;
    std::vector<std::string> open_;
};

/// The text as it may stand between tags and in quoted attribute values.
std::string escapeHtml(std::string_view text);

} // namespace ncp::portal
