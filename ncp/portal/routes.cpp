#include "ncp/portal/routes.hpp"

namespace ncp::portal {
namespace {

std::string_view takeSegment(std::string_view& path) {
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

} // namespace

std::optional<std::vector<std::string>> matchPath(std::string_view pattern, std::string_view path) {
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        if (pattern.front() != '/' || path.front() != '/') {
            return std::nullopt;
        }
        pattern.remove_prefix(1);
        path.remove_prefix(1);
        const auto wanted = takeSegment(pattern);
        const auto given = takeSegment(path);
        if (wanted.starts_with('{')) {
            if (given.empty()) {
                return std::nullopt;
            }
            values.emplace_back(given);
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional{std::move(values)} : std::nullopt;
}

} // namespace ncp::portal
