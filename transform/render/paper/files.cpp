#include "transform/render/paper/files.hpp"

#include "transform/render/paper/phrases.hpp"

#include <algorithm>

namespace ncp::transform::render::paper {

std::vector<Words> fileWords(const FileView& file, const Wording& wording) {
    std::vector<Words> paragraphs;
    const auto add = [&paragraphs](const std::string& text, const Style& style) {
        if (!text.empty()) {
            paragraphs.push_back(plainWords(text, style));
        }
    };
    add(wording.text("file.heading") + ": " + file.name, Style{.strong = true});
    add(file.mediaType + (file.size.empty() ? "" : ", " + file.size), Style{.muted = true});
    add(file.reason, Style{});
    if (file.kind == FileKind::Image || file.kind == FileKind::Pdf) {
        add(wording.text("paper.file_apart"), Style{});
    }
    std::string_view rest = file.text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        add(std::string{line}, Style{});
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    return paragraphs;
}

} // namespace ncp::transform::render::paper
