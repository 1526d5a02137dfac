#include "transform/render/paper/pdf.hpp"

#include "transform/render/header_names.hpp"
#include "transform/render/paper/canvas.hpp"
#include "transform/render/paper/composer.hpp"
#include "transform/render/paper/flow.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <string_view>

namespace ncp::transform::render {

namespace {

/// `20261122101530+0100` as `2026-11-22T10:15:30+01:00`, as much of it as is there; empty for what is no
/// time of day.
std::string isoDateTime(std::string_view time) {
    const std::size_t digits = std::min(time.find_first_not_of("0123456789"), time.size());
    if (digits != 14) {
        return {};
    }
    const auto part = [time](std::size_t from, std::size_t length) {
        return std::string{time.substr(from, length)};
    };
    std::string iso = part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2) + 'T' + part(8, 2) + ':' +
                      part(10, 2) + ':' + part(12, 2);
    const std::string_view zone = time.substr(digits);
    const bool offset = zone.size() == 5 && (zone[0] == '+' || zone[0] == '-') &&
                        zone.find_first_not_of("0123456789", 1) == std::string_view::npos;
    return offset ? iso + std::string{zone.substr(0, 3)} + ':' + std::string{zone.substr(3)} : iso + 'Z';
}

/// Sets the view twice: first to count the pages, since each of them names their number.
Result<std::string> print(const View& view, const Wording& wording, const std::string& printedAt) {
    const auto typesetter = paper::Typesetter::make();
    if (!typesetter) {
        return passOn(typesetter);
    }
    const paper::Enclosures enclosures{view};
    const paper::PageFrame frame = paper::pageFrame(view, wording, printedAt);
    paper::Flow counting{*typesetter, frame, nullptr, 0};
    paper::compose(view, wording, enclosures, counting);
    if (counting.full()) {
        return fail(ErrorCode::BodyTooLarge,
                    "the document fills more than " + std::to_string(paper::Flow::kPageLimit) + " pages");
    }
    paper::Canvas canvas{{view.documentName, view.language, isoDateTime(printedAt)}};
    paper::Flow drawing{*typesetter, frame, &canvas, counting.pages()};
    paper::compose(view, wording, enclosures, drawing);
    drawing.finish();
    return canvas.finish(enclosures.pdfs());
}

} // namespace

Result<std::string> renderPdf(const xml::Document& document, const Texts& texts, TextLanguage language,
                              const RenderOptions& options, const std::string& printedAt) {
    auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const auto shown = withNamedHeader(std::move(*read), options.catalogue, language);
    const Wording wording = wordingFor(shown, texts, language, options.catalogue);
    return print(buildView(shown, wording, options), wording, printedAt);
}

} // namespace ncp::transform::render
