#include "transform/rules/policy.hpp"

#include "transform/rules/report_writer.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::rules {
namespace {

Policy changed(Policy policy, const PolicyChange& change) noexcept {
    return {change.errors.value_or(policy.errors), change.warnings.value_or(policy.warnings)};
}

} // namespace

Policy defaultPolicy(Direction direction) noexcept {
    switch (direction) {
    case Direction::Sent:
        return {Reaction::Refuse, Reaction::Log};
    case Direction::Received:
    case Direction::Translated:
    case Direction::ReceivedDispensation:
        break;
    }
    return {Reaction::Warn, Reaction::Log};
}

const Policy& Policies::of(Direction direction) const noexcept {
    switch (direction) {
    case Direction::Sent:
        return sent;
    case Direction::ReceivedDispensation:
        return receivedDispensations;
    case Direction::Received:
    case Direction::Translated:
        break;
    }
    return received;
}

Policies changed(const Policies& policies, const PolicyChanges& changes) noexcept {
    return {changed(policies.sent, changes.sent), changed(policies.received, changes.received),
            changed(policies.receivedDispensations, changes.receivedDispensations)};
}

std::string_view name(Direction direction) noexcept {
    switch (direction) {
    case Direction::Sent:
        return "sent";
    case Direction::ReceivedDispensation:
        return "received_dispensations";
    case Direction::Translated:
        return "translated";
    case Direction::Received:
        break;
    }
    return "received";
}

std::string_view name(Reaction reaction) noexcept {
    switch (reaction) {
    case Reaction::Refuse:
        return "refuse";
    case Reaction::Warn:
        return "warn";
    case Reaction::Log:
        break;
    }
    return "log";
}

std::optional<Reaction> parseReaction(std::string_view text) noexcept {
    for (const auto reaction : {Reaction::Log, Reaction::Warn, Reaction::Refuse}) {
        if (text == name(reaction)) {
            return reaction;
        }
    }
    return std::nullopt;
}

bool isUnsafe(std::string_view rule) noexcept {
    constexpr std::array<std::string_view, 7> kUnsafe{
        "document.unreadable", "document.root",         "patient.one", "l1.body", "l1.pdf",
        "l1.passive",          "exchange.document-code"};
    return std::ranges::find(kUnsafe, rule) != kUnsafe.end();
}

std::map<std::string, std::size_t, std::less<>> Verdict::classes() const {
    std::map<std::string, std::size_t, std::less<>> counts;
    for (const auto& [rule, places] : rules) {
        counts[std::string{ruleClass(rule)}] += places;
    }
    return counts;
}

Verdict verdictOf(std::span<const Finding> findings) {
    Verdict verdict;
    for (const auto& finding : findings) {
        const auto level = levelOf(finding);
        (level == Level::Error     ? verdict.errors
         : level == Level::Warning ? verdict.warnings
                                   : verdict.notices) += finding.occurrences;
        verdict.unsafe = verdict.unsafe || (level == Level::Error && isUnsafe(finding.code));
        if (level != Level::Notice) {
            verdict.rules[finding.code] += finding.occurrences;
        }
    }
    return verdict;
}

Reaction reactionTo(const Verdict& verdict, const Policy& policy) noexcept {
    if (verdict.unsafe) {
        return Reaction::Refuse;
    }
    return std::max(verdict.errors > 0 ? policy.errors : Reaction::Log,
                    verdict.warnings > 0 ? policy.warnings : Reaction::Log);
}

Reaction reactionTo(std::span<const Finding> findings, const Policy& policy) {
    return reactionTo(verdictOf(findings), policy);
}

std::string_view ruleClass(std::string_view rule) noexcept {
    return rule.substr(0, rule.find('.'));
}

} // namespace ncp::transform::rules
