#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncp {

/// The languages in which people read us.
enum class TextLanguage : std::uint8_t { Bokmaal, Nynorsk, English };

/// `nb`, `nn`, `en`, also with region (`nb-NO`); InputRefused for anything else.
Result<TextLanguage> parseTextLanguage(std::string_view tag);
std::string_view tag(TextLanguage language) noexcept;       ///< nb, nn, en
std::string_view localeTag(TextLanguage language) noexcept; ///< nb-NO, nn-NO, en-GB

/// Sentences for people, from tables under config/texts with the columns key, nb, nn, en.
class Texts {
  public:
    /// Reads all files; a key that stands twice or has an empty cell is a fault of the configuration.
    static Result<Texts> load(std::initializer_list<std::filesystem::path> files);

    /// The text with {0}, {1}, … replaced; an unknown key comes back as itself, so that a gap shows.
    std::string get(TextLanguage language, std::string_view key,
                    std::initializer_list<std::string_view> arguments = {}) const;
    bool has(std::string_view key) const;
    std::vector<std::string> keys() const;

  private:
    struct Row {
        std::string nb;
        std::string nn;
        std::string en;
    };
    std::unordered_map<std::string, Row> rows_;
};

} // namespace ncp
