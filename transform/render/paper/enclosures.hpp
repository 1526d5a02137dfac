#pragma once

#include "transform/render/paper/foreign_pages.hpp"
#include "transform/render/paper/picture.hpp"
#include "transform/render/view.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ncp::transform::render::paper {

/// What becomes of a file of the document on paper.
struct Enclosure {
    std::optional<Picture> picture; ///< drawn where the document has it
    std::size_t pages = 0;          ///< of a PDF that follows the paper
    bool refused = false;           ///< a picture or a PDF that can't be put on paper
};

/// The pictures and PDFs of a view, judged and made ready before the first page is drawn. The view outlives
/// it.
class Enclosures {
  public:
    explicit Enclosures(const View& view);

    /// Nothing for a file that is neither a picture nor a PDF.
    const Enclosure* find(const FileView& file) const;
    /// The PDFs that follow the paper, in the order of the view.
    const std::vector<std::string>& pdfs() const noexcept { return pdfs_; }

  private:
    void take(const FileView& file);

    std::unordered_map<const FileView*, Enclosure> byFile_;
    std::vector<std::string> pdfs_;
    std::size_t pixelsLeft_; ///< that may still be decoded for this document
    std::size_t pagesLeft_;
};

} // namespace ncp::transform::render::paper
