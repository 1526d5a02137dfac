#include "transform/terminology/import/json_intake.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::transform::terminology::import {
namespace {

constexpr std::size_t kMostDepth = 64;

/// The depth that the text reaches, looked at before a tree is built from it.
std::size_t depthOf(std::string_view text) noexcept {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            i += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

} // namespace

Result<nlohmann::json> parseJson(std::string_view text) {
    if (depthOf(text) > kMostDepth) {
        return fail(ErrorCode::InputRefused, "JSON is nested deeper than 64");
    }
    try {
        return nlohmann::json::parse(text.begin(), text.end());
    } catch (const nlohmann::json::parse_error& error) {
        const auto read = text.substr(0, std::min(error.byte, text.size()));
        return fail(ErrorCode::InputRefused,
                    "line " + std::to_string(std::ranges::count(read, '\n') + 1) + ": not JSON");
    }
}

} // namespace ncp::transform::terminology::import
