#include "transform/render/paper/files.hpp"

#include "transform/render/paper/phrases.hpp"

#include <algorithm>

namespace ncp::transform::render::paper {

namespace {

/// Where the reader finds the file; empty where it stands right below.
std::string whereabouts(const FileView& file, const Enclosure* enclosure, const Wording& wording) {
    if (enclosure == nullptr) {
        return file.kind == FileKind::Image ? wording.text("paper.gif_not_drawn") : std::string{};
    }
    if (enclosure->picture) {
        return {};
    }
    if (enclosure->pages > 0) {
        return wording.text("paper.pdf_follows", {std::to_string(enclosure->pages)});
    }
    return wording.text(file.kind == FileKind::Image ? "paper.picture_refused" : "paper.pdf_refused");
}

} // namespace

std::vector<Words> fileWords(const FileView& file, const Enclosure* enclosure, const Wording& wording) {
    std::vector<Words> paragraphs;
    const auto add = [&paragraphs](const std::string& text, const Style& style) {
        if (!text.empty()) {
            paragraphs.push_back(plainWords(text, style));
        }
    };
    add(wording.text("file.heading") + ": " + file.name, Style{.strong = true});
    add(file.mediaType + (file.size.empty() ? "" : ", " + file.size), Style{.muted = true});
    add(file.reason, Style{});
    add(whereabouts(file, enclosure, wording), Style{.strong = enclosure == nullptr || enclosure->refused});
    std::string_view rest = file.text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        add(std::string{line}, Style{});
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    return paragraphs;
}

} // namespace ncp::transform::render::paper
