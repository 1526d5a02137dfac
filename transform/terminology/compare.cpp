#include "transform/terminology/check.hpp"

#include <map>
#include <string>
#include <utility>

namespace ncp::transform::terminology {
namespace {

std::map<std::string, std::size_t> byPart(const Catalogue& catalogue) {
    std::map<std::string, std::size_t> counts;
    for (auto& [part, count] : catalogue.extent()) {
        counts[std::move(part)] += count;
    }
    return counts;
}

} // namespace

std::vector<Finding> compare(const Catalogue& before, const Catalogue& after, double share) {
    std::vector<Finding> findings;
    const auto now = byPart(after);
    for (const auto& [part, had] : byPart(before)) {
        const auto found = now.find(part);
        const auto has = found == now.end() ? 0 : found->second;
        if (static_cast<double>(has) >= static_cast<double>(had) * (1.0 - share)) {
            continue;
        }
        findings.push_back(
            {"terminology.shrinks", Severity::Error, part,
             "had " + std::to_string(had) + " in release " + before.name() + ", has " + std::to_string(has),
             "find out what is missing; --force where it is meant"});
    }
    return findings;
}

} // namespace ncp::transform::terminology
