#include "tests/transform/render/summary.hpp"

using namespace ncp;
using namespace ncp::tests;

namespace {

const std::string kAllergies = "48765-2";
const std::string kProblems = "11450-4";
const std::string kResults = "30954-2";
const std::string kDenied = "Denied: the source says that this does not apply";
const std::string kNegated = R"( negationInd="true")";

std::string related(const std::string& type, const std::string& attributes, const std::string& observation) {
    return R"(<entryRelationship typeCode=")" + type + '"' + attributes +
           R"(><observation classCode="OBS" moodCode="EVN">)" + observation +
           "</observation></entryRelationship>";
}

std::string coded(const std::string& code, const std::string& display) {
    return R"(<value xsi:type="CD" code=")" + code + R"(" displayName=")" + display + R"("/>)";
}

std::string concern(const std::string& inside) {
    return R"(<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><statusCode code="active"/>)" +
           inside + "</act></entry>";
}

std::string allergy(const std::string& more) {
    return concern(
        related("SUBJ", {},
                R"(<participant typeCode="CSM"><participantRole><playingEntity><code code="J01CA04" )"
                R"(displayName="amoxicillin"/></playingEntity></participantRole></participant>)" +
                    more));
}

std::string potassium(const std::string& status) {
    return R"(<observation classCode="OBS" moodCode="EVN"><code code="2823-3" displayName="Potassium"/>)"
           R"(<statusCode code=")" +
           status +
           R"("/><value xsi:type="PQ" value="6.9" unit="mmol/L"/><interpretationCode code="HH"/></observation>)";
}

} // namespace

TEST_CASE("a denied relation denies the reaction in it, not the allergy", "[render][denial]") {
    const auto with = [](const std::string& attributes) {
        return summary(
            section(kAllergies, allergy(related("MFST", attributes, coded("39579001", "Anaphylaxis")))));
    };
    CHECK(holds(shownAsText(with({})), "Severe allergy: amoxicillin"));
    const auto text = shownAsText(with(kNegated));
    CHECK_FALSE(holds(text, "Severe allergy"));
    CHECK(holds(text, "Reaction: Anaphylaxis \u2013 " + kDenied));
    CHECK_FALSE(holds(text, "amoxicillin Denied"));
    CHECK_FALSE(holds(text, "Denied in the source"));
    CHECK(missingFromPages(with(kNegated)).empty());
}

TEST_CASE("a concern whose relation to the problem is denied has a denied problem", "[render][denial]") {
    const auto text = shownAsText(
        summary(section(kProblems, concern(related("SUBJ", kNegated, coded("22298006", "Infarction"))))));
    CHECK(holds(text, "* Infarction " + kDenied));
}

TEST_CASE("a denial that no column has names what it denies", "[render][denial]") {
    const std::string mild = R"(<code code="SEV" displayName="Severity"/>)" + coded("255604002", "Mild");
    const auto document = summary(section(kAllergies, allergy(related("SUBJ", kNegated, mild))));
    const auto text = shownAsText(document);
    CHECK(holds(text, "Denied in the source: Mild"));
    CHECK_FALSE(holds(text, "Value: Mild"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("a result that the laboratory took back is past and raises no alarm", "[render][denial]") {
    const auto with = [](const std::string& status) {
        return shownAsText(summary(section(kResults, "<entry>" + potassium(status) + "</entry>")));
    };
    CHECK(holds(with("completed"), "!! Critical result: Potassium"));
    CHECK(holds(with("held"), "!! Critical result: Potassium"));
    const auto [status, words] = GENERATE(table<std::string, std::string>(
        {{"nullified", "Entered in error"}, {"cancelled", "Cancelled"}, {"aborted", "Aborted"}}));
    const auto text = with(status);
    CHECK_FALSE(holds(text, "!!"));
    CHECK(holds(text, "* Potassium Result: " + words + " 6.9 mmol/l"));
}

TEST_CASE("a group entered in error is so in all its results, an aborted one in none", "[render][denial]") {
    const auto with = [](const std::string& status) {
        return shownAsText(summary(section(
            kResults,
            R"(<entry><organizer classCode="BATTERY" moodCode="EVN"><code code="1" displayName="Panel"/>)"
            R"(<statusCode code=")" +
                status + R"("/><component>)" + potassium("completed") + "</component></organizer></entry>")));
    };
    CHECK(holds(with("aborted"), "!! Critical result: Potassium"));
    CHECK_FALSE(holds(with("nullified"), "Critical result"));
    CHECK(holds(with("nullified"), "Result: Entered in error 6.9 mmol/l"));
}

TEST_CASE("an allergy entered in error is denied, whatever the concern says", "[render][denial]") {
    const auto text = shownAsText(
        summary(section(kAllergies, allergy(R"(<statusCode code="nullified"/>)" +
                                            related("MFST", {}, coded("39579001", "Anaphylaxis"))))));
    CHECK_FALSE(holds(text, "Severe allergy"));
    CHECK(holds(text, "* amoxicillin " + kDenied));
    CHECK(holds(text, "Entered in error"));
}

TEST_CASE("a side that only the national code has stands with the problem, and once", "[render][denial]") {
    const std::string left = R"(<qualifier><name code="272741003" displayName="Laterality"/>)"
                             R"(<value code="7771000" codeSystem="1" displayName="Left"/></qualifier>)";
    const std::string national =
        R"(<translation code="X1" codeSystem="1.2.3" displayName="Nat fracture">)" + left + "</translation>";
    const auto shown = [](const std::string& value) {
        return summary(section(kProblems, concern(related("SUBJ", {}, value))));
    };
    const auto unmapped = shown(R"(<value xsi:type="CD" nullFlavor="OTH">)" + national + "</value>");
    CHECK(holds(shownAsText(unmapped), "code] \u00b7 Left"));
    CHECK(missingFromPages(unmapped).empty());
    const std::string fracture = R"(<value xsi:type="CD" code="S72.0" displayName="Fracture of femur">)";
    const auto beside = shown(fracture + national + "</value>");
    CHECK(holds(shownAsText(beside), "* Fracture of femur \u00b7 Left"));
    CHECK(missingFromPages(beside).empty());
    CHECK_FALSE(holds(shownAsText(shown(fracture + left + national + "</value>")), "Left \u00b7 Left"));
}

TEST_CASE("a denied answer is denied, not answered with no", "[render][denial]") {
    const auto with = [](const std::string& attributes, const std::string& value) {
        return shownAsText(
            summary(section(kResults, R"(<entry><observation classCode="OBS" moodCode="EVN")" + attributes +
                                          R"(><code code="304251008" displayName="Resuscitation"/>)" + value +
                                          "</observation></entry>")));
    };
    const std::string no = R"(<value xsi:type="BL" value="false"/>)";
    CHECK(holds(with({}, no), "Result: No"));
    CHECK(holds(with(kNegated, no), "Result: The source denies the answer: No"));
    CHECK(holds(with(kNegated, {}), "Result: No"));
}

TEST_CASE("an allergy that is written in another way is the same allergy", "[render][denial]") {
    std::string caused = allergy(related("CAUS", {}, coded("39579001", "Anaphylaxis")));
    CHECK(holds(shownAsText(summary(section(kAllergies, caused))),
                "Severe allergy: amoxicillin \u2013 Anaphylaxis"));
    std::string scoped = allergy(related("MFST", {}, coded("39579001", "Anaphylaxis")));
    for (std::size_t at = scoped.find("playingEntity"); at != std::string::npos;
         at = scoped.find("playingEntity")) {
        scoped.replace(at, 13, "scopingEntity");
    }
    CHECK(holds(shownAsText(summary(section(kAllergies, scoped))),
                "Severe allergy: amoxicillin \u2013 Anaphylaxis"));
}
