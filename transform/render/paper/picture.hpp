#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

struct _cairo_surface;

namespace ncp::transform::render::paper {

/// A picture of a document, decoded within bounds. Cheap to copy.
class Picture {
  public:
    /// More than a printer resolves on the width of a page, in pixels.
    static constexpr std::size_t kMostPixels = 8'000'000;

    /// PNG or JPEG, told by its bytes, of at most `mostPixels`; a larger JPEG is decoded smaller where that
    /// suffices. InputRefused for another type, a damaged or cut picture, and one that is too large: decided
    /// from its header, before anything is unpacked.
    static Result<Picture> decode(std::string_view bytes, std::size_t mostPixels = kMostPixels);

    int width() const noexcept;  ///< pixels
    int height() const noexcept; ///< pixels
    std::size_t pixels() const noexcept;
    /// For the canvas only.
    _cairo_surface* native() const noexcept { return surface_.get(); }

  private:
    explicit Picture(std::shared_ptr<_cairo_surface> surface) : surface_(std::move(surface)) {}

    std::shared_ptr<_cairo_surface> surface_;
};

} // namespace ncp::transform::render::paper
