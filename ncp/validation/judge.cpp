#include "ncp/validation/judge.hpp"

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

Judgement Judge::received(const xml::Document& document, const CountryCode& from,
                          const Expected& expected) const {
    return judge(document, from, Direction::Received, expected);
}

Judgement Judge::receivedDispensation(const xml::Document& document, const CountryCode& from) const {
    return judge(document, from, Direction::ReceivedDispensation, {});
}

Judgement Judge::judge(const xml::Document& document, const CountryCode& from, Direction direction,
                       const Expected& expected) const {
    const auto release = parts_.terminology.get();
    return judgementOf(parts_.validator->validate(document, release.get(),
                                                  {Form::Pivot, Origin::Received, kNewestWave, expected.code,
                                                   expected.id, expected.latest}),
                       from, direction);
}

Judgement Judge::translated(std::string_view bytes, const CountryCode& from, const Verdict& before) const {
    const auto release = parts_.terminology.get();
    auto findings = parts_.validator->validateBytes(bytes, release.get(),
                                                    {Form::Friendly, Origin::Received, kNewestWave, {}});
    const auto after = verdictOf(findings);
    std::erase_if(findings, [&](const transform::Finding& finding) {
        const auto places = after.rules.find(finding.code);
        const auto known = before.rules.find(finding.code);
        return places == after.rules.end() ||
               (known != before.rules.end() && known->second >= places->second);
    });
    return judgementOf(findings, from, Direction::Translated);
}

Judgement Judge::judgementOf(const std::vector<transform::Finding>& findings, const CountryCode& from,
                             Direction direction) const {
    const auto policy = policies()->of(from).of(direction);
    Judgement judgement;
    judgement.verdict = verdictOf(findings);
    judgement.reaction = transform::rules::reactionTo(judgement.verdict, policy);
    for (const auto& finding : findings) {
        if (transform::rules::reactionTo({&finding, 1}, policy) != Reaction::Log) {
            judgement.rules.insert(finding.code);
        }
    }
    tell({direction, from.str(), judgement.verdict, judgement.reaction});
    return judgement;
}

Verdict Judge::own(std::string_view bytes, const transform::terminology::Catalogue& release) const {
    auto verdict = verdictOf(parts_.validator->validateBytes(bytes, &release, {Form::Pivot, Origin::Own}));
    tell({Direction::Sent, parts_.own.str(), verdict, usualReactionTo(verdict)});
    return verdict;
}

Reaction Judge::reactionTo(const Verdict& verdict, const CountryCode& to) const {
    return transform::rules::reactionTo(verdict, policies()->of(to).sent);
}

Reaction Judge::usualReactionTo(const Verdict& verdict) const {
    return transform::rules::reactionTo(verdict, policies()->usual.sent);
}

std::shared_ptr<const PolicyTable> Judge::policies() const {
    return parts_.policies ? parts_.policies() : std::make_shared<const PolicyTable>();
}

void Judge::tell(const Judged& judged) const {
    if (parts_.tell) {
        parts_.tell(judged);
    }
}

} // namespace ncp::validation
