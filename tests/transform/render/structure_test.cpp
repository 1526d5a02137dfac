#include "tests/transform/render/summary.hpp"

using namespace ncp;
using namespace ncp::tests;

namespace {

const std::string kAllergies = "48765-2";
const std::string kDevices = "46264-8";
const std::string kLaboratory = "18719-5";
const std::string kResults = "30954-2";

std::string result(const std::string& name, const std::string& number, const std::string& more = {}) {
    return R"(<observation classCode="OBS" moodCode="EVN"><code code="1" displayName=")" + name +
           R"("/><statusCode code="completed"/><value xsi:type="PQ" value=")" + number +
           R"(" unit="mmol/L"/>)" + more + "</observation>";
}

const std::string kCritical = R"(<interpretationCode code="HH"/>)";

std::string remark(const std::string& text) {
    return R"(<entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN"><code code="48767-8"/><text>)" +
           text + "</text></act></entryRelationship>";
}

std::string battery(const std::string& components, const std::string& more = {}) {
    return R"(<organizer classCode="BATTERY" moodCode="EVN"><code code="2" displayName="Blood panel"/>)"
           R"(<statusCode code="completed"/>)" +
           more + components + "</organizer>";
}

std::string component(const std::string& act) {
    return "<component>" + act + "</component>";
}

std::string wrapped(const std::string& inner) {
    return R"(<entry><act classCode="ACT" moodCode="EVN"><code code="18719-5" displayName="Chemistry"/>)"
           R"(<statusCode code="completed"/><entryRelationship typeCode="COMP">)" +
           inner + "</entryRelationship></act></entry>";
}

const std::string kConcern =
    R"(<act classCode="ACT" moodCode="EVN"><code code="CONC"/><statusCode code="active"/>)"
    R"(<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><participant )"
    R"(typeCode="CSM"><participantRole><playingEntity><code code="J01CA04" displayName="amoxicillin"/>)"
    R"(</playingEntity></participantRole></participant><entryRelationship typeCode="MFST"><observation )"
    R"(classCode="OBS" moodCode="EVN"><value xsi:type="CD" code="39579001" displayName="Anaphylaxis"/>)"
    "</observation></entryRelationship></observation></entryRelationship></act>";

std::string device(const std::string& name) {
    return R"(<participant typeCode="DEV"><participantRole><playingDevice><code code=")" + name +
           R"(" displayName=")" + name + R"("/></playingDevice></participantRole></participant>)";
}

} // namespace

TEST_CASE("a remark stands with the result that it is about, and that of a group with none of them",
          "[render][structure]") {
    const auto document = summary(section(
        kResults,
        "<entry>" +
            battery(
                component(result("Potassium", "6.1", remark("haemolysed"))) +
                    component(result("Sodium", "140")),
                R"(<component><act classCode="ACT" moodCode="EVN"><code code="48767-8"/><text>taken at rest</text></act></component>)") +
            "</entry>"));
    const auto text = shownAsText(document);
    CHECK(holds(text, "* Potassium Blood panel Text: haemolysed Result: 6.1 mmol/l"));
    CHECK(holds(text, "* Sodium Blood panel Result: 140 mmol/l"));
    CHECK(holds(text, "* Blood panel Text: taken at rest"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("results in an act that holds batteries together are results, and alarm", "[render][structure]") {
    const auto document =
        summary(section(kLaboratory, wrapped(battery(component(result("Potassium", "6.9", kCritical)) +
                                                     component(result("Sodium", "140"))))));
    const auto text = shownAsText(document);
    CHECK(holds(text, "!! Critical result: Potassium 6.9 mmol/l"));
    CHECK(holds(text, "!! Potassium Chemistry \u00b7 Blood panel Result: 6.9 mmol/l"));
    CHECK(holds(text, "* Sodium Chemistry \u00b7 Blood panel Result: 140 mmol/l"));
    CHECK(missingFromPages(document).empty());
    CHECK(holds(shownAsText(summary(section(kLaboratory, wrapped(result("Potassium", "6.9", kCritical))))),
                "!! Potassium Chemistry Result: 6.9 mmol/l"));
}

TEST_CASE("an allergy in a cluster or in another act is an allergy, and alarms", "[render][structure]") {
    const std::string cluster = "<entry>" + battery(component(kConcern)) + "</entry>";
    for (const auto& [entry, group] : {std::pair{cluster, "Blood panel"}, {wrapped(kConcern), "Chemistry"}}) {
        const auto document = summary(section(kAllergies, entry));
        const auto text = shownAsText(document);
        CHECK(holds(text, "!! Severe allergy: amoxicillin"));
        CHECK(holds(text, std::string{"!! amoxicillin "} + group));
        CHECK(missingFromPages(document).empty());
    }
}

TEST_CASE("what the act round it says of person and mood holds for a result", "[render][structure]") {
    const auto with = [](const std::string& attributes, const std::string& more) {
        std::string entry = wrapped(battery(component(result("Potassium", "6.9", kCritical))));
        entry.replace(entry.find(R"(moodCode="EVN")"), 14, attributes);
        entry.insert(entry.find("<statusCode"), more);
        return shownAsText(summary(section(kLaboratory, entry)));
    };
    CHECK(holds(with(R"(moodCode="EVN")", {}), "Critical result"));
    CHECK_FALSE(holds(
        with(
            R"(moodCode="EVN")",
            R"(<subject><relatedSubject><code code="CHILD" displayName="child"/></relatedSubject></subject>)"),
        "Critical result"));
}

TEST_CASE("each device of a supply is in the body", "[render][structure]") {
    const auto document = summary(section(
        kDevices,
        R"(<entry><supply classCode="SPLY" moodCode="EVN"><effectiveTime><low value="20200101"/></effectiveTime>)" +
            device("Pacemaker") + device("Hip prosthesis") + "</supply></entry>"));
    const auto text = shownAsText(document);
    for (const char* name : {"Pacemaker", "Hip prosthesis"}) {
        CHECK(holds(text, std::string{"The patient has an implant: "} + name));
        CHECK(holds(text, std::string{"* "} + name + " Implanted: 1 January 2020"));
    }
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("a result that another has replaced is an earlier one and raises no alarm", "[render][structure]") {
    const auto with = [](const std::string& attributes, const std::string& newer, const std::string& older) {
        return shownAsText(summary(
            section(kResults, "<entry>" +
                                  result("Potassium", "4.1",
                                         newer + R"(<entryRelationship )" + attributes + ">" +
                                             result("Kalium", "9.9", older) + "</entryRelationship>") +
                                  "</entry>")));
    };
    CHECK(holds(with(R"(typeCode="COMP")", {}, kCritical), "Critical result: Kalium"));
    const auto text = with(R"(typeCode="RPLC")", {}, kCritical);
    CHECK_FALSE(holds(text, "Critical result"));
    CHECK(holds(text, "* Kalium Earlier answer, replaced by a newer one Result: 9.9 mmol/l"));
    CHECK(holds(with(R"(typeCode="RPLC")", kCritical, {}), "Critical result: Potassium"));
    const auto inverted = with(R"(typeCode="RPLC" inversionInd="true")", kCritical, {});
    CHECK_FALSE(holds(inverted, "Critical result"));
    CHECK(holds(inverted, "* Potassium Earlier answer"));
}

TEST_CASE("two persons in one record target are told", "[render][structure]") {
    const auto with = [](const std::string& target) {
        const auto document = xml::Document::parse(
            R"(<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="60591-5"/><recordTarget>)" + target +
            "</recordTarget></ClinicalDocument>");
        REQUIRE(document);
        return shownAsText(*document);
    };
    const std::string one = "<patient><name>Anna Test</name></patient>";
    const std::string other = "<patient><name>Berit Prøve</name></patient>";
    const std::string told = "The document is about several people";
    CHECK_FALSE(holds(with("<patientRole>" + one + "</patientRole>"), told));
    for (const auto& target :
         {"<patientRole>" + one + other + "</patientRole>",
          "<patientRole>" + one + "</patientRole><patientRole>" + other + "</patientRole>"}) {
        CHECK(holds(with(target), told));
        CHECK(holds(with(target), "Berit Prøve"));
    }
}
