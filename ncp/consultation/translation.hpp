#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/transformation/transformer.hpp"
#include "ncp/validation/judge.hpp"
#include "transform/finding.hpp"
#include "transform/terminology/catalogue.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::consultation {

/// What became of a document in the reader's language.
struct Translation {
    std::optional<std::string> bytes; ///< nothing where it failed
    std::optional<Error> failed;
    std::vector<transform::Finding> findings;
    std::size_t codedElements = 0;
    std::size_t translatedElements = 0;
};

/// Translates documents of one reading, and has the outcome judged before anybody sees it.
struct Translator {
    const transformation::Transformer& transformer;
    const transform::terminology::Catalogue& catalogue;
    const validation::Judge* judge; ///< null: nothing is judged
    TextLanguage language;

    /// `document` as it came from the country, whose rules were judged as `before`. What the translation
    /// breaks is a finding `translation.broken_rule` by the policy, or withholds it. StorageFailed.
    Result<Translation> translate(std::string_view document, const CountryCode& from,
                                  const transform::rules::Verdict& before,
                                  transformation::Occasion occasion) const;
};

/// The finding that a translation breaks a rule that the original keeps.
inline constexpr std::string_view kBrokenTranslation = "translation.broken_rule";

} // namespace ncp::consultation
