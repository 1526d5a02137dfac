#include "tests/transform/render/summary.hpp"

using namespace ncp;
using namespace ncp::tests;

namespace {

const std::string kAllergies = "48765-2";
const std::string kMedicines = "10160-0";
const std::string kProblems = "11450-4";
const std::string kDevices = "46264-8";
const std::string kContradicted = "The same part of the document also holds something else";

std::string absent(const std::string& code) {
    return R"(<code code=")" + code + R"(" codeSystem="2.16.840.1.113883.5.1150.1"/>)";
}

std::string medicine(const std::string& content) {
    return R"(<entry><substanceAdministration classCode="SBADM" moodCode="INT">)" + content +
           "</substanceAdministration></entry>";
}

std::string problem(const std::string& code, const std::string& display) {
    return R"(<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><entryRelationship typeCode="SUBJ">)"
           R"(<observation classCode="OBS" moodCode="EVN"><value xsi:type="CD" code=")" +
           code + R"(" displayName=")" + display + R"("/></observation></entryRelationship></act></entry>)";
}

/// Says that no allergy is known; refers to the part `said` of the narrative, if there is one.
const std::string kNoAllergy =
    R"(<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><entryRelationship typeCode="SUBJ">)"
    R"(<observation classCode="OBS" moodCode="EVN"><text><reference value="#said"/></text>)"
    R"(<code code="420134006"/><value xsi:type="CD" code="no-known-allergies"/></observation>)"
    R"(</entryRelationship></act></entry>)";

std::string pageOf(const std::string& code, const std::string& content) {
    return shownAsText(summary(section(code, content)));
}

} // namespace

TEST_CASE("an absence of medicines hides no medicine of a step, and no dose", "[render][safety]") {
    const std::string warfarin =
        R"(<entryRelationship typeCode="COMP"><substanceAdministration classCode="SBADM" moodCode="INT">)"
        R"(<consumable><manufacturedProduct><manufacturedMaterial><name>warfarin</name>)"
        R"(</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>)"
        R"(</entryRelationship>)";
    CHECK(holds(pageOf(kMedicines, medicine(absent("no-known-medications"))), "No known medications."));
    const std::string step = pageOf(kMedicines, medicine(absent("no-known-medications") + warfarin));
    CHECK(holds(step, "warfarin"));
    CHECK_FALSE(holds(step, "No known medications."));
    CHECK(holds(pageOf(kMedicines,
                       medicine(absent("no-known-medications") + R"(<doseQuantity value="5" unit="mg"/>)")),
                "5 mg"));
}

TEST_CASE("an absence beside another statement of the section is no calm one", "[render][safety]") {
    const std::string none = problem("no-known-problems", "No known problems");
    CHECK_FALSE(holds(pageOf(kProblems, none), kContradicted));
    const std::string both = pageOf(kProblems, none + problem("38341003", "Hypertension"));
    CHECK(holds(both, "No known problems."));
    CHECK(holds(both, kContradicted));
    CHECK(holds(both, "Hypertension"));
}

TEST_CASE("what an entry says beside the absence contradicts it", "[render][safety]") {
    const std::string device =
        R"(<entry><supply classCode="SPLY" moodCode="EVN"><participant typeCode="DEV"><participantRole>)"
        R"(<playingDevice>)" +
        absent("no-known-devices") +
        R"(<manufacturerModelName>Model 7</manufacturerModelName></playingDevice></participantRole>)"
        R"(</participant></supply></entry>)";
    const std::string page = pageOf(kDevices, device);
    CHECK(holds(page, "Model 7"));
    CHECK(holds(page, kContradicted));
}

TEST_CASE("text that no entry refers to warns beside an absence of allergies", "[render][safety]") {
    const std::string linked = R"(<text><paragraph ID="said">No known allergies</paragraph></text>)";
    const std::string calm = pageOf(kAllergies, linked + kNoAllergy);
    CHECK(holds(calm, "No known allergies."));
    CHECK_FALSE(holds(calm, kContradicted));
    const std::string unlinked =
        "<text><table><tbody><tr><td>Penicillin</td><td>anaphylaxis 2010</td></tr></tbody></table></text>";
    const std::string page = pageOf(kAllergies, unlinked + kNoAllergy);
    CHECK(holds(page, kContradicted));
    CHECK(page.find("Penicillin anaphylaxis 2010") < page.find("No known allergies."));
}

TEST_CASE("a section that is masked or was not asked for says so, not that it is empty", "[render]") {
    const auto withheld = [](const std::string& flavor) {
        auto text = section(kDevices, {});
        text.insert(text.find("<section") + 8, " nullFlavor=\"" + flavor + "\"");
        return shownAsText(summary(text));
    };
    CHECK(holds(withheld("MSK"), "Masked for privacy"));
    CHECK(holds(withheld("NASK"), "Not asked"));
    CHECK(holds(withheld("NI"), "The source has marked the whole section so."));
    CHECK_FALSE(holds(withheld("MSK"), "The section has no entries."));
    CHECK(holds(pageOf(kDevices, {}), "The section has no entries."));
}
