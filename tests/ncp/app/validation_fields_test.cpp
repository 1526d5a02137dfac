#include "ncp/app/countries_file.hpp"
#include "ncp/app/validation_fields.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using transform::rules::Policies;
using transform::rules::PolicyChanges;
using transform::rules::Reaction;

namespace {

struct Reading {
    Policies policies;
    std::vector<app::ConfigurationFault> faults;
};

/// The policies of a node whose file has this section.
Reading read(const std::string& section) {
    app::ConfigurationSource source{"node.yaml", ".", {}};
    const auto yaml = app::readYaml("node: here\n" + section, source.file);
    REQUIRE(yaml.value.has_value());
    app::FieldReader root{*yaml.value, "", source};
    static_cast<void>(root.text("node"));
    const auto changes = app::readValidation(root);
    root.finish();
    return {changed(Policies{}, changes), source.faults};
}

} // namespace

TEST_CASE("without a section the safe policies are in force", "[configuration]") {
    const auto reading = read("");
    CHECK(reading.faults.empty());
    CHECK(reading.policies == Policies{});
    CHECK(reading.policies.sent.errors == Reaction::Refuse);
    CHECK(reading.policies.received.errors == Reaction::Warn);
    CHECK(reading.policies.receivedDispensations.errors == Reaction::Warn);
}

TEST_CASE("what a section says is changed, and nothing else", "[configuration]") {
    const auto reading = read("validation:\n"
                              "  sent: {errors: warn}\n"
                              "  received: {errors: refuse, warnings: warn}\n");
    CHECK(reading.faults.empty());
    CHECK(reading.policies.sent.errors == Reaction::Warn);
    CHECK(reading.policies.sent.warnings == Reaction::Log);
    CHECK(reading.policies.received.errors == Reaction::Refuse);
    CHECK(reading.policies.received.warnings == Reaction::Warn);
    CHECK(reading.policies.receivedDispensations == Policies{}.receivedDispensations);
}

TEST_CASE("a country's section changes the policies of the node", "[configuration]") {
    app::ConfigurationSource source{"countries.yaml", ".", {}};
    const auto yaml =
        app::readYaml("countries:\n  - code: SE\n    name: {nb: Sverige, nn: Sverige, en: Sweden}\n"
                      "    home_community_id: 2.999.5\n"
                      "    validation:\n      received_dispensations: {warnings: refuse}\n",
                      source.file);
    REQUIRE(yaml.value.has_value());
    app::FieldReader root{*yaml.value, "", source};
    const auto countries = app::readCountries(root, source, CountryCode::parse("NO").value(), true);
    root.finish();
    REQUIRE(source.faults.empty());
    Policies node;
    node.received.errors = Reaction::Refuse;
    const auto policies = changed(node, countries.front().validation);
    CHECK(policies.receivedDispensations.warnings == Reaction::Refuse);
    CHECK(policies.receivedDispensations.errors == Reaction::Warn);
    CHECK(policies.received.errors == Reaction::Refuse);
}

TEST_CASE("a policy that there is not is a fault with its line and field", "[configuration]") {
    struct Row {
        std::string section;
        std::string field;
        std::size_t line;
        std::string message;
    };
    const auto row = GENERATE(values<Row>({
        {"validation:\n  sent: {errors: ignore}\n", "validation.sent.errors", 3, "refuse"},
        {"validation:\n  received:\n    warnings: Log\n", "validation.received.warnings", 4, "log"},
        {"validation:\n  recieved: {errors: log}\n", "validation.recieved", 3, "did you mean received?"},
        {"validation:\n  sent: {notices: log}\n", "validation.sent.notices", 3, "is unknown"},
        {"validation:\n  sent: refuse\n", "validation.sent", 3, "must hold fields"},
    }));
    const auto reading = read(row.section);
    INFO(row.section);
    REQUIRE(reading.faults.size() == 1);
    const auto& fault = reading.faults.front();
    CHECK(fault.field == row.field);
    CHECK(fault.line == row.line);
    INFO(fault.message);
    CHECK(fault.message.find(row.message) != std::string::npos);
}
