#include "tests/transform/rules/rule_material.hpp"
#include "transform/rules/validator.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using namespace ncp::transform::rules;
using transform::Finding;

namespace {

const std::filesystem::path kConfiguration{std::filesystem::path{NCP_SOURCE_DIR} / "config"};

std::string formNamed(const std::string& name) {
    return R"(<pharm:formCode code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName=")" + name +
           "\"/>\n";
}

/// A prescription in which so many dose forms have a name of the sender's own, and the last one that of
/// another code.
std::string misnamed(std::size_t own) {
    auto bytes = test::ruleDocument("prescription");
    std::string forms;
    for (std::size_t i = 0; i < own; ++i) {
        forms += formNamed("Own word " + std::to_string(i));
    }
    const auto at = bytes.find("<pharm:formCode code=\"10219000\"");
    return bytes.insert(at, forms + formNamed("Suppository"));
}

std::vector<Finding> judged(const std::string& bytes) {
    static const auto validator = Validator::load(kConfiguration);
    static const auto catalogue = transform::terminology::Catalogue::load(kConfiguration / "terminology");
    return validator->validateBytes(bytes, &*catalogue);
}

std::size_t placesOf(const std::vector<Finding>& findings, std::string_view rule) {
    std::size_t places = 0;
    for (const auto& finding : findings) {
        places += finding.code == rule ? finding.occurrences : 0;
    }
    return places;
}

} // namespace

TEST_CASE("the name of another code is an error, however many names of the sender's own stand before it",
          "[validation][hostile]") {
    const auto findings = judged(misnamed(60));
    const auto other = std::ranges::find(findings, "binding.other-name", &Finding::code);
    REQUIRE(other != findings.end());
    CHECK(other->severity == Severity::Error);
    CHECK_THAT(other->expected, Catch::Contains("\"Suppository\""));
    CHECK(placesOf(findings, "binding.display") == 60);
}

TEST_CASE("many findings of one rule hide none of another, and every one is counted",
          "[validation][hostile]") {
    const auto findings = judged(misnamed(3 * kMostListed));
    CHECK(placesOf(findings, "binding.display") == 3 * kMostListed);
    CHECK(placesOf(findings, "binding.other-name") == 1);
    CHECK(findings.size() < kMostListed + 20);
}

TEST_CASE("a name in other letters is that of its code", "[validation]") {
    auto bytes = misnamed(0);
    const std::string other = "Suppository";
    bytes.replace(bytes.find(other), other.size(), "TABLET.");
    CHECK(placesOf(judged(bytes), "binding.other-name") == 0);
}
