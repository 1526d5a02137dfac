#include "transform/render/paper/enclosures.hpp"

#include "base/base64.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

/// For all the pictures of a document: small files unpack to large pictures.
constexpr std::size_t kPixelsInAll = 5 * Picture::kMostPixels;
constexpr std::size_t kPagesInAll = 500;

} // namespace

Enclosures::Enclosures(const View& view) : pixelsLeft_(kPixelsInAll), pagesLeft_(kPagesInAll) {
    for (const FileView& file : view.files) {
        take(file);
    }
    for (const SectionView& section : view.sections) {
        for (const FileView& file : section.files) {
            take(file);
        }
    }
}

void Enclosures::take(const FileView& file) {
    const bool drawable = file.kind == FileKind::Image && file.mediaType != "image/gif";
    const bool pdf = file.kind == FileKind::Pdf || file.active;
    if (!drawable && !pdf) {
        return;
    }
    Enclosure enclosure;
    const auto bytes = base64Decode(file.base64);
    if (drawable && bytes) {
        if (auto picture = Picture::decode(*bytes, std::min(Picture::kMostPixels, pixelsLeft_))) {
            pixelsLeft_ -= picture->pixels();
            enclosure.picture = std::move(*picture);
        }
    } else if (bytes) {
        if (auto pages = foreignPages(*bytes); pages && pages->count <= pagesLeft_) {
            pagesLeft_ -= pages->count;
            enclosure.pages = pages->count;
            pdfs_.push_back(std::move(pages->pdf));
        }
    }
    enclosure.refused = !enclosure.picture && enclosure.pages == 0;
    byFile_.emplace(&file, std::move(enclosure));
}

const Enclosure* Enclosures::find(const FileView& file) const {
    const auto found = byFile_.find(&file);
    return found == byFile_.end() ? nullptr : &found->second;
}

} // namespace ncp::transform::render::paper
