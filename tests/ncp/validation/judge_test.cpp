#include "ncp/validation/judge.hpp"

#include "tests/support/policies.hpp"
#include "tests/support/reference.hpp"
#include "tests/transform/dispensation/material.hpp"
#include "tests/transform/rules/rule_material.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using test::parsed;
using transform::rules::Direction;
using transform::rules::PolicyChanges;
using transform::rules::Reaction;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";
const CountryCode kPortugal = CountryCode::parse("PT").value();
const CountryCode kSweden = CountryCode::parse("SE").value();

/// A judge in Norway with another policy for Portugal, and all that it told.
struct Bench {
    explicit Bench(const PolicyChanges& ofPortugal = {})
        : judge({std::make_shared<const transform::rules::Validator>(
                     transform::rules::Validator::load(kConfiguration).value()),
                 terminology, CountryCode::parse("NO").value(),
                 test::policies({{}, {{"PT", changed({}, ofPortugal)}}}),
                 [this](const validation::Judged& one) { judged.push_back(one); }}) {}

    Current<transform::terminology::Catalogue> terminology{
        std::make_shared<const transform::terminology::Catalogue>(
            transform::terminology::Catalogue::load(kConfiguration / "terminology").value())};
    std::vector<validation::Judged> judged;
    validation::Judge judge;
};

std::string summary() {
    return test::ruleDocument("summary");
}

std::string summaryWithoutBirth() {
    return test::replaced(summary(), "<birthTime value=\"19700131\"/>", "");
}

} // namespace

TEST_CASE("a document that keeps the rules passes, and is told with its country and no finding",
          "[validation]") {
    Bench bench;
    CHECK(bench.judge.received(parsed(summary()), kPortugal, {"60591-5"}).reaction == Reaction::Log);
    REQUIRE(bench.judged.size() == 1);
    CHECK(bench.judged[0].direction == Direction::Received);
    CHECK(bench.judged[0].country == "PT");
    CHECK(bench.judged[0].verdict.errors == 0);
}

TEST_CASE("each country's documents meet its own policy", "[validation]") {
    PolicyChanges strict;
    strict.received.errors = Reaction::Refuse;
    Bench bench{strict};
    const auto document = parsed(summaryWithoutBirth());
    const auto ofPortugal = bench.judge.received(document, kPortugal);
    CHECK(ofPortugal.reaction == Reaction::Refuse);
    CHECK(ofPortugal.rules.contains("patient.birth-time"));
    CHECK(bench.judge.received(document, kSweden).reaction == Reaction::Warn);
    REQUIRE(bench.judged.size() == 2);
    CHECK(bench.judged[1].country == "SE");
}

TEST_CASE("another document than the one that was asked for, and one of tomorrow, are told", "[validation]") {
    PolicyChanges strict;
    strict.received.warnings = Reaction::Warn;
    Bench bench{strict};
    const auto rulesOf = [&](const validation::Expected& expected) {
        return bench.judge.received(parsed(summary()), kPortugal, expected).rules;
    };
    CHECK(rulesOf({"60591-5", "2.999.1^PS-1.1", "20260302120000+0000"}).empty());
    CHECK(rulesOf({{}, "2.999.1^PS-1.2", {}}).contains("exchange.document-id"));
    CHECK(rulesOf({{}, {}, "20260228120000+0000"}).contains("header.future"));
}

TEST_CASE("a dangerous document is refused under a policy that lets everything pass",
          "[validation][hostile]") {
    PolicyChanges careless;
    careless.received = {Reaction::Log, Reaction::Log};
    Bench bench{careless};
    CHECK(bench.judge.received(parsed(summaryWithoutBirth()), kPortugal).reaction == Reaction::Log);
    CHECK(bench.judge.received(parsed(summary()), kPortugal, {"57833-6"}).reaction == Reaction::Refuse);
    const auto nobody = parsed(
        test::replaced(summary(), "<author typeCode=\"AUT\"", "<recordTarget/><author typeCode=\"AUT\""));
    CHECK(bench.judge.received(nobody, kPortugal).reaction == Reaction::Refuse);
}

TEST_CASE("our own document is judged once, and meets the policy of each country that it is sent to",
          "[validation]") {
    PolicyChanges lenient;
    lenient.sent.errors = Reaction::Warn;
    Bench bench{lenient};
    const auto verdict = bench.judge.own(summaryWithoutBirth(), *bench.terminology.get());
    CHECK(verdict.errors > 0);
    CHECK(bench.judge.usualReactionTo(verdict) == Reaction::Refuse);
    CHECK(bench.judge.reactionTo(verdict, kSweden) == Reaction::Refuse);
    CHECK(bench.judge.reactionTo(verdict, kPortugal) == Reaction::Warn);
    REQUIRE(bench.judged.size() == 1);
    CHECK(bench.judged[0].country == "NO");
    CHECK(bench.judge.own("<ClinicalDocument", *bench.terminology.get()).unsafe);
}

TEST_CASE("what our own pharmacies report would be taken", "[validation]") {
    Bench bench;
    for (const auto* name : {"anticoagulant", "eye-drops", "child", "three-ingredients"}) {
        CAPTURE(name);
        const auto made = transform::dispensation::compose(test::demoPrescription(name), test::pharmacist(),
                                                           {0, 1, {}}, test::issue());
        REQUIRE(made.has_value());
        const auto judgement = bench.judge.receivedDispensation(parsed(*made), kPortugal);
        CHECK(judgement.rules.empty());
        CHECK(judgement.reaction == Reaction::Log);
    }
}

TEST_CASE("a report that breaks a rule is taken, and refused where a country's policy says so",
          "[validation][hostile]") {
    const auto broken =
        test::replaced(test::ruleDocument("dispensation"), "<birthTime value=\"19700131\"/>", "");
    Bench usual;
    CHECK(usual.judge.receivedDispensation(parsed(broken), kPortugal).reaction == Reaction::Warn);
    REQUIRE(usual.judged.size() == 1);
    CHECK(usual.judged[0].direction == Direction::ReceivedDispensation);
    PolicyChanges changes;
    changes.receivedDispensations.errors = Reaction::Refuse;
    Bench strict{changes};
    CHECK(strict.judge.receivedDispensation(parsed(broken), kPortugal).reaction == Reaction::Refuse);
}

TEST_CASE("what other countries' pharmacies report is taken, unless it names no prescription",
          "[validation][reference]") {
    const auto folder = test::referencePath("cda/ed");
    if (!folder) {
        return;
    }
    Bench bench;
    std::size_t taken = 0;
    for (const auto& file : std::filesystem::directory_iterator{*folder}) {
        CAPTURE(file.path().string());
        const auto document = xml::Document::parse(test::readFile(file.path()));
        REQUIRE(document);
        const auto rules = bench.judge.receivedDispensation(*document, kPortugal).rules;
        CHECK((rules.empty() || rules.contains("ed.order")));
        taken += rules.empty() ? 1U : 0U;
    }
    CHECK(taken > 0);
}
