#include "tests/transform/render/summary.hpp"

#include <algorithm>

using namespace ncp;
using namespace ncp::tests;
using namespace ncp::transform;

namespace {

const std::string kAllergies = "48765-2";
const std::string kProblems = "11450-4";
const std::string kResults = "30954-2";

std::string subject(const std::string& code, const std::string& display, const std::string& person = {}) {
    return R"(<subject typeCode="SBJ"><relatedSubject classCode="PRS"><code code=")" + code +
           R"(" displayName=")" + display + R"("/>)" + person + "</relatedSubject></subject>";
}

const std::string kMother = subject("MTH", "mother");

std::string problem(const std::string& display, const std::string& more = {}) {
    return R"(<observation classCode="OBS" moodCode="EVN"><value xsi:type="CD" code="213026003" displayName=")" +
           display + R"("/>)" + more + "</observation>";
}

std::string concern(const std::string& observations, const std::string& more = {}) {
    std::string related;
    for (std::size_t at = 0; at < observations.size();) {
        const std::size_t end = observations.find("</observation>", at) + 14;
        related += R"(<entryRelationship typeCode="SUBJ">)" + observations.substr(at, end - at) +
                   "</entryRelationship>";
        at = end;
    }
    return R"(<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><statusCode code="active"/>)" +
           more + related + "</act></entry>";
}

const std::string kAnaphylaxis =
    R"(<entry><observation classCode="OBS" moodCode="EVN"><participant typeCode="CSM"><participantRole>)"
    R"(<playingEntity><code code="J01CA04" displayName="amoxicillin"/></playingEntity></participantRole>)"
    R"(</participant><entryRelationship typeCode="MFST"><observation classCode="OBS" moodCode="EVN"><value )"
    R"(xsi:type="CD" code="39579001" displayName="Anaphylaxis"/></observation></entryRelationship>)"
    "</observation></entry>";

std::string result(const std::string& display, const std::string& more = {}) {
    return R"(<component><observation classCode="OBS" moodCode="EVN"><code code="2823-3" displayName=")" +
           display + R"("/><value xsi:type="PQ" value="6.9" unit="mmol/L"/><interpretationCode code="HH"/>)" +
           more + "</observation></component>";
}

std::string organizer(const std::string& components, const std::string& more = {}) {
    return R"(<entry><organizer classCode="BATTERY" moodCode="EVN"><code code="1" displayName="Panel"/>)" +
           more + components + "</organizer></entry>";
}

} // namespace

TEST_CASE("a section about the mother says so in its heading, in each row, and raises no alarm",
          "[render][subject]") {
    const auto own = shownAsText(summary(section(kAllergies, kAnaphylaxis)));
    CHECK(holds(own, "!! Severe allergy: amoxicillin"));
    CHECK_FALSE(holds(own, "not about the patient"));

    const auto document = summary(section(kAllergies, kMother + kAnaphylaxis) +
                                  section(kProblems, kMother + concern(problem("Malignant hyperthermia"))));
    const auto text = shownAsText(document);
    CHECK_FALSE(holds(text, "Severe allergy"));
    CHECK_FALSE(holds(text, "!! amoxicillin"));
    CHECK_FALSE(holds(text, "calls for caution"));
    CHECK(holds(text, "Allergies and intolerances \u2013 not about the patient"));
    CHECK(holds(text, "* amoxicillin About somebody other than the patient: mother"));
    CHECK(holds(text, "* Malignant hyperthermia About somebody other than the patient: mother"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("who the person is stands with the section, and counts as missing where it doesn't",
          "[render][subject]") {
    const auto document = summary(section(
        kProblems, subject("MTH", "mother",
                           R"(<subject><name>Berit Prøve</name><birthTime value="19500102"/></subject>)") +
                       concern(problem("Asthma"))));
    const auto text = shownAsText(document);
    CHECK(holds(text, "! About somebody other than the patient: mother Name: Berit Prøve"));
    CHECK(holds(text, "2 January 1950"));
    CHECK(missingFromPages(document).empty());
    const auto leaves = inventory::takeInventory(document);
    const auto lacking = render::missingFrom("Asthma", leaves, clinicalTexts(), TextLanguage::English);
    CHECK(std::ranges::count_if(lacking, [](const render::MissingLeaf& leaf) {
              return leaf.path.find("/section/subject/") != std::string::npos;
          }) == 3);
}

TEST_CASE("a section within the mother's is about her, unless it says that it is about the patient",
          "[render][subject]") {
    const auto inner = [](const std::string& subject) {
        return shownAsText(
            summary(section("10157-6", kMother + section(kAllergies, subject + kAnaphylaxis))));
    };
    CHECK_FALSE(holds(inner({}), "Severe allergy"));
    CHECK(holds(inner(subject("SELF", "self")), "!! Severe allergy: amoxicillin"));
}

TEST_CASE("an entry says itself whom it is about, whatever its section says", "[render][subject]") {
    const auto text =
        shownAsText(summary(section(kProblems, kMother + concern(problem("Asthma", subject("SELF", "self"))) +
                                                   concern(problem("Gout", subject("FTH", "father"))))));
    CHECK_FALSE(holds(text, "* Asthma About"));
    CHECK(holds(text, "* Gout About somebody other than the patient: father"));
}

TEST_CASE("each thing that a relative's concern is about is the relative's", "[render][subject]") {
    const auto text =
        shownAsText(summary(section(kProblems, concern(problem("Asthma") + problem("Gout"), kMother))));
    CHECK(holds(text, "* Asthma About somebody other than the patient: mother"));
    CHECK(holds(text, "* Gout About somebody other than the patient: mother"));
    const auto second =
        shownAsText(summary(section(kProblems, concern(problem("Asthma") + problem("Gout", kMother)))));
    CHECK_FALSE(holds(second, "* Asthma About"));
    CHECK(holds(second, "* Gout About somebody other than the patient: mother"));
}

TEST_CASE("results of the newborn or the donor in a group are not the patient's", "[render][subject]") {
    const auto mixed = summary(
        section(kResults, organizer(result("Potassium", subject("CHILD", "child")) + result("Sodium"))));
    const auto text = shownAsText(mixed);
    CHECK(holds(text, "Critical result: Sodium"));
    CHECK_FALSE(holds(text, "Critical result: Potassium"));
    CHECK(holds(text, "* Potassium Panel About somebody other than the patient: child"));
    CHECK(missingFromPages(mixed).empty());
    const auto whole =
        shownAsText(summary(section(kResults, organizer(result("Potassium") + result("Sodium"), kMother))));
    CHECK_FALSE(holds(whole, "Critical result"));
    CHECK(holds(whole, "* Potassium Panel About somebody other than the patient: mother"));
    CHECK(holds(whole, "* Sodium Panel About somebody other than the patient: mother"));
}

TEST_CASE("free text about another's allergies is no warning, and a section of another's replaces none",
          "[render][subject]") {
    const std::string narrative =
        R"(<text><paragraph><content ID="a">amoxicillin</content></paragraph><paragraph>carries a pen</paragraph></text>)";
    std::string entry = kAnaphylaxis;
    entry.replace(entry.find("<participant"), 0, R"(<text><reference value="#a"/></text>)");
    const auto own = shownAsText(summary(section(kAllergies, narrative + entry)));
    CHECK(holds(own, "Free text under allergies: carries a pen"));
    const auto mothers = shownAsText(summary(section(kAllergies, narrative + kMother + entry)));
    CHECK_FALSE(holds(mothers, "Free text under allergies"));
    CHECK(holds(mothers, "- carries a pen"));
    CHECK(holds(mothers, "section \u201cAllergies and intolerances\u201d is missing"));
}
