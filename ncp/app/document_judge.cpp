#include "ncp/app/document_judge.hpp"

#include <memory>
#include <utility>

namespace ncp::app {
namespace {

validation::PolicyTable policiesOf(const NodeConfiguration& configuration) {
    validation::PolicyTable table{configuration.validation};
    for (const auto& country : configuration.countries) {
        table.ofCountries.emplace(country.code.str(), changed(configuration.validation, country.validation));
    }
    return table;
}

} // namespace

Result<validation::Judge> loadJudge(const NodeConfiguration& configuration,
                                    const Current<transform::terminology::Catalogue>& terminology,
                                    std::function<void(const validation::Judged&)> tell) {
    auto validator = transform::rules::Validator::load(configuration.data.texts.parent_path());
    if (!validator) {
        return passOn(validator);
    }
    return validation::Judge{{std::make_shared<const transform::rules::Validator>(std::move(*validator)),
                              terminology, configuration.node.country, policiesOf(configuration),
                              std::move(tell)}};
}

portal::Judge documentJudge(const transform::rules::Validator& validator,
                            const Current<transform::terminology::Catalogue>& terminology) {
    return [&validator, &terminology](std::string_view bytes,
                                      const transform::rules::ValidationOptions& options) {
        return validator.validateBytes(bytes, terminology.get().get(), options);
    };
}

} // namespace ncp::app
