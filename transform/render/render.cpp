#include "transform/render/render.hpp"

#include "transform/render/view_builder.hpp"
#include "transform/render/writers.hpp"

namespace ncp::transform::render {

Result<std::string> renderHtml(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options) {
    const auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const Wording wording{texts, language, read->language, read->translated, options.catalogue};
    return writeHtml(buildView(*read, wording, options), wording, options);
}

Result<std::string> renderText(const xml::Document& document, const Texts& texts, TextLanguage language,
                               const RenderOptions& options) {
    const auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const Wording wording{texts, language, read->language, read->translated, options.catalogue};
    return writeText(buildView(*read, wording, options), wording);
}

} // namespace ncp::transform::render
