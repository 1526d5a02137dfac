#include "base/xml/document.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

/// The page as text of a summary with one section, line breaks and indents taken out.
std::string page(const std::string& sectionCode, const std::string& entries,
                 const std::string& documentCode = "60591-5") {
    const auto document = xml::Document::parse(
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
        "<code code=\"" +
        documentCode +
        "\"/><effectiveTime value=\"20260510\"/><component><structuredBody><component><section><code "
        "code=\"" +
        sectionCode + "\"/>" + entries +
        "</section></component></structuredBody></component></ClinicalDocument>");
    REQUIRE(document);
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const auto text = render::renderText(*document, *texts, TextLanguage::Bokmaal, {.sourceCountry = "PT"});
    REQUIRE(text);
    std::string joined;
    for (const char c : *text) {
        const bool blank = c == ' ' || c == '\n';
        if (!blank || (!joined.empty() && joined.back() != ' ')) {
            joined += blank ? ' ' : c;
        }
    }
    return joined;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string kAllergies = "48765-2";
const std::string kProblems = "11450-4";
const std::string kMedicines = "10160-0";
const std::string kProcedures = "47519-4";
const std::string kVaccines = "11369-6";
const std::string kPregnancies = "10162-6";
const std::string kPrescription = "57828-6";
const std::string kDenied = "Avkreftet: kilden sier at dette ikke gjelder";
const std::string kWarned = "!! Alvorlig allergi";

/// An allergy to a substance with anaphylaxis; the attributes go to the observation, to the reaction.
std::string allergy(const std::string& substance, const std::string& ofObservation = {},
                    const std::string& ofReaction = {}) {
    return "<entryRelationship typeCode=\"SUBJ\"><observation classCode=\"OBS\" " + ofObservation +
           "><code code=\"609328004\" displayName=\"Allergi\"/><participant><participantRole><playingEntity>"
           "<code code=\"X\" displayName=\"" +
           substance +
           "\"/></playingEntity></participantRole></participant>"
           "<entryRelationship typeCode=\"MFST\"><observation classCode=\"OBS\" " +
           ofReaction +
           "><value xsi:type=\"CD\" code=\"39579001\" displayName=\"Anafylaksi\"/></observation>"
           "</entryRelationship></observation></entryRelationship>";
}

std::string concern(const std::string& observations, const std::string& attributes = {}) {
    return "<entry><act classCode=\"ACT\" " + attributes + "><statusCode code=\"active\"/>" + observations +
           "</act></entry>";
}

std::string medicine(const std::string& content, const std::string& attributes = {}) {
    return "<entry><substanceAdministration classCode=\"SBADM\" " + attributes + ">" + content +
           "</substanceAdministration></entry>";
}

const std::string kWarfarin =
    "<consumable><manufacturedProduct><manufacturedMaterial><name>Marevan</name><ingredient>"
    "<ingredientSubstance><code code=\"B01AA03\" codeSystem=\"2.16.840.1.113883.6.73\" "
    "displayName=\"Warfarin\"/></ingredientSubstance></ingredient></manufacturedMaterial>"
    "</manufacturedProduct></consumable>";

} // namespace

TEST_CASE("a denied allergy is shown as denied and raises no alarm", "[render][safety]") {
    const std::string shown = page(kAllergies, concern(allergy("Penicillin")));
    CHECK(holds(shown, kWarned));
    CHECK_FALSE(holds(shown, kDenied));
    const std::string attribute = "negationInd=\"true\"";
    for (const auto& denied :
         {concern(allergy("Penicillin", attribute)), concern(allergy("Penicillin"), attribute)}) {
        const std::string text = page(kAllergies, denied);
        CHECK(holds(text, "Penicillin " + kDenied));
        CHECK_FALSE(holds(text, kWarned));
    }
}

TEST_CASE("a refuted or known absent condition is shown as denied", "[render][safety]") {
    const std::string code = GENERATE("refuted", "410516002");
    const auto with = [&](const std::string& question) {
        return "<entryRelationship typeCode=\"SUBJ\"><observation classCode=\"OBS\"><value xsi:type=\"CD\" "
               "code=\"E11.9\" displayName=\"Diabetes\"/><entryRelationship typeCode=\"REFR\"><observation "
               "classCode=\"OBS\"><code code=\"" +
               question + "\"/><value xsi:type=\"CD\" code=\"" + code +
               "\"/></observation></entryRelationship></observation></entryRelationship>";
    };
    for (const char* question : {"66455-7", "33999-4"}) {
        CHECK(holds(page(kProblems, concern(with(question))), "Diabetes " + kDenied));
    }
}

TEST_CASE("a denied reaction is no reaction", "[render][safety]") {
    const std::string text = page(kAllergies, concern(allergy("Penicillin", {}, "negationInd=\"true\"")));
    CHECK(holds(text, "Anafylaksi \u2013 " + kDenied));
    CHECK_FALSE(holds(text, kWarned));
}

TEST_CASE("every allergy of a concern has a row and a warning of its own", "[render][safety]") {
    const std::string text = page(kAllergies, concern(allergy("Penicillin") + allergy("Lateks")));
    CHECK(holds(text, kWarned + ": Penicillin \u2013 Anafylaksi"));
    CHECK(holds(text, kWarned + ": Lateks \u2013 Anafylaksi"));
    CHECK(holds(text, "!! Penicillin"));
    CHECK(holds(text, "!! Lateks"));
}

TEST_CASE("a reaction that closes the airway is a severe allergy without a stated severity",
          "[render][safety]") {
    std::string entry = concern(allergy("Penicillin"));
    const std::string code = GENERATE("35001004", "51599000", "81950002", "2129002", "702809001", "T78.0");
    entry.replace(entry.find("39579001"), 8, code);
    INFO(code);
    CHECK(holds(page(kAllergies, entry), kWarned));
}

TEST_CASE("denied problems, procedures and medicines are shown as denied", "[render][safety]") {
    const std::string attribute = "negationInd=\"true\"";
    const std::string problem =
        "<entryRelationship typeCode=\"SUBJ\"><observation classCode=\"OBS\" " + attribute +
        "><value xsi:type=\"CD\" code=\"E11.9\" displayName=\"Diabetes\"/></observation></entryRelationship>";
    CHECK(holds(page(kProblems, concern(problem)), "Diabetes " + kDenied));
    CHECK(holds(page(kProcedures, "<entry><procedure classCode=\"PROC\" " + attribute +
                                      "><code code=\"1\" displayName=\"Keisersnitt\"/></procedure></entry>"),
                "Keisersnitt " + kDenied));
    const std::string text = page(kMedicines, medicine(kWarfarin, attribute));
    CHECK(holds(text, "Dosering: " + kDenied));
    CHECK_FALSE(holds(text, "Bruker blodfortynnende"));
}

TEST_CASE("a negation that no view knows is still told", "[render][safety]") {
    const std::string severity =
        "<entryRelationship typeCode=\"SUBJ\"><observation classCode=\"OBS\" "
        "negationInd=\"true\"><code code=\"SEV\"/><value xsi:type=\"CD\" "
        "code=\"24484000\" displayName=\"Alvorlig\"/></observation></entryRelationship>";
    std::string entry = concern(allergy("Penicillin"));
    entry.insert(entry.find("<entryRelationship typeCode=\"MFST\">"), severity);
    CHECK(holds(page(kAllergies, entry), "Avkreftet i kilden: Alvorlig"));
}

TEST_CASE("a treatment with an anticoagulant warns while it lasts, wherever its code stands",
          "[render][safety]") {
    const std::string heading = "Bruker blodfortynnende legemiddel: Warfarin";
    const auto with = [](const std::string& status, const std::string& period = {}) {
        return medicine("<statusCode code=\"" + status + "\"/>" + period + kWarfarin);
    };
    CHECK(holds(page(kMedicines, with("active")), heading));
    CHECK(holds(page(kMedicines, with("suspended")), heading));
    CHECK(holds(page(kMedicines, with("completed")), heading));
    CHECK_FALSE(holds(page(kMedicines, with("completed", "<effectiveTime xsi:type=\"IVL_TS\"><high "
                                                         "value=\"20200101\"/></effectiveTime>")),
                      heading));
    CHECK_FALSE(holds(page(kMedicines, with("aborted")), heading));
}

TEST_CASE("an anticoagulant warns where its product stands in the steps of a split dose",
          "[render][safety]") {
    const auto split = [](const std::string& status) {
        return medicine("<statusCode code=\"" + status +
                        "\"/><consumable><manufacturedProduct><manufacturedMaterial nullFlavor=\"NA\"/>"
                        "</manufacturedProduct></consumable><entryRelationship typeCode=\"COMP\">"
                        "<sequenceNumber value=\"1\"/><substanceAdministration classCode=\"SBADM\">" +
                        kWarfarin + "</substanceAdministration></entryRelationship>");
    };
    const std::string heading = "Bruker blodfortynnende legemiddel: Warfarin";
    CHECK(holds(page(kMedicines, split("active")), heading));
    CHECK_FALSE(holds(page(kMedicines, split("aborted")), heading));
}

TEST_CASE("a denied pregnancy raises no alarm", "[render][safety]") {
    const auto with = [](const std::string& attributes) {
        return "<entry><observation classCode=\"OBS\" " + attributes +
               "><code code=\"82810-3\"/><value xsi:type=\"CD\" code=\"77386006\" "
               "displayName=\"Gravid\"/></observation></entry>";
    };
    CHECK(holds(page(kPregnancies, with("")), "registrert som gravid"));
    CHECK_FALSE(holds(page(kPregnancies, with("negationInd=\"true\"")), "registrert som gravid"));
}

TEST_CASE("an unknown yes or no is unknown, not no", "[render][safety]") {
    const auto with = [](const std::string& value) {
        return page("8716-3", "<entry><observation classCode=\"OBS\"><code code=\"1\" displayName=\"Tegn\"/>"
                              "<value xsi:type=\"BL\" " +
                                  value + "/></observation></entry>");
    };
    CHECK(holds(with("value=\"false\""), "Resultat: Nei"));
    CHECK(holds(with("value=\"true\""), "Resultat: Ja"));
    CHECK(holds(with("nullFlavor=\"UNK\""), "Resultat: Ukjent"));
}

TEST_CASE("a prescription that is not in force says so before its dose", "[render][safety]") {
    const std::string dose = "<doseQuantity value=\"1\" unit=\"mg\"/>";
    const auto with = [&](const std::string& before, const std::string& attributes = {}) {
        return page(kPrescription, medicine(before + dose + kWarfarin, attributes), "57833-6");
    };
    CHECK(holds(with("<statusCode code=\"nullified\"/>"),
                "Ikke i kraft: Registrert ved en feil. Skal ikke ekspederes."));
    CHECK(holds(with("<statusCode code=\"cancelled\"/>"), "Ikke i kraft: Annullert."));
    for (const std::string status : {"active", "completed"}) {
        CHECK_FALSE(holds(with("<statusCode code=\"" + status + "\"/>"), "Ikke i kraft"));
    }
    const auto until = [&](const std::string& end) {
        return with("<effectiveTime xsi:type=\"IVL_TS\"><low value=\"20190101\"/><high value=\"" + end +
                    "\"/></effectiveTime>");
    };
    const std::string over = until("20200101");
    CHECK(over.find("Perioden var over da dokumentet ble laget") < over.find("1 mg"));
    CHECK_FALSE(holds(until("20270101"), "Perioden var over"));
    CHECK(holds(with({}, "negationInd=\"true\""), kDenied));
}

TEST_CASE("a step that the source denies is no dose", "[render][safety]") {
    const auto step = [](const std::string& attributes, const std::string& dose) {
        return "<entryRelationship typeCode=\"COMP\"><sequenceNumber value=\"1\"/><substanceAdministration "
               "classCode=\"SBADM\" moodCode=\"INT\" " +
               attributes + "><doseQuantity value=\"" + dose +
               "\" unit=\"mg\"/></substanceAdministration></entryRelationship>";
    };
    const std::string text =
        page(kMedicines, medicine(kWarfarin + step({}, "1") + step("negationInd=\"true\"", "7")));
    CHECK(holds(text, "Dose 2: " + kDenied + " ( 7 mg"));
}

TEST_CASE("no statement of absence hides what stands beside it", "[render][safety]") {
    std::string entry = concern(allergy("Penicillin"));
    entry.insert(entry.find("<participant>"), "<value xsi:type=\"CD\" code=\"no-known-allergies\" "
                                              "displayName=\"Ingen kjente allergier\"/>");
    const std::string allergies = page(kAllergies, entry);
    CHECK(holds(allergies, "!! Penicillin Ingen kjente allergier"));
    CHECK(holds(page(kMedicines, medicine("<code code=\"no-known-medications\"/>" + kWarfarin)), "Warfarin"));
}

TEST_CASE("missing information about vaccines is no vaccine", "[render][safety]") {
    const std::string code =
        "<code code=\"no-immunization-info\" codeSystem=\"2.16.840.1.113883.5.1150.1\"/>";
    const std::string status = "<statusCode code=\"completed\"/>";
    const std::string product = "<consumable><manufacturedProduct><manufacturedMaterial>" + code +
                                "</manufacturedMaterial></manufacturedProduct></consumable>";
    for (const std::string& content : {code + status, status + product}) {
        const std::string text = page(kVaccines, medicine(content));
        CHECK(holds(text, "Ingen opplysninger om vaksinasjoner."));
        CHECK_FALSE(holds(text, "Gitt"));
    }
}

TEST_CASE("a prescription says how often it may be repeated, and unknown substitution is not allowed",
          "[render][safety]") {
    const auto substitution = [](const std::string& value) {
        return "<entryRelationship typeCode=\"SUBJ\"><observation classCode=\"OBS\"><code code=\"SUBST\"/>"
               "<value xsi:type=\"CE\" " +
               value + "/></observation></entryRelationship>";
    };
    const auto with = [&](const std::string& value) {
        return page(kPrescription, medicine("<repeatNumber value=\"3\"/>" + kWarfarin + substitution(value)),
                    "57833-6");
    };
    CHECK(holds(with("code=\"N\""), "Antall gjentakelser: 3"));
    CHECK(holds(with("code=\"N\""), "Bytte: Bytte er ikke tillatt"));
    CHECK(holds(with("nullFlavor=\"UNK\""), "Bytte: Ukjent"));
    CHECK_FALSE(holds(with("nullFlavor=\"UNK\""), "er tillatt"));
}

namespace {

std::string pregnancy(const std::string& value, const std::string& stated, const std::string& due = {}) {
    return "<entry><observation classCode=\"OBS\"><code code=\"82810-3\"/><statusCode "
           "code=\"completed\"/><effectiveTime value=\"" +
           stated + "\"/><value xsi:type=\"CD\" code=\"" + value + "\" displayName=\"Svar\"/>" +
           (due.empty() ? ""
                        : "<entryRelationship typeCode=\"COMP\"><observation classCode=\"OBS\"><code "
                          "code=\"11778-8\"/><value xsi:type=\"TS\" value=\"" +
                              due + "\"/></observation></entryRelationship>") +
           "</observation></entry>";
}

} // namespace

TEST_CASE("a pregnancy that is over, or that a newer statement takes back, raises no alarm",
          "[render][safety]") {
    const std::string warned = "Pasienten er registrert som gravid";
    const std::string pregnant = "77386006";
    const std::string current = page(kPregnancies, pregnancy(pregnant, "20260301", "20260901"));
    CHECK(holds(current, warned));
    CHECK(holds(current, "Registrert 01.03.2026"));
    CHECK_FALSE(holds(page(kPregnancies, pregnancy(pregnant, "20190101", "20190801")), warned));
    CHECK_FALSE(holds(page(kPregnancies, pregnancy(pregnant, "20190101")), warned));
    const std::string newer = pregnancy("60001007", "20260401");
    CHECK_FALSE(holds(page(kPregnancies, pregnancy(pregnant, "20260301", "20260901") + newer), warned));
    CHECK(holds(page(kPregnancies, newer + pregnancy(pregnant, "20260501")), warned));
}

TEST_CASE("an anticoagulant in a step, and one whose end has passed though it is called active, warn",
          "[render][safety]") {
    const std::string warned = "Bruker blodfortynnende legemiddel";
    const std::string step = "<entryRelationship typeCode=\"COMP\"><substanceAdministration "
                             "classCode=\"SBADM\">" +
                             kWarfarin + "</substanceAdministration></entryRelationship>";
    CHECK(holds(page(kMedicines, medicine("<statusCode code=\"active\"/>" + step)), warned));
    const std::string ended =
        page(kMedicines, medicine("<statusCode code=\"active\"/><effectiveTime xsi:type=\"IVL_TS\"><low "
                                  "value=\"2010\"/><high value=\"2011\"/></effectiveTime>" +
                                  kWarfarin));
    CHECK(holds(ended, warned));
    CHECK(holds(ended, "2010 til 2011 \u2013 Sluttdatoen er passert."));
}

TEST_CASE("problems that are over stand last among the active ones", "[render]") {
    const auto problem = [](const std::string& name, const std::string& status) {
        return "<entry><act classCode=\"ACT\"><statusCode code=\"active\"/><entryRelationship "
               "typeCode=\"SUBJ\"><observation classCode=\"OBS\"><value xsi:type=\"CD\" code=\"X\" "
               "displayName=\"" +
               name +
               "\"/><entryRelationship typeCode=\"REFR\"><observation classCode=\"OBS\"><code "
               "code=\"33999-4\"/><value xsi:type=\"CE\" code=\"" +
               status +
               "\" displayName=\"Status\"/></observation></entryRelationship></observation>"
               "</entryRelationship></act></entry>";
    };
    const std::string shown = page(kProblems, problem("Over", "413322009") + problem("Varer", "55561003"));
    const auto heading = shown.find("Ikke lenger til stede, eller avkreftet");
    REQUIRE(heading != std::string::npos);
    CHECK(shown.find("Varer") < heading);
    CHECK(shown.find("Over", shown.find("Aktive problemer")) > heading);
}
