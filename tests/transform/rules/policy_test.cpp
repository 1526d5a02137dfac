#include "transform/rules/policy.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

transform::Finding finding(std::string rule, Severity severity, bool notice = false) {
    transform::Finding made;
    made.code = std::move(rule);
    made.severity = severity;
    made.notice = notice;
    return made;
}

} // namespace

TEST_CASE("our own document with an error stays here; what comes is shown or taken with a warning",
          "[policy]") {
    const std::vector findings{finding("ps.section.allergies", Severity::Error)};
    CHECK(reactionTo(findings, defaultPolicy(Direction::Sent)) == Reaction::Refuse);
    CHECK(reactionTo(findings, defaultPolicy(Direction::Received)) == Reaction::Warn);
    CHECK(reactionTo(findings, defaultPolicy(Direction::ReceivedDispensation)) == Reaction::Warn);
    CHECK(defaultPolicy(Direction::Translated) == defaultPolicy(Direction::Received));
}

TEST_CASE("warnings and notices let every document through", "[policy]") {
    const std::vector findings{finding("section.repeated", Severity::Warning),
                               finding("binding.none", Severity::Warning, true)};
    for (const auto direction : {Direction::Sent, Direction::Received, Direction::ReceivedDispensation}) {
        CHECK(reactionTo(findings, defaultPolicy(direction)) == Reaction::Log);
    }
    CHECK(reactionTo(Verdict{}, {Reaction::Refuse, Reaction::Refuse}) == Reaction::Log);
}

TEST_CASE("what is dangerous to show is refused, whatever is configured", "[policy]") {
    const Policy careless{Reaction::Log, Reaction::Log};
    for (const auto* rule : {"patient.one", "document.unreadable", "l1.passive", "exchange.document-code"}) {
        CAPTURE(rule);
        const std::vector findings{finding(rule, Severity::Error)};
        CHECK(reactionTo(findings, careless) == Reaction::Refuse);
    }
    const std::vector harmless{finding("header.title", Severity::Error)};
    CHECK(reactionTo(harmless, careless) == Reaction::Log);
}

TEST_CASE("the strongest reaction wins", "[policy]") {
    const Policy policy{Reaction::Refuse, Reaction::Warn};
    std::vector findings{finding("section.repeated", Severity::Warning)};
    CHECK(reactionTo(findings, policy) == Reaction::Warn);
    findings.push_back(finding("header.title", Severity::Error));
    CHECK(reactionTo(findings, policy) == Reaction::Refuse);
}

TEST_CASE("reactions have names, metrics count classes of rules", "[policy]") {
    CHECK(parseReaction("refuse") == Reaction::Refuse);
    CHECK(parseReaction("warn") == Reaction::Warn);
    CHECK(parseReaction("log") == Reaction::Log);
    CHECK_FALSE(parseReaction("ignore"));
    CHECK(ruleClass("ps.section.allergies") == "ps");
    CHECK(ruleClass("binding.code") == "binding");
}

TEST_CASE("a verdict has counts by rule and by class, and no word of the document", "[policy]") {
    auto repeated = finding("ps.section.allergies", Severity::Error);
    repeated.occurrences = 3;
    const auto verdict = verdictOf(std::vector{repeated, finding("ps.title", Severity::Warning),
                                               finding("binding.code", Severity::Warning),
                                               finding("note", Severity::Warning, true)});
    CHECK(verdict.errors == 3);
    CHECK(verdict.warnings == 2);
    CHECK(verdict.notices == 1);
    CHECK_FALSE(verdict.unsafe);
    CHECK(verdict.rules.size() == 3);
    CHECK(verdict.classes() == std::map<std::string, std::size_t, std::less<>>{{"ps", 4}, {"binding", 1}});
}

TEST_CASE("what is configured changes a policy, and the rest stays safe", "[policy]") {
    PolicyChanges changes;
    changes.received.errors = Reaction::Refuse;
    changes.sent.warnings = Reaction::Warn;
    const auto policies = changed(Policies{}, changes);
    CHECK(policies.of(Direction::Received) == Policy{Reaction::Refuse, Reaction::Log});
    CHECK(policies.of(Direction::Translated) == policies.of(Direction::Received));
    CHECK(policies.of(Direction::Sent) == Policy{Reaction::Refuse, Reaction::Warn});
    CHECK(policies.of(Direction::ReceivedDispensation) == defaultPolicy(Direction::ReceivedDispensation));
}
