#include "ncp/consultation/translation.hpp"

#include <utility>

namespace ncp::consultation {
namespace {

using transform::pivot::Transformed;
using transform::rules::Reaction;

/// The name of the rule: places and values stand in the report for operators.
transform::Finding brokenBy(std::string_view rule) {
    transform::Finding finding;
    finding.code = kBrokenTranslation;
    finding.path = "/ClinicalDocument";
    finding.element = rule;
    finding.advice = "read the original beside the translation";
    return finding;
}

Translation translationOf(Transformed transformed) {
    Translation translation;
    translation.bytes = std::move(transformed.bytes);
    translation.findings = std::move(transformed.findings);
    translation.codedElements = transformed.counts.codedElements;
    translation.translatedElements = transformed.counts.translated;
    return translation;
}

/// What a broken translation leads to: a word beside it, or none of it.
Translation judged(Translation translation, const validation::Judgement& judgement) {
    if (judgement.reaction == Reaction::Refuse) {
        translation.bytes.reset();
        translation.failed = Error{ErrorCode::TranscodingFailed,
                                   "the translation breaks rules of the exchange", "translation-validation"};
    }
    if (judgement.reaction != Reaction::Log) {
        for (const auto& rule : judgement.rules) {
            translation.findings.push_back(brokenBy(rule));
        }
    }
    return translation;
}

} // namespace

Result<Translation> Translator::translate(std::string_view document, const CountryCode& from,
                                          const transform::rules::Verdict& before,
                                          transformation::Occasion occasion) const {
    auto transformed = transformer.fromPivot(document, catalogue, language, std::move(occasion));
    if (!transformed) {
        if (transformed.error().code == ErrorCode::StorageFailed) {
            return passOn(transformed);
        }
        Translation none;
        none.failed = transformed.error();
        return none;
    }
    const bool changed = !transformed->changed.empty();
    auto translation = translationOf(std::move(*transformed));
    if (!changed || judge == nullptr) {
        return translation;
    }
    const auto judgement = judge->translated(*translation.bytes, from, before);
    return judged(std::move(translation), judgement);
}

} // namespace ncp::consultation
