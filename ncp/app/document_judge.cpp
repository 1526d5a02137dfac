#include "ncp/app/document_judge.hpp"

#include "transform/rules/validator.hpp"

#include <memory>
#include <utility>

namespace ncp::app {

Result<portal::Judge> documentJudge(const std::filesystem::path& configuration,
                                    const Current<transform::terminology::Catalogue>& terminology) {
    auto loaded = transform::rules::Validator::load(configuration);
    if (!loaded) {
        return passOn(loaded);
    }
    const auto validator = std::make_shared<const transform::rules::Validator>(std::move(*loaded));
    return [validator, &terminology](std::string_view bytes,
                                     const transform::rules::ValidationOptions& options) {
        return validator->validateBytes(bytes, terminology.get().get(), options);
    };
}

} // namespace ncp::app
