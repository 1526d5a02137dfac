#include "ncp/validation/judge.hpp"

#include <utility>

namespace ncp::validation {

using transform::rules::Direction;
using transform::rules::Form;
using transform::rules::kNewestWave;
using transform::rules::Origin;
using transform::rules::Reaction;
using transform::rules::Verdict;
using transform::rules::verdictOf;

const transform::rules::Policies& PolicyTable::of(const CountryCode& country) const noexcept {
    const auto found = ofCountries.find(country.str());
    return found == ofCountries.end() ? usual : found->second;
}

Judgement Judge::received(const xml::Document& document, const CountryCode& from, std::string code) const {
    return judge(document, from, Direction::Received, std::move(code));
}

Judgement Judge::receivedDispensation(const xml::Document& document, const CountryCode& from) const {
    return judge(document, from, Direction::ReceivedDispensation, {});
}

Judgement Judge::judge(const xml::Document& document, const CountryCode& from, Direction direction,
                       std::string code) const {
    const auto release = parts_.terminology.get();
    const auto findings = parts_.validator->validate(
        document, release.get(), {Form::Pivot, Origin::Received, kNewestWave, std::move(code)});
    const auto& policy = parts_.policies.of(from).of(direction);
    auto verdict = verdictOf(findings);
    Judgement judgement{transform::rules::reactionTo(verdict, policy)};
    for (const auto& finding : findings) {
        if (transform::rules::reactionTo({&finding, 1}, policy) != Reaction::Log) {
            judgement.rules.insert(finding.code);
        }
    }
    tell({direction, from.str(), std::move(verdict), judgement.reaction});
    return judgement;
}

Verdict Judge::own(std::string_view bytes, const transform::terminology::Catalogue& release) const {
    auto verdict = verdictOf(parts_.validator->validateBytes(bytes, &release, {Form::Pivot, Origin::Own}));
    tell({Direction::Sent, parts_.own.str(), verdict, usualReactionTo(verdict)});
    return verdict;
}

Reaction Judge::reactionTo(const Verdict& verdict, const CountryCode& to) const noexcept {
    return transform::rules::reactionTo(verdict, parts_.policies.of(to).sent);
}

Reaction Judge::usualReactionTo(const Verdict& verdict) const noexcept {
    return transform::rules::reactionTo(verdict, parts_.policies.usual.sent);
}

void Judge::tell(const Judged& judged) const {
    if (parts_.tell) {
        parts_.tell(judged);
    }
}

} // namespace ncp::validation
