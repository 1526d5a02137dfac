#include "transform/render/paper/phrases.hpp"

namespace ncp::transform::render::paper {

namespace {

void append(const Phrase& phrase, const Wording& wording, Style style, Words& into) {
    if (phrase.text.empty()) {
        return;
    }
    style.strong = style.strong || phrase.weight == Weight::Strong;
    style.muted = style.muted || phrase.weight == Weight::Muted;
    const std::string blank = into.empty() ? "" : " ";
    into.push_back({blank + cleaned(phrase.text), style});
    if (const char* key = markKey(phrase.mark)) {
        style.italic = true;
        style.strong = false;
        into.push_back({" [" + wording.text(key) + ']', style});
    }
}

} // namespace

Words wordsOf(const Line& line, const Wording& wording, Style style) {
    Words words;
    for (const Phrase& phrase : line) {
        append(phrase, wording, style, words);
    }
    return words;
}

Words wordsOf(const Phrase& phrase, const Wording& wording, Style style) {
    Words words;
    append(phrase, wording, style, words);
    return words;
}

Paragraphs paragraphsOf(const Cell& cell, const Wording& wording, Style style) {
    Paragraphs paragraphs;
    for (const Line& line : cell) {
        Words words = wordsOf(line, wording, style);
        if (!words.empty()) {
            paragraphs.push_back({std::move(words)});
        }
    }
    return paragraphs;
}

Words plainWords(std::string_view text, Style style) {
    return {{cleaned(text), style}};
}

} // namespace ncp::transform::render::paper
