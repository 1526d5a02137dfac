#include "base/table.hpp"
#include "tests/transform/render/page_text.hpp"
#include "transform/render/render.hpp"
#include "transform/render/source_name.hpp"
#include "transform/render/wording.hpp"
#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

const std::string kSnomed = "2.16.840.1.113883.6.96";

/// What a reader sees of a summary of May 2026 with these entries, without the tables of codes at the end.
std::string clinicalView(const std::string& section, const std::string& entries,
                         const std::string& patient = {}, const std::string& header = {}) {
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const auto document = xml::Document::parse(
        R"(<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc")"
        R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><code code="60591-5"/>)"
        R"(<effectiveTime value="20260510"/><recordTarget><patientRole><patient>)" +
        patient + "</patient></patientRole></recordTarget>" + header +
        R"(<component><structuredBody><component><section><code code=")" + section + R"("/>)" + entries +
        "</section></component></structuredBody></component></ClinicalDocument>");
    REQUIRE(document);
    const auto text = render::renderText(*document, *texts, TextLanguage::English, {.sourceCountry = "PT"});
    REQUIRE(text);
    return tests::normalized(text->substr(0, text->find("original wording\n")));
}

std::string value(const std::string& code, const std::string& display, const std::string& inside = {}) {
    return R"(<value xsi:type="CD" code=")" + code + R"(" codeSystem=")" + kSnomed + R"(" displayName=")" +
           display + R"(">)" + inside + "</value>";
}

std::string answer(const std::string& question, const std::string& answered, const std::string& more = {}) {
    return R"(<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN")" + more +
           R"(><code code=")" + question + R"("/>)" + answered + "</observation></entryRelationship>";
}

std::string reaction(const std::string& manifestation) {
    return R"(<entryRelationship typeCode="MFST"><observation classCode="OBS" moodCode="EVN">)" +
           manifestation + "</observation></entryRelationship>";
}

std::string agent(const std::string& entity) {
    return R"(<participant typeCode="CSM"><participantRole><playingEntity>)" + entity +
           "</playingEntity></participantRole></participant>";
}

/// A concern with the status and what its observation holds.
std::string concern(const std::string& inside, const std::string& status = "active",
                    const std::string& attributes = {}) {
    return R"(<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><statusCode code=")" + status +
           R"("/><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN")" +
           attributes + R"(><code code="609328004"/><statusCode code="completed"/>)" + inside +
           "</observation></entryRelationship></act></entry>";
}

const std::string kAllergies = "48765-2";
const std::string kProblems = "11450-4";
const std::string kNoAllergies = value("no-known-allergies", "No known allergies");
const std::string kLatex =
    agent(R"(<code code="111088007" codeSystem="2.16.840.1.113883.6.96" displayName="Latex"/>)");

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("an absence of allergies is said where nothing contradicts it", "[render]") {
    const std::string text = clinicalView(kAllergies, concern(kNoAllergies));
    CHECK(holds(text, "No known allergies"));
}

TEST_CASE("an absence of allergies hides no agent, however it is named", "[render]") {
    const std::string named = GENERATE(
        std::string{R"(<code nullFlavor="OTH"><originalText>penicillin</originalText></code>)"},
        std::string{
            R"(<code nullFlavor="OTH"><translation code="7" codeSystem="2.999" displayName="penicillin"/></code>)"},
        std::string{R"(<code nullFlavor="UNK"/><name>penicillin</name>)"});
    CHECK(holds(clinicalView(kAllergies, concern(kNoAllergies + agent(named))), "penicillin"));
}

TEST_CASE("an absence of allergies hides no reaction", "[render]") {
    const std::string text =
        clinicalView(kAllergies, concern(kNoAllergies + reaction(value("39579001", "Anaphylaxis"))));
    CHECK(holds(text, "Severe allergy"));
    CHECK(holds(text, "Anaphylaxis"));
}

TEST_CASE("an absence of medicines hides no product, however it is named", "[render]") {
    const std::string product = GENERATE(
        std::string{"<desc>heart tablets</desc>"},
        std::string{R"(<formCode nullFlavor="OTH"><originalText>heart tablets</originalText></formCode>)"},
        std::string{R"(<code nullFlavor="OTH"><originalText>heart tablets</originalText></code>)"});
    const std::string text = clinicalView(
        "10160-0",
        R"(<entry><substanceAdministration classCode="SBADM" moodCode="INT">)"
        R"(<code code="no-known-medications"/><consumable><manufacturedProduct><manufacturedMaterial>)" +
            product +
            "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>");
    CHECK(holds(text, "heart tablets"));
}

TEST_CASE("each of several criticalities counts", "[render]") {
    const std::string low = answer("82606-5", value("low", "Low risk"));
    const std::string high = answer("82606-5", value("high", "High risk"));
    CHECK(holds(clinicalView(kAllergies, concern(kLatex + low + high)), "Severe allergy: Latex"));
    CHECK(holds(clinicalView(kAllergies, concern(kLatex + high + low)), "Severe allergy: Latex"));
    CHECK_FALSE(holds(clinicalView(kAllergies, concern(kLatex + low)), "Severe allergy"));
}

TEST_CASE("contradictory statuses lift no alarm, and both are shown", "[render]") {
    const std::string high = answer("82606-5", value("high", "High risk"));
    const std::string resolved = answer("33999-4", value("resolved", "Resolved"));
    const std::string active = answer("33999-4", value("active", "Active"));
    const std::string text = clinicalView(kAllergies, concern(kLatex + high + resolved + active));
    CHECK(holds(text, "Severe allergy: Latex"));
    CHECK(holds(text, "Status: Resolved Active"));
    CHECK_FALSE(holds(clinicalView(kAllergies, concern(kLatex + high + resolved)), "Severe allergy"));
}

TEST_CASE("a severity of the first waves raises the alarm", "[render]") {
    CHECK(holds(
        clinicalView(
            kAllergies,
            concern(
                kLatex +
                answer("SEV", R"(<value xsi:type="CD" code="H" codeSystem="2.16.840.1.113883.5.1063"/>)"))),
        "Severe allergy: Latex"));
}

TEST_CASE("a denied severity is no severity", "[render]") {
    const std::string text = clinicalView(
        kAllergies, concern(kLatex + answer("SEV", value("24484000", "Severe"), R"( negationInd="true")")));
    CHECK_FALSE(holds(text, "Severe allergy"));
    CHECK(holds(text, "Denied in the source: Severe"));
}

TEST_CASE("a denial is understood in both forms of a boolean", "[render]") {
    const std::string denial = GENERATE(std::string{"true"}, std::string{"1"});
    const std::string text = clinicalView(
        kProblems, concern(value("195967001", "Asthma"), "active", " negationInd=\"" + denial + '"'));
    CHECK(holds(text, "Denied: the source says that this does not apply"));
}

TEST_CASE("a statement that was entered in error is marked as such and raises no alarm", "[render]") {
    const std::string text =
        clinicalView(kAllergies, concern(kLatex + reaction(value("39579001", "Anaphylaxis")), "nullified"));
    CHECK(holds(text, "Entered in error"));
    CHECK_FALSE(holds(text, "Severe allergy"));
}

TEST_CASE("a problem in plain words is shown", "[render]") {
    CHECK(holds(clinicalView(kProblems, concern(R"(<value xsi:type="ST">sugar sickness</value>)")),
                "sugar sickness"));
}

TEST_CASE("a reaction and its own text in plain words are shown", "[render]") {
    const std::string text = clinicalView(
        kAllergies,
        concern(kLatex +
                reaction(R"(<text>after five minutes</text><value xsi:type="ST">swollen lips</value>)")));
    CHECK(holds(text, "swollen lips"));
    CHECK(holds(text, "after five minutes"));
}

TEST_CASE("what is about a relative is not about the patient", "[render]") {
    const std::string subject =
        R"(<subject><relatedSubject classCode="PRS"><code code="FTH" displayName="father"/></relatedSubject></subject>)";
    const std::string hyperthermia = value("213026003", "Malignant hyperthermia");
    const std::string own = clinicalView(kProblems, concern(hyperthermia));
    const std::string fathers = clinicalView(kProblems, concern(hyperthermia + subject));
    CHECK_FALSE(holds(own, "About somebody other"));
    CHECK(holds(fathers, "About somebody other than the patient: father"));
    CHECK_FALSE(holds(fathers, "Condition that calls for caution"));
}

TEST_CASE("an anticoagulant with a planned end is in use", "[render]") {
    const auto warfarin = [](const std::string& end) {
        return clinicalView(
            "10160-0",
            R"(<entry><substanceAdministration classCode="SBADM" moodCode="INT"><statusCode code="completed"/>)"
            R"(<effectiveTime xsi:type="IVL_TS"><low value="20260101"/><high value=")" +
                end +
                R"("/></effectiveTime><consumable><manufacturedProduct><manufacturedMaterial><name>Warfarin</name>)"
                R"(<asSpecializedKind><generalizedMaterialKind><code code="B01AA03" displayName="warfarin"/>)"
                "</generalizedMaterialKind></asSpecializedKind></manufacturedMaterial></manufacturedProduct>"
                "</consumable></substanceAdministration></entry>");
    };
    CHECK(holds(warfarin("20301231"), "Takes an anticoagulant"));
    CHECK(holds(warfarin("2026"), "Takes an anticoagulant"));
    CHECK_FALSE(holds(warfarin("20260301"), "Takes an anticoagulant"));
}

TEST_CASE("an implant with a planned end is in the body", "[render]") {
    const auto implant = [](const std::string& end, const std::string& device) {
        return clinicalView(
            "46264-8",
            R"(<entry><supply classCode="SPLY" moodCode="EVN"><effectiveTime xsi:type="IVL_TS"><low value="20200101"/><high value=")" +
                end +
                R"("/></effectiveTime><participant typeCode="DEV"><participantRole classCode="MANU"><playingDevice>)" +
                device + "</playingDevice></participantRole></participant></supply></entry>");
    };
    const std::string pacemaker = R"(<code code="14106009" displayName="Pacemaker"/>)";
    const std::string planned = implant("2035", pacemaker);
    CHECK(holds(planned, "The patient has an implant: Pacemaker"));
    CHECK(holds(planned, "Until 2035"));
    CHECK_FALSE(holds(planned, "Removed:"));
    CHECK(holds(implant("20240101", pacemaker), "Removed: 1 January 2024"));
    CHECK(holds(
        implant("2035", R"(<code nullFlavor="OTH"/><manufacturerModelName>Model 7</manufacturerModelName>)"),
        "The patient has an implant: Model 7"));
}

TEST_CASE("a death stands with the patient and among the notices", "[render]") {
    const std::string dead = clinicalView(
        kProblems, {}, R"(<sdtc:deceasedInd value="true"/><sdtc:deceasedTime value="20260401"/>)");
    CHECK(holds(dead, "Deceased: 1 April 2026"));
    CHECK(holds(dead, "The patient is recorded as deceased."));
    CHECK_FALSE(holds(clinicalView(kProblems, {}, R"(<sdtc:deceasedInd value="false"/>)"), "deceased"));
}

TEST_CASE("everybody who had a part in the document is named", "[render]") {
    const std::string text =
        clinicalView(kProblems, {}, {},
                     "<dataEnterer><assignedEntity><assignedPerson><name>Clerk "
                     "Invented</name></assignedPerson></assignedEntity></dataEnterer>"
                     "<informant><relatedEntity classCode=\"PRS\"><relatedPerson><name>Sister "
                     "Invented</name></relatedPerson></relatedEntity></informant>"
                     "<authenticator><assignedEntity><assignedPerson><name>Checker "
                     "Invented</name></assignedPerson></assignedEntity></authenticator>");
    CHECK(holds(text, "Entered by: Clerk Invented"));
    CHECK(holds(text, "Informant: Sister Invented"));
    CHECK(holds(text, "Confirmed by: Checker Invented"));
}

TEST_CASE("a name of another thing than the code is told from a wording of the same", "[render]") {
    CHECK(render::namesSomethingElse("Type 2 diabetes mellitus", "Asthma"));
    CHECK(render::namesSomethingElse("paracetamol", "warfarin"));
    CHECK_FALSE(render::namesSomethingElse("Asthma bronchiale", "Asthma, unspecified"));
    CHECK_FALSE(render::namesSomethingElse("ALLERGIC ASTHMA", "Asthma"));
    CHECK_FALSE(render::namesSomethingElse("", "Asthma"));
    CHECK_FALSE(render::namesSomethingElse("Éruption", "Eruption"));
}

TEST_CASE("look-alikes are told apart", "[render]") {
    CHECK(render::contradicts("Type 2 diabetes mellitus", "Type 1 diabetes mellitus"));
    CHECK(render::contradicts("Diabete mellito tipo II", "Type 1 diabetes mellitus"));
    CHECK(render::contradicts("Chronic viral hepatitis C", "Chronic viral hepatitis B"));
    CHECK(render::contradicts("Hyperthyroidism, unspecified", "Hypothyroidism, unspecified"));
    CHECK(render::contradicts("Fracture of right femur", "Fracture of left femur"));
    CHECK(render::contradicts("No atrial fibrillation", "Atrial fibrillation and flutter"));
    CHECK_FALSE(render::contradicts("Diabetes mellitus", "Type 1 diabetes mellitus"));
    CHECK_FALSE(
        render::contradicts("Type 1 diabetes mellitus without complications", "Type I diabetes mellitus"));
    CHECK_FALSE(render::contradicts("A cold", "Common cold"));
    CHECK(render::isOtherSubstance("prednisolone", "prednisone"));
    CHECK_FALSE(render::isOtherSubstance("Warfarina", "warfarin"));
    CHECK(render::tellsSideBeyond("Fracture of LEFT femoral neck", "Fracture of neck of femur"));
    CHECK_FALSE(render::tellsSideBeyond("Fracture of femur", "Fracture of neck of femur"));
}

TEST_CASE("names are judged by the release: contradicted ones and untranslated ones are marked", "[render]") {
    const auto catalogue =
        terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(catalogue);
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const render::Wording wording{*texts, TextLanguage::Bokmaal, "pt-PT", true, &*catalogue};
    const auto shown = [&](const std::string& code, const std::string& display, const std::string& sent) {
        cda::CodedValue value;
        value.code = code;
        value.system = "1.3.6.1.4.1.12559.11.10.1.3.1.44.2";
        value.display = display;
        value.originalDisplay = sent;
        value.translated = true;
        return wording.line(value);
    };
    CHECK(render::joined(shown("J45", "Astma", "Asthma")) == "Astma");
    CHECK(render::joined(shown("J45", "Astma", "Type 2 diabetes mellitus")) ==
          "Astma \u2013 kilden kaller det noe annet: Type 2 diabetes mellitus");
    CHECK(shown("J45", "Astma", "Asthma").front().mark == render::Mark::None);
    // Where the source does not name its codes in English, a name without likeness is that of a language.
    const render::Wording french{*texts, TextLanguage::Bokmaal, "fr-FR", true, &*catalogue, false};
    cda::CodedValue hives;
    hives.code = "J45";
    hives.system = "1.3.6.1.4.1.12559.11.10.1.3.1.44.2";
    hives.display = "Astma";
    hives.originalDisplay = "Maladie";
    hives.translated = true;
    CHECK(render::joined(french.line(hives)) == "Astma \u2013 originalt: Maladie");
    CHECK(shown("ZZ99", "Unknown thing", "Unknown thing").front().mark == render::Mark::NotTranslated);
}

TEST_CASE("a name from another language than the page's says which, one of no region says nothing",
          "[render]") {
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const auto markOf = [&](const std::string& language) {
        terminology::Content content;
        content.name = "test";
        content.systems.push_back({"2.999.6", "", "Invented", "", "", {}});
        terminology::ConceptContent concept_{"2.999.6", "1", true, {}};
        concept_.designations.push_back({language, "Oppdiktet", "own", "approved"});
        content.concepts.push_back(concept_);
        const auto catalogue =
            terminology::Catalogue::fromImage(terminology::buildSnapshot(content).value(), "test");
        const render::Wording wording{*texts, TextLanguage::Bokmaal, "pt-PT", true, &*catalogue};
        cda::CodedValue value;
        value.code = "1";
        value.system = "2.999.6";
        value.display = "Oppdiktet";
        value.translated = true;
        return wording.line(value).front().mark;
    };
    CHECK(markOf("nb-NO") == render::Mark::None);
    CHECK(markOf("nb") == render::Mark::None);
    CHECK(markOf("no") == render::Mark::MacroLanguage);
    CHECK(markOf("nn") == render::Mark::Sibling);
    CHECK(markOf("en-GB") == render::Mark::English);
}
