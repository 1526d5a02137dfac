#include "ncp/audit/json_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::audit {
namespace {

unsigned byteAt(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

/// True for what may stand in a JSON string as it is, as far as one ASCII byte can tell.
bool isPlain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20U && byte < 0x80U && c != '"' && c != '\\';
}

/// How many bytes the UTF-8 sequence at the front has; 0 when it is none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
std::size_t sequenceLength(std::string_view text) {
    struct Form {
        unsigned firstFrom, firstTo, secondFrom, secondTo;
        std::size_t length;
    };
    constexpr std::array forms{
        Form{0xC2, 0xDF, 0x80, 0xBF, 2}, Form{0xE0, 0xE0, 0xA0, 0xBF, 3}, Form{0xE1, 0xEC, 0x80, 0xBF, 3},
        Form{0xED, 0xED, 0x80, 0x9F, 3}, Form{0xEE, 0xEF, 0x80, 0xBF, 3}, Form{0xF0, 0xF0, 0x90, 0xBF, 4},
        Form{0xF1, 0xF3, 0x80, 0xBF, 4}, Form{0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const auto first = byteAt(text, 0);
    const auto* form = std::ranges::find_if(forms, [&](const Form& candidate) {
        return first >= candidate.firstFrom && first <= candidate.firstTo;
    });
    if (form == forms.end() || text.size() < form->length || byteAt(text, 1) < form->secondFrom ||
        byteAt(text, 1) > form->secondTo) {
        return 0;
    }
    for (std::size_t i = 2; i < form->length; ++i) {
        if ((byteAt(text, i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return form->length;
}

/// `"`, `\` and control characters.
void appendEscaped(std::string& out, char c) {
    constexpr std::string_view digits{"0123456789abcdef"};
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out.push_back('\\');
        out.push_back(c);
    } else {
        out += "\\u00";
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 0x0FU]);
    }
}

} // namespace

void appendJsonString(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        const auto end = std::ranges::find_if_not(text, isPlain);
        const auto plain = static_cast<std::size_t>(end - text.begin());
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        if (byteAt(text, 0) < 0x80U) {
            appendEscaped(out, text.front());
            text.remove_prefix(1);
        } else if (const auto length = sequenceLength(text); length != 0) {
            out.append(text.substr(0, length));
            text.remove_prefix(length);
        } else {
            out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
        }
    }
    out.push_back('"');
}

void JsonObjectText::startField(std::string_view name) {
    if (out_.size() > 1) {
        out_.push_back(',');
    }
    appendJsonString(out_, name);
    out_.push_back(':');
}

void JsonObjectText::add(std::string_view name, std::string_view text) {
    startField(name);
    appendJsonString(out_, text);
}

void JsonObjectText::add(std::string_view name, std::int64_t number) {
    startField(name);
    out_ += std::to_string(number);
}

void JsonObjectText::add(std::string_view name, const std::vector<std::string>& texts) {
    startField(name);
    out_.push_back('[');
    for (const auto& text : texts) {
        if (out_.back() != '[') {
            out_.push_back(',');
        }
        appendJsonString(out_, text);
    }
    out_.push_back(']');
}

std::string JsonObjectText::take() {
    out_.push_back('}');
    return std::move(out_);
}

} // namespace ncp::audit
