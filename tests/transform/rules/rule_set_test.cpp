#include "transform/rules/rule_set.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace ncp;
using transform::rules::RuleSet;

namespace {

constexpr std::string_view kHead =
    "id\tseverity\treceived\tdocuments\tform\twave\tcontext\tcheck\ttarget\targument\treference\n";

/// A directory of rules for the length of a test.
class RuleFolder {
  public:
    explicit RuleFolder(std::string_view rows) {
        std::filesystem::create_directories(path_);
        REQUIRE(writeFile(path_ / "lists.tsv", "list\tvalues\ncolours\tred|green\n"));
        REQUIRE(writeFile(path_ / "patterns.tsv", "pattern\texpression\tnotation\ndigits\t[0-9]+\t0-9\n"));
        REQUIRE(writeFile(path_ / "rules.tsv", std::string{kHead} + std::string{rows}));
    }
    RuleFolder(const RuleFolder&) = delete;
    RuleFolder& operator=(const RuleFolder&) = delete;
    ~RuleFolder() { std::filesystem::remove_all(path_); }

    Result<RuleSet> load() const { return RuleSet::load(path_); }

  private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("ncp-rules-" + std::to_string(::getpid()));
};

} // namespace

TEST_CASE("a row of a table becomes a rule", "[rules]") {
    const RuleFolder folder{
        "a.b\terror\twarning\tps-l3,ed\tpivot\t5\t.\tone-of\t//c/@code\tcolours\tsomewhere\n"};
    const auto rules = folder.load();
    REQUIRE(rules);
    REQUIRE(rules->rules().size() == 1);
    const auto& rule = rules->rules().front();
    CHECK(rule.id == "a.b");
    CHECK(rule.own == transform::rules::Level::Error);
    CHECK(rule.received == transform::rules::Level::Warning);
    CHECK(rule.wave == 5);
    CHECK(rule.scopes.size() == 2);
    CHECK(rule.form == transform::rules::Form::Pivot);
    CHECK(rule.argument.values == std::vector<std::string>{"red", "green"});
    CHECK(rule.expected == "red | green");
}

TEST_CASE("a row that is not understood is refused with file and line", "[rules]") {
    const auto [row, fault] = GENERATE(table<std::string, std::string>({
        {"a\tfatal\terror\tall\tboth\t-\t.\ttime\tb\t-\tr\n", "severity"},
        {"a\terror\terror\tletters\tboth\t-\t.\ttime\tb\t-\tr\n", "unknown kind of document letters"},
        {"a\terror\terror\tall\tsome\t-\t.\ttime\tb\t-\tr\n", "unknown form some"},
        {"a\terror\terror\tall\tboth\tnew\t.\ttime\tb\t-\tr\n", "a wave is a number"},
        {"a\terror\terror\tall\tboth\t-\tb[\ttime\tb\t-\tr\n", "b["},
        {"a\terror\terror\tall\tboth\t-\t.\tguess\tb\t-\tr\n", "unknown check guess"},
        {"a\terror\terror\tall\tboth\t-\t.\ttime\tb\t5\tr\n", "takes no argument"},
        {"a\terror\terror\tall\tboth\t-\t.\tat-least\tb\tmany\tr\n", "not a number"},
        {"a\terror\terror\tall\tboth\t-\t.\tmatches\tb\tletters\tr\n", "unknown pattern letters"},
        {"a\terror\terror\tall\tboth\t-\t.\ttime\tb\n", "cells"},
    }));
    const RuleFolder folder{row};
    const auto rules = folder.load();
    REQUIRE_FALSE(rules);
    CHECK(rules.error().code == ErrorCode::ConfigurationInvalid);
    CHECK_THAT(rules.error().detail, Catch::Contains(fault));
    CHECK_THAT(rules.error().detail, Catch::Contains("rules.tsv:2"));
}

TEST_CASE("a directory without rules is refused", "[rules]") {
    CHECK_FALSE(RuleFolder{""}.load());
    CHECK_FALSE(RuleSet::load("/nonexistent"));
}
