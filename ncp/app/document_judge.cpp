#include "ncp/app/document_judge.hpp"

#include <memory>
#include <utility>

namespace ncp::app {

Result<validation::Judge> loadJudge(const NodeConfiguration& configuration,
                                    const Current<transform::terminology::Catalogue>& terminology,
                                    const Current<CountryTables>& countries,
                                    std::function<void(const validation::Judged&)> tell) {
    auto validator = transform::rules::Validator::load(configuration.data.texts.parent_path());
    if (!validator) {
        return passOn(validator);
    }
    return validation::Judge{{std::make_shared<const transform::rules::Validator>(std::move(*validator)),
                              terminology, configuration.node.country,
                              [&countries] {
                                  const auto tables = countries.get();
                                  return std::shared_ptr<const validation::PolicyTable>{tables,
                                                                                        &tables->policies};
                              },
                              std::move(tell)}};
}

portal::Judge documentJudge(const transform::rules::Validator& validator,
                            const Current<transform::terminology::Catalogue>& terminology) {
    return [&validator, &terminology](std::string_view bytes,
                                      const transform::rules::ValidationOptions& options) {
        auto release = terminology.get();
        auto findings = validator.validateBytes(bytes, release.get(), options);
        return portal::Opinion{std::move(findings), std::move(release)};
    };
}

} // namespace ncp::app
