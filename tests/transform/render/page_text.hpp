#pragma once

#include <string>
#include <string_view>

namespace ncp::tests {

/// Text with every run of white space (hard spaces too) made one blank.
inline std::string normalized(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool hard = text.substr(at).starts_with("\u00a0");
        const char c = text[at];
        if (hard || c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            at += hard ? 1 : 0;
            if (!out.empty() && out.back() != ' ') {
                out += ' ';
            }
            continue;
        }
        out += c;
    }
    return out;
}

/// What a reader sees of a page: tags dropped, entities resolved.
inline std::string visibleText(std::string_view html) {
    std::string out;
    bool tag = false;
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html[at] == '<') {
            tag = true;
            out += ' ';
        } else if (html[at] == '>' && tag) {
            tag = false;
        } else if (!tag) {
            out += html[at];
        }
    }
    struct Entity {
        std::string_view name;
        std::string_view text;
    };
    for (const Entity& entity : {Entity{"&lt;", "<"}, Entity{"&gt;", ">"}, Entity{"&quot;", "\""},
                                 Entity{"&#39;", "'"}, Entity{"&amp;", "&"}}) {
        for (std::size_t at = out.find(entity.name); at != std::string::npos;
             at = out.find(entity.name, at + 1)) {
            out.replace(at, entity.name.size(), entity.text);
        }
    }
    return normalized(out);
}

} // namespace ncp::tests
