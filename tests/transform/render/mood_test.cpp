#include "tests/transform/render/summary.hpp"

#include <algorithm>

using namespace ncp;
using namespace ncp::tests;
using namespace ncp::transform;

namespace {

const std::string kAllergies = "48765-2";
const std::string kDevices = "46264-8";
const std::string kMedicines = "10160-0";
const std::string kProcedures = "47519-4";
const std::string kResults = "30954-2";
const std::string kVaccines = "11369-6";

std::string potassium(const std::string& attributes) {
    return R"(<observation classCode="OBS" )" + attributes +
           R"(><code code="2823-3" displayName="Potassium"/><statusCode code="completed"/>)"
           R"(<effectiveTime value="20260501"/><value xsi:type="PQ" value="6.9" unit="mmol/L"/>)"
           R"(<interpretationCode code="HH"/></observation>)";
}

std::string mood(const std::string& code) {
    return R"(moodCode=")" + code + '"';
}

std::string entry(const std::string& act) {
    return "<entry>" + act + "</entry>";
}

std::string withMood(std::string act, const std::string& code) {
    return act.replace(act.find(R"(moodCode="EVN")"), 14, mood(code));
}

const std::string kAmputation =
    R"(<procedure classCode="PROC" moodCode="EVN"><code code="79733001" displayName="Amputation of leg"/>)"
    R"(<statusCode code="active"/><effectiveTime value="20270101"/></procedure>)";

const std::string kPacemaker =
    R"(<supply classCode="SPLY" moodCode="EVN"><effectiveTime><low value="20270101"/></effectiveTime>)"
    R"(<participant typeCode="DEV"><participantRole><playingDevice><code code="14106009" )"
    R"(displayName="Pacemaker"/></playingDevice></participantRole></participant></supply>)";

const std::string kWarfarin =
    R"(<substanceAdministration classCode="SBADM" moodCode="EVN"><consumable><manufacturedProduct>)"
    R"(<manufacturedMaterial><name>Warfarin</name><asSpecializedKind><generalizedMaterialKind>)"
    R"(<code code="B01AA03" displayName="warfarin"/></generalizedMaterialKind></asSpecializedKind>)"
    "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>";

const std::string kVaccine =
    R"(<substanceAdministration classCode="SBADM" moodCode="EVN"><code code="IMMUNIZ"/>)"
    R"(<statusCode code="completed"/><effectiveTime value="20260501"/><consumable><manufacturedProduct>)"
    R"(<manufacturedMaterial><code code="1119349007" displayName="COVID-19 vaccine"/></manufacturedMaterial>)"
    "</manufacturedProduct></consumable></substanceAdministration>";

const std::string kAnaphylaxis =
    R"(<act classCode="ACT" moodCode="EVN"><code code="CONC"/><entryRelationship typeCode="SUBJ">)"
    R"(<observation classCode="OBS" moodCode="EVN"><participant typeCode="CSM"><participantRole>)"
    R"(<playingEntity><code code="J01CA04" displayName="amoxicillin"/></playingEntity></participantRole>)"
    R"(</participant><entryRelationship typeCode="MFST"><observation classCode="OBS" moodCode="EVN"><value )"
    R"(xsi:type="CD" code="39579001" displayName="Anaphylaxis"/></observation></entryRelationship>)"
    "</observation></entryRelationship></act>";

} // namespace

TEST_CASE("a goal, an order and a promise are no results and raise no alarm", "[render][mood]") {
    CHECK(holds(shownAsText(summary(section(kResults, entry(potassium(mood("EVN")))))),
                "Critical result: Potassium 6.9 mmol/l"));
    const auto [code, words] =
        GENERATE(table<std::string, std::string>({{"GOL", "Goal, not a finding"},
                                                  {"RQO", "Ordered, not done"},
                                                  {"PRMS", "Promised, not done"},
                                                  {"XYZ", "Not stated as done or found (XYZ)"}}));
    INFO(code);
    const auto document = summary(section(kResults, entry(potassium(mood(code)))));
    const auto text = shownAsText(document);
    CHECK_FALSE(holds(text, "Critical result"));
    CHECK(holds(text, "* Potassium " + words));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("an observation is what its group is, unless it says otherwise", "[render][mood]") {
    const auto panel = [](const std::string& ofPotassium) {
        return shownAsText(summary(section(
            kResults,
            entry(R"(<organizer classCode="BATTERY" moodCode="RQO"><code code="1" displayName="Panel"/>)"
                  "<component>" +
                  potassium(ofPotassium) + "</component></organizer>"))));
    };
    CHECK_FALSE(holds(panel({}), "Critical result"));
    CHECK(holds(panel({}), "Panel Ordered, not done"));
    CHECK(holds(panel(mood("EVN")), "Critical result"));
}

TEST_CASE("the date of a planned procedure or implant is no date at which it was done", "[render][mood]") {
    const auto done = shownAsText(summary(section(kProcedures, entry(kAmputation))));
    CHECK(holds(done, "Performed: 1 January 2027"));
    const auto document = summary(section(kProcedures, entry(withMood(kAmputation, "RQO"))) +
                                  section(kDevices, entry(withMood(kPacemaker, "INT"))));
    const auto text = shownAsText(document);
    CHECK(holds(text, "* Amputation of leg Ordered, not done Planned time: 1 January 2027"));
    CHECK(holds(text, "* Pacemaker Planned, not done Planned time: 1 January 2027"));
    CHECK_FALSE(holds(text, "Performed:"));
    CHECK_FALSE(holds(text, "Implanted:"));
    CHECK_FALSE(holds(text, "The patient has an implant"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("a listed medicine is intended or ordered, a proposed one is not taken", "[render][mood]") {
    for (const char* code : {"EVN", "INT", "RQO"}) {
        const auto text = shownAsText(summary(section(kMedicines, entry(withMood(kWarfarin, code)))));
        CHECK(holds(text, "Takes an anticoagulant"));
        CHECK_FALSE(holds(text, "not done"));
    }
    const auto text = shownAsText(summary(section(kMedicines, entry(withMood(kWarfarin, "PRP")))));
    CHECK_FALSE(holds(text, "Takes an anticoagulant"));
    CHECK(holds(text, "Proposed, not done"));
}

TEST_CASE("a planned vaccine is not given", "[render][mood]") {
    CHECK(holds(shownAsText(summary(section(kVaccines, entry(kVaccine)))), "Status: Given"));
    const auto text = shownAsText(summary(section(kVaccines, entry(withMood(kVaccine, "INT")))));
    CHECK_FALSE(holds(text, "Given"));
    CHECK(holds(text, "* COVID-19 vaccine Planned, not done"));
}

TEST_CASE("the risk of an allergy is no allergy, wherever the mood stands", "[render][mood]") {
    CHECK(holds(shownAsText(summary(section(kAllergies, entry(kAnaphylaxis)))), "Severe allergy"));
    std::string inner = kAnaphylaxis;
    inner.replace(inner.find(mood("EVN"), inner.find("<observation")), 14, mood("RSK"));
    for (const auto& act : {withMood(kAnaphylaxis, "RSK"), inner}) {
        const auto text = shownAsText(summary(section(kAllergies, entry(act))));
        CHECK_FALSE(holds(text, "Severe allergy"));
        CHECK(holds(text, "* amoxicillin Risk, not a finding"));
    }
}

TEST_CASE("the mood of what no fact is counts as missing where no page says it", "[render][mood]") {
    const auto lacking = [](const std::string& code) {
        const auto leaves =
            inventory::takeInventory(summary(section(kResults, entry(potassium(mood(code))))));
        return std::ranges::count_if(
            render::missingFrom("Potassium 6.9 mmol/l 1 May 2026 HH", leaves, clinicalTexts(),
                                TextLanguage::English),
            [](const render::MissingLeaf& leaf) { return leaf.path.ends_with("@moodCode"); });
    };
    CHECK(lacking("GOL") == 1);
    CHECK(lacking("EVN") == 0);
}
