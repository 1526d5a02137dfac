#include "transform/rules/display_names.hpp"

#include "tests/transform/rules/rule_material.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

Naming compared(std::string_view given, std::string_view known) {
    const auto words = [](std::string_view rule) -> std::span<const std::string> {
        return test::shippedRules().find(rule)->argument.values;
    };
    return compareNames(given, known,
                        {words("binding.negated"), words("binding.display"), words("binding.wording")});
}

constexpr std::string_view kFlutter = "Atrial fibrillation and flutter";

} // namespace

TEST_CASE("a name with more words is the same name in other words", "[validation]") {
    CHECK(compared(" ATRIAL fibrillation, and flutter.", kFlutter) == Naming::Same);
    CHECK(compared("Problem list", "Problem list - Reported") == Naming::Wording);
    CHECK(compared("Tablet, oral", "Tablet") == Naming::Wording);
    CHECK(compared("Pneumonia, not otherwise specified", "Pneumonia") == Naming::Wording);
    CHECK(compared("Pneumonia", "Pneumonia, without mention of complication") == Naming::Wording);
    CHECK(compared("Type 2 diabetes mellitus", "Type 2 diabetes mellitus: Without complications") ==
          Naming::Wording);
    CHECK(compared("No known allergies", "No known allergies (situation)") == Naming::Wording);
    CHECK(compared("Heart failure", kFlutter) == Naming::Other);
}

TEST_CASE("a name that denies what its code states, or states what it denies, contradicts it",
          "[validation]") {
    CHECK(compared("No atrial fibrillation and flutter", kFlutter) == Naming::Negated);
    CHECK(compared("Atrial fibrillation and flutter excluded", kFlutter) == Naming::Negated);
    CHECK(compared("NOT atrial fibrillation and flutter: ruled out", kFlutter) == Naming::Negated);
    CHECK(compared("Paracetamol tolerated, no allergy", "paracetamol") == Naming::Negated);
    CHECK(compared("Pregnant", "Not pregnant") == Naming::Negated);
    CHECK(compared("Known allergies", "No known allergies") == Naming::Negated);
    CHECK(compared("no no not " + std::string(kFlutter), kFlutter) == Naming::Negated);
}

TEST_CASE("a name that says whose, which side, how sure or how much is another statement", "[validation]") {
    CHECK(compared("Family history of atrial fibrillation and flutter", kFlutter) == Naming::Qualified);
    CHECK(compared("Suspected atrial fibrillation and flutter", kFlutter) == Naming::Qualified);
    CHECK(compared("Fracture of neck of LEFT femur", "Fracture of neck of femur") == Naming::Qualified);
    CHECK(compared("Diabetes mellitus 2", "Diabetes mellitus") == Naming::Qualified);
    CHECK(compared("Fracture of femur", "Fracture of left femur") == Naming::Wording);
}

TEST_CASE("a name of megabytes is compared in time that grows as it does", "[validation]") {
    std::string name;
    for (int i = 0; i < 200'000; ++i) {
        name += "no not ";
    }
    CHECK(compared(name + std::string{kFlutter}, kFlutter) == Naming::Negated);
}
