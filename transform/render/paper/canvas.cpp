#include "transform/render/paper/canvas.hpp"

#include "base/handle.hpp"
#include "transform/render/paper/finishing.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string destinationAttribute(std::string_view kind, std::string_view name) {
    return std::string{kind} + "='" + std::string{name} + '\'';
}

} // namespace

/// Members in the order in which they depend on each other: the surface writes into the bytes.
struct Canvas::State {
    explicit State(Metadata given)
        : metadata(std::move(given)),
          surface(cairo_pdf_surface_create_for_stream(&append, &bytes, kPageWidth, kPageHeight)),
          pen(cairo_create(surface.get())) {}

    Metadata metadata;
    std::string bytes;
    Handle<cairo_surface_t, &cairo_surface_destroy> surface;
    Handle<cairo_t, &cairo_destroy> pen;
};

Canvas::Canvas(const Metadata& metadata) : state_(std::make_unique<State>(metadata)) {
    auto* surface = state_->surface.get();
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata.title.c_str());
    // Without a date of ours Cairo would take the clock's.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   metadata.created.empty() ? nullptr : metadata.created.c_str());
}

Canvas::~Canvas() = default;

void Canvas::draw(const SetText::Line& line, double x, double y) {
    auto* pen = state_->pen.get();
    cairo_set_source_rgb(pen, 0, 0, 0);
    cairo_move_to(pen, x + line.shift, y + line.baseline);
    pango_cairo_show_layout_line(pen, line.glyphs.get());
}

void Canvas::fill(const Rectangle& where, double darkness) {
    auto* pen = state_->pen.get();
    cairo_set_source_rgb(pen, 1 - darkness, 1 - darkness, 1 - darkness);
    cairo_rectangle(pen, where.x, where.y, where.width, where.height);
    cairo_fill(pen);
}

void Canvas::frame(const Rectangle& where, double thickness) {
    auto* pen = state_->pen.get();
    cairo_set_source_rgb(pen, 0, 0, 0);
    cairo_set_line_width(pen, thickness);
    cairo_rectangle(pen, where.x + thickness / 2, where.y + thickness / 2, where.width - thickness,
                    where.height - thickness);
    cairo_stroke(pen);
}

void Canvas::draw(const Picture& picture, const Rectangle& where) {
    auto* pen = state_->pen.get();
    cairo_save(pen);
    cairo_translate(pen, where.x, where.y);
    cairo_scale(pen, where.width / picture.width(), where.height / picture.height());
    cairo_set_source_surface(pen, picture.native(), 0, 0);
    cairo_paint(pen);
    cairo_restore(pen);
}

void Canvas::open(const char* element) {
    cairo_tag_begin(state_->pen.get(), element, nullptr);
}

void Canvas::close(const char* element) {
    cairo_tag_end(state_->pen.get(), element);
}

void Canvas::openDestination(std::string_view name) {
    cairo_tag_begin(state_->pen.get(), CAIRO_TAG_DEST, destinationAttribute("name", name).c_str());
}

void Canvas::closeDestination() {
    cairo_tag_end(state_->pen.get(), CAIRO_TAG_DEST);
}

void Canvas::outline(const std::string& title, std::string_view destination) {
    cairo_pdf_surface_add_outline(state_->surface.get(), CAIRO_PDF_OUTLINE_ROOT, title.c_str(),
                                  destinationAttribute("dest", destination).c_str(),
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void Canvas::endPage() {
    cairo_show_page(state_->pen.get());
}

Result<std::string> Canvas::finish(const std::vector<std::string>& enclosed) {
    auto* surface = state_->surface.get();
    const auto drawn = cairo_status(state_->pen.get());
    state_->pen.reset();
    cairo_surface_finish(surface);
    const auto written = cairo_surface_status(surface);
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        return fail(ErrorCode::Internal,
                    std::string{"Cairo: "} +
                        cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written));
    }
    return finished(state_->bytes, state_->metadata.language, enclosed);
}

} // namespace ncp::transform::render::paper
