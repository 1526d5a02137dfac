#include "transform/rules/policy.hpp"

#include "transform/rules/report_writer.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::rules {
namespace {

Reaction reactionTo(const Finding& finding, const Policy& policy) noexcept {
    if (isUnsafe(finding.code) && finding.severity == Severity::Error) {
        return Reaction::Refuse;
    }
    switch (levelOf(finding)) {
    case Level::Error:
        return policy.errors;
    case Level::Warning:
        return policy.warnings;
    case Level::Notice:
        break;
    }
    return Reaction::Log;
}

} // namespace

Policy defaultPolicy(Direction direction) noexcept {
    switch (direction) {
    case Direction::Sent:
    case Direction::ReceivedDispensation:
        return {Reaction::Refuse, Reaction::Log};
    case Direction::Received:
        break;
    }
    return {Reaction::Warn, Reaction::Log};
}

std::optional<Reaction> parseReaction(std::string_view text) noexcept {
    return text == "refuse" ? std::optional{Reaction::Refuse}
           : text == "warn" ? std::optional{Reaction::Warn}
           : text == "log"  ? std::optional{Reaction::Log}
                            : std::nullopt;
}

bool isUnsafe(std::string_view rule) noexcept {
    constexpr std::array<std::string_view, 7> kUnsafe{
        "document.unreadable", "document.root",         "patient.one", "l1.body", "l1.pdf",
        "l1.passive",          "exchange.document-code"};
    return std::ranges::find(kUnsafe, rule) != kUnsafe.end();
}

Reaction reactionTo(std::span<const Finding> findings, const Policy& policy) noexcept {
    auto strongest = Reaction::Log;
    for (const auto& finding : findings) {
        strongest = std::max(strongest, reactionTo(finding, policy));
    }
    return strongest;
}

std::string_view ruleClass(std::string_view rule) noexcept {
    return rule.substr(0, rule.find('.'));
}

} // namespace ncp::transform::rules
