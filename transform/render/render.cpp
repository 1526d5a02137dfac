#include "transform/render/render.hpp"

#include "transform/render/header_names.hpp"
#include "transform/render/view_builder.hpp"
#include "transform/render/writers.hpp"

#include <utility>

namespace ncp::transform::render {

Result<std::string> renderHtml(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options) {
    auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const auto shown = withNamedHeader(std::move(*read), options.catalogue, language);
    const Wording wording = wordingFor(shown, texts, language, options.catalogue);
    return writeHtml(buildView(shown, wording, options), wording, options);
}

Result<std::string> renderText(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options) {
    auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const auto shown = withNamedHeader(std::move(*read), options.catalogue, language);
    const Wording wording = wordingFor(shown, texts, language, options.catalogue);
    return writeText(buildView(shown, wording, options), wording);
}

} // namespace ncp::transform::render
