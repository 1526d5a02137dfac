#include "transform/render/paper/picture.hpp"

#include "base/handle.hpp"

#include <algorithm>
#include <bit>
#include <cairo.h>
#include <cstring>
#include <optional>
#include <span>
#include <turbojpeg.h>

namespace ncp::transform::render::paper {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n"sv;
constexpr std::string_view kJpeg = "\xff\xd8\xff"sv;
/// A side longer than this is no picture that anybody took.
constexpr std::uint32_t kLongestSide = 20'000;

std::shared_ptr<_cairo_surface> owned(cairo_surface_t* surface) {
    return {surface, &cairo_surface_destroy};
}

tl::unexpected<Error> refusal(const std::string& why) {
    return fail(ErrorCode::InputRefused, "picture: " + why);
}

std::uint32_t bigEndian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char c : bytes.substr(0, 4)) {
        number = number << 8U | static_cast<unsigned char>(c);
    }
    return number;
}

/// The first chunk of a PNG tells its size (PNG 11.2.2).
std::optional<std::size_t> pixelsOfPng(std::string_view bytes) {
    if (bytes.size() < 24 || bytes.substr(12, 4) != "IHDR") {
        return std::nullopt;
    }
    const std::uint32_t width = bigEndian(bytes.substr(16));
    const std::uint32_t height = bigEndian(bytes.substr(20));
    if (width == 0 || height == 0 || width > kLongestSide || height > kLongestSide) {
        return std::nullopt;
    }
    return std::size_t{width} * height;
}

cairo_status_t readRest(void* closure, unsigned char* data, unsigned int length) {
    auto& rest = *static_cast<std::string_view*>(closure);
    if (rest.size() < length) {
        return CAIRO_STATUS_READ_ERROR;
    }
    std::memcpy(data, rest.data(), length);
    rest.remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
}

Result<std::shared_ptr<_cairo_surface>> decodePng(std::string_view bytes, std::size_t mostPixels) {
    const auto pixels = pixelsOfPng(bytes);
    if (!pixels || *pixels > mostPixels) {
        return refusal(pixels ? "too large" : "its header can't be read");
    }
    auto surface = owned(cairo_image_surface_create_from_png_stream(&readRest, &bytes));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
        return refusal("damaged");
    }
    return surface;
}

struct Size {
    int width = 0;
    int height = 0;
};

/// The largest size of those in which the library can decode it that has at most so many pixels.
std::optional<Size> sizeWithin(Size full, std::size_t mostPixels) {
    int count = 0;
    const tjscalingfactor* factors = tjGetScalingFactors(&count);
    std::optional<Size> best;
    for (const tjscalingfactor& factor : std::span{factors, static_cast<std::size_t>(count)}) {
        const Size size{TJSCALED(full.width, factor), TJSCALED(full.height, factor)};
        const bool fits =
            static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) <= mostPixels;
        if (factor.num <= factor.denom && fits && (!best || size.width > best->width)) {
            best = size;
        }
    }
    return best;
}

Result<std::shared_ptr<_cairo_surface>> decodeJpeg(std::string_view bytes, std::size_t mostPixels) {
    struct Close {
        void operator()(void* handle) const noexcept { tjDestroy(handle); }
    };
    const std::unique_ptr<void, Close> decoder{tjInitDecompress()};
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto length = static_cast<unsigned long>(bytes.size());
    Size full;
    int sampling = 0;
    int colours = 0;
    if (tjDecompressHeader3(decoder.get(), data, length, &full.width, &full.height, &sampling, &colours) !=
        0) {
        return refusal("its header can't be read");
    }
    const auto size = sizeWithin(full, mostPixels);
    if (!size) {
        return refusal("too large");
    }
    auto surface = owned(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size->width, size->height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
        return refusal("no room");
    }
    cairo_surface_flush(surface.get());
    const int format = std::endian::native == std::endian::little ? TJPF_BGRX : TJPF_XRGB;
    // Half a picture misleads: a warning is a fault. Scans without end cost time.
    if (tjDecompress2(decoder.get(), data, length, cairo_image_surface_get_data(surface.get()), size->width,
                      cairo_image_surface_get_stride(surface.get()), size->height, format,
                      TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0) {
        return refusal("damaged");
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

} // namespace

Result<Picture> Picture::decode(std::string_view bytes, std::size_t mostPixels) {
    const bool png = bytes.starts_with(kPng);
    if (!png && !bytes.starts_with(kJpeg)) {
        return refusal("neither PNG nor JPEG");
    }
    auto surface = png ? decodePng(bytes, mostPixels) : decodeJpeg(bytes, mostPixels);
    if (!surface) {
        return passOn(surface);
    }
    return Picture{*std::move(surface)};
}

int Picture::width() const noexcept {
    return cairo_image_surface_get_width(surface_.get());
}

int Picture::height() const noexcept {
    return cairo_image_surface_get_height(surface_.get());
}

std::size_t Picture::pixels() const noexcept {
    return static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
}

} // namespace ncp::transform::render::paper
