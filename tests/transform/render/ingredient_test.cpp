#include "tests/transform/render/summary.hpp"

using namespace ncp;
using namespace ncp::tests;

namespace {

const std::string kMedicines = "10160-0";
const std::string kPrescription = "57828-6";
const std::string kVaccines = "11369-6";

std::string ingredient(const std::string& attributes, const std::string& code, const std::string& display) {
    return "<ingredient " + attributes +
           R"(><quantity><numerator value="5" unit="mg"/><denominator value="1" unit="1"/></quantity>)"
           R"(<ingredientSubstance><code code=")" +
           code + R"(" codeSystem="2.16.840.1.113883.6.73" displayName=")" + display +
           R"("/></ingredientSubstance></ingredient>)";
}

std::string medicine(const std::string& ingredients, const std::string& code = {}) {
    return R"(<entry><substanceAdministration classCode="SBADM" moodCode="EVN">)" + code +
           R"(<statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>)" +
           ingredients +
           "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>";
}

const std::string kActive = ingredient(R"(classCode="ACTI")", "H03AA01", "levothyroxine");
const std::string kDenied = R"(classCode="ACTI" negationInd="true")";

} // namespace

TEST_CASE("excipients, and what a product does not contain, are no active ingredients",
          "[render][ingredient]") {
    const auto document =
        summary(section(kMedicines, medicine(kActive + ingredient(R"(classCode="IACT")", "X1", "lactose") +
                                             ingredient(kDenied, "J01CA04", "amoxicillin"))));
    const auto text = shownAsText(document);
    CHECK(holds(text, "* levothyroxine 5 mg Excipient: lactose 5 mg Does not contain: amoxicillin 5 mg"));
    CHECK_FALSE(holds(text, "Denied in the source"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("the title of a prescription names what acts", "[render][ingredient]") {
    const auto text = shownAsText(
        summary(section(kPrescription, medicine(ingredient(R"(classCode="FLVR")", "X2", "vanilla") + kActive +
                                                ingredient(kDenied, "J01CA04", "amoxicillin")))));
    CHECK(holds(text, "* levothyroxine 5 mg >"));
    CHECK(holds(text, "Active ingredient: levothyroxine 5 mg Excipient: vanilla 5 mg Does not contain: "
                      "amoxicillin 5 mg"));
}

TEST_CASE("only what acts warns: an ingredient without a class does", "[render][ingredient]") {
    const auto warns = [](const std::string& attributes) {
        return holds(shownAsText(summary(
                         section(kMedicines, medicine(ingredient(attributes, "B01AA03", "warfarin"))))),
                     "Takes an anticoagulant");
    };
    CHECK(warns(R"(classCode="ACTI")"));
    CHECK(warns({}));
    CHECK(warns(R"(classCode="ABC")"));
    CHECK_FALSE(warns(kDenied));
    CHECK_FALSE(warns(R"(classCode="IACT")"));
}

TEST_CASE("a vaccine tells its excipients as such", "[render][ingredient]") {
    const auto text = shownAsText(summary(
        section(kVaccines, medicine(kActive + ingredient(R"(classCode="ADJV")", "X3", "aluminium hydroxide"),
                                    R"(<code code="IMMUNIZ"/>)"))));
    CHECK(holds(text, "Excipient: aluminium hydroxide 5 mg"));
    CHECK_FALSE(holds(text, "5 mg + 5 mg"));
}
