#include "base/xml/writer.hpp"

#include <stdexcept>
#include <utility>

namespace ncp::xml {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void appendEscaped(std::string& out, std::string_view text, bool inAttribute) {
    std::size_t clean = 0;
    const auto replace = [&](std::size_t at, std::string_view with) {
        out.append(text.substr(clean, at - clean));
        out.append(with);
        clean = at + 1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '&') {
            replace(i, "&amp;");
        } else if (c == '<') {
            replace(i, "&lt;");
        } else if (c == '>') {
            replace(i, "&gt;");
        } else if (c == '"' && inAttribute) {
            replace(i, "&quot;");
        } else if (c == '\r') {
            replace(i, "&#13;");
        } else if (c == '\n' && inAttribute) {
            replace(i, "&#10;");
        } else if (c == '\t' && inAttribute) {
            replace(i, "&#9;");
        } else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
            replace(i, kReplacement);
        }
    }
    out.append(text.substr(clean));
}

} // namespace

Writer& Writer::start(std::string_view name) {
    closeStartTag();
    out_.push_back('<');
    out_.append(name);
    open_.emplace_back(name);
    inStartTag_ = true;
    return *this;
}

Writer& Writer::attribute(std::string_view name, std::string_view value) {
    if (!inStartTag_) {
        throw std::logic_error("an attribute outside a start tag");
    }
    out_.push_back(' ');
    out_.append(name);
    out_.append("=\"");
    appendEscaped(out_, value, true);
    out_.push_back('"');
    return *this;
}

Writer& Writer::text(std::string_view text) {
    closeStartTag();
    appendEscaped(out_, text, false);
    return *this;
}

Writer& Writer::fragment(std::string_view wellFormed) {
    closeStartTag();
    out_.append(wellFormed);
    return *this;
}

Writer& Writer::end() {
    if (open_.empty()) {
        throw std::logic_error("end without start");
    }
    if (inStartTag_) {
        out_.append("/>");
        inStartTag_ = false;
    } else {
        out_.append("</");
        out_.append(open_.back());
        out_.push_back('>');
    }
    open_.pop_back();
    return *this;
}

Writer& Writer::leaf(std::string_view name, std::string_view text) {
    return start(name).text(text).end();
}

Writer& Writer::empty(std::string_view name, std::string_view attribute, std::string_view value) {
    return start(name).attribute(attribute, value).end();
}

std::string Writer::take() {
    if (!open_.empty()) {
        throw std::logic_error("unfinished element " + open_.back());
    }
    return std::exchange(out_, {});
}

void Writer::closeStartTag() {
    if (inStartTag_) {
        out_.push_back('>');
        inStartTag_ = false;
    }
}

} // namespace ncp::xml
