#include "ncp/portal/html.hpp"

#include "base/xml/intake.hpp"

#include <stdexcept>

namespace ncp::portal {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Bytes of the UTF-8 character that begins here; 0 when there is none.
std::size_t characterLength(std::string_view text) {
    for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length) {
        if (xml::isUtf8(text.substr(0, length))) {
            return length;
        }
    }
    return 0;
}

std::string_view entity(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

} // namespace

std::string escapeHtml(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    for (std::size_t i = 0; i < text.size();) {
        const auto length = static_cast<unsigned char>(text[i]) < 0x80 ? 1 : characterLength(text.substr(i));
        if (length == 0 || isControl(text[i])) {
            escaped += kReplacement;
            ++i;
            continue;
        }
        const auto replaced = entity(text[i]);
        escaped += replaced.empty() ? text.substr(i, length) : replaced;
        i += length;
    }
    return escaped;
}

void Html::start(std::string_view element, HtmlAttributes attributes) {
    out_ += '<';
    out_ += element;
    for (const auto& attribute : attributes) {
        if (attribute.value) {
            out_ += ' ';
            out_ += attribute.name;
            out_ += "=\"" + escapeHtml(*attribute.value) + '"';
        }
    }
    out_ += '>';
}

Html& Html::open(std::string_view element, HtmlAttributes attributes) {
    start(element, attributes);
    open_.emplace_back(element);
    return *this;
}

Html& Html::close() {
    if (open_.empty()) {
        throw std::logic_error{"no HTML element is open"};
    }
    out_ += "</" + open_.back() + ">\n";
    open_.pop_back();
    return *this;
}

Html& Html::text(std::string_view text) {
    out_ += escapeHtml(text);
    return *this;
}

Html& Html::leaf(std::string_view element, std::string_view content, HtmlAttributes attributes) {
    return open(element, attributes).text(content).close();
}

Html& Html::single(std::string_view element, HtmlAttributes attributes) {
    start(element, attributes);
    out_ += '\n';
    return *this;
}

Html& Html::fragment(std::string_view rendered) {
    out_ += rendered;
    return *this;
}

std::string Html::take() {
    if (!open_.empty()) {
        throw std::logic_error{"the HTML element " + open_.back() + " is still open"};
    }
    return std::move(out_);
}

} // namespace ncp::portal
