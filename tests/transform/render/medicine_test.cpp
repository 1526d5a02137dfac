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
        documentCode + "\"/><component><structuredBody><component><section><code code=\"" + sectionCode +
        "\"/>" + entries + "</section></component></structuredBody></component></ClinicalDocument>");
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

const std::string kMedicines = "10160-0";
const std::string kPrescription = "57828-6";

/// A prescribed or listed medicine, taken twice a day.
std::string medicineEntry(const std::string& more, const std::string& product = "<name>Eksempel</name>") {
    return "<entry><substanceAdministration classCode=\"SBADM\"><effectiveTime xsi:type=\"IVL_TS\"><low "
           "value=\"20260101\"/></effectiveTime>" +
           more + "<consumable><manufacturedProduct><manufacturedMaterial>" + product +
           "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>";
}

const std::string kTwiceDaily =
    "<effectiveTime xsi:type=\"PIVL_TS\" institutionSpecified=\"true\" operator=\"A\">"
    "<period value=\"12\" unit=\"h\"/></effectiveTime>";

std::string related(const std::string& type, const std::string& act) {
    return "<entryRelationship typeCode=\"" + type + "\">" + act + "</entryRelationship>";
}

std::string substitution(const std::string& value, const std::string& text = {}) {
    return related("SUBJ", "<observation classCode=\"OBS\"><code code=\"SUBST\"/>" + text +
                               "<value xsi:type=\"CE\" " + value + "/></observation>");
}

} // namespace

TEST_CASE("an answer about substitution is stated only where it can be read", "[render][medication]") {
    const auto shown = [](const std::string& substitutions) {
        return page(kPrescription, medicineEntry(kTwiceDaily + substitutions), "57833-6");
    };
    const std::string hl7 = "codeSystem=\"2.16.840.1.113883.5.1070\"";
    const std::string allowed = "er tillatt";
    CHECK(holds(shown(substitution("code=\"G\" " + hl7)), "Generisk bytte er tillatt"));
    CHECK(holds(shown(substitution("code=\"E\" " + hl7)), "legemiddel er tillatt"));
    const auto national = shown(substitution("code=\"0\" codeSystem=\"2.999.1\" displayName=\"proibida\""));
    CHECK(holds(national, "proibida"));
    CHECK_FALSE(holds(national, allowed));
    CHECK_FALSE(holds(shown(substitution("code=\"ZZ\" " + hl7 + " displayName=\"other\"")), allowed));
    CHECK_FALSE(holds(shown(substitution("code=\"G\" codeSystem=\"2.999.1\"")), allowed));
    const auto reason = shown(substitution("code=\"N\" " + hl7, "<text>alérgico ao corante</text>"));
    CHECK(holds(reason, "Bytte er ikke tillatt"));
    CHECK(holds(reason, "Grunn til reservasjon: alérgico ao corante"));
    const auto both = shown(substitution("code=\"N\" " + hl7) + substitution("code=\"G\" " + hl7));
    CHECK(holds(both, "Bytte er ikke tillatt"));
    CHECK(holds(both, "Kilden oppgir flere ulike svar"));
    CHECK(holds(page(kMedicines, medicineEntry(kTwiceDaily + substitution("code=\"N\" " + hl7))),
                "Bytte er ikke tillatt"));
}

TEST_CASE("two numbers of packages are both shown", "[render][medication]") {
    const auto supply = [](const std::string& value) {
        return related("COMP",
                       "<supply classCode=\"SPLY\"><quantity value=\"" + value + "\" unit=\"1\"/></supply>");
    };
    const auto both = page(kPrescription, medicineEntry(kTwiceDaily + supply("3") + supply("5")), "57833-6");
    CHECK(holds(both, "Antall pakninger: 3 5 Kilden oppgir flere ulike svar"));
    CHECK_FALSE(holds(page(kPrescription, medicineEntry(kTwiceDaily + supply("3") + supply("3")), "57833-6"),
                      "Kilden oppgir"));
}

TEST_CASE("the reason of a medicine is shown wherever the sender put it", "[render][medication]") {
    const auto shown = [](const std::string& act) {
        return page(kMedicines, medicineEntry(kTwiceDaily + related("RSON", act)));
    };
    CHECK(holds(shown("<act classCode=\"ACT\"><code code=\"38341003\" displayName=\"Hypertensjon\"/></act>"),
                "Hypertensjon"));
    CHECK(holds(shown("<observation classCode=\"OBS\"><code code=\"404684003\" displayName=\"Funn\"/>"
                      "<text>angina de peito</text></observation>"),
                "Funn angina de peito"));
    CHECK_FALSE(holds(shown("<act classCode=\"ACT\"><code code=\"38341003\" displayName=\"Hypertensjon\"/>"
                            "<text>-</text></act>"),
                      "Hypertensjon -"));
    const auto valued =
        shown("<observation classCode=\"OBS\"><code code=\"64572001\" displayName=\"Sykdom\"/><value "
              "xsi:type=\"CD\" code=\"I10\" displayName=\"Hypertensjon\"/></observation>");
    CHECK(holds(valued, "Hypertensjon"));
}

TEST_CASE("the warning of an anticoagulant holds its whole dose and strength", "[render][medication]") {
    const std::string warfarin =
        "<name>Eksempel</name><asSpecializedKind><generalizedMaterialKind><code code=\"B01AA03\" "
        "codeSystem=\"2.16.840.1.113883.6.73\" displayName=\"warfarin\"/></generalizedMaterialKind>"
        "</asSpecializedKind><ingredient><quantity><numerator value=\"5\" unit=\"mg\"/><denominator "
        "value=\"1\" "
        "unit=\"1\"/></quantity></ingredient>";
    const auto step = [](const std::string& amount, const std::string& event) {
        return related("COMP",
                       "<substanceAdministration classCode=\"SBADM\"><effectiveTime xsi:type=\"IVL_TS\"/>"
                       "<effectiveTime xsi:type=\"EIVL_TS\" operator=\"A\"><event code=\"" +
                           event + "\"/></effectiveTime><doseQuantity value=\"" + amount +
                           "\" unit=\"mg\"/></substanceAdministration>");
    };
    const auto shown = page(kMedicines, medicineEntry(step("5", "ACM") + step("2.5", "HS"), warfarin));
    CHECK(holds(shown, "warfarin 5 mg \u2013 Flere doser: Dose 1: 5 mg før frokost Dose 2: "
                       "2,5 mg ved leggetid"));
}

TEST_CASE("a dose that exists only as text stands where the dose stands", "[render][medication]") {
    const std::string onlyText =
        "<text>Medicamento Eksempel 5 mg</text><effectiveTime operator=\"A\" "
        "nullFlavor=\"UNK\"/><doseQuantity "
        "nullFlavor=\"UNK\"/>" +
        related("SUBJ", "<act classCode=\"ACT\"><code code=\"PINSTRUCT\"/><text>meio comprimido à segunda"
                        "</text></act>");
    const auto shown =
        page(kPrescription, medicineEntry(onlyText, "<name>Eksempel</name><desc>5 mg</desc>"), "57833-6");
    CHECK(holds(shown, "> Doseringen finnes bare som tekst: > meio comprimido à segunda"));
    CHECK_FALSE(holds(shown, "> I originalteksten: Medicamento Eksempel"));
    CHECK(holds(shown, "I originalteksten: Medicamento Eksempel"));
    CHECK(
        holds(page(kPrescription,
                   medicineEntry("<text>Eksempel 5 mg suspenso hoje mesmo</text>" + kTwiceDaily), "57833-6"),
              "> I originalteksten: Eksempel 5 mg suspenso hoje mesmo"));
}

TEST_CASE("what the patient was told stands below the dose", "[render][medication]") {
    const auto told = [](const std::string& code) {
        return related("SUBJ", "<act classCode=\"ACT\"><code code=\"" + code +
                                   "\"/><text>uma gota em cada olho</text></act>");
    };
    CHECK(holds(page(kPrescription, medicineEntry(kTwiceDaily + told("PINSTRUCT")), "57833-6"),
                "> Bruksanvisning til pasienten: uma gota em cada olho"));
    CHECK_FALSE(
        holds(page(kPrescription, medicineEntry(kTwiceDaily + told("FINSTRUCT")), "57833-6"), "> Merknad"));
}

TEST_CASE("a pack of bottles tells how much it holds in all", "[render][medication]") {
    const auto pack = [](const std::string& inBottle, const std::string& bottles) {
        return page(kPrescription,
                    medicineEntry(
                        kTwiceDaily,
                        "<name>Eksempel</name><asContent><quantity value=\"" + inBottle +
                            "\" unit=\"mL\"/><containerPackagedProduct><formCode code=\"1\" "
                            "displayName=\"Flaske\"/><asContent><quantity value=\"" +
                            bottles +
                            "\"/><containerPackagedProduct><formCode code=\"2\" displayName=\"Eske\"/>"
                            "</containerPackagedProduct></asContent></containerPackagedProduct></asContent>"),
                    "57833-6");
    };
    CHECK(holds(pack("2.5", "1"), "Til sammen 2,5 ml"));
    CHECK(holds(pack("2.5", "4"), "Til sammen 10 ml"));
    CHECK(holds(pack("0.05", "3"), "Til sammen 0,15 ml"));
    CHECK(holds(pack("2.5", "1.5"), "Samlet mengde kan ikke regnes ut"));
    CHECK(holds(pack("2.5", "x"), "Samlet mengde kan ikke regnes ut"));
}

TEST_CASE("a volume round pieces is no number of pieces", "[render][medication]") {
    const auto shown = page(
        kPrescription,
        medicineEntry(kTwiceDaily,
                      "<name>Eksempel</name><asContent><quantity value=\"10\"/><containerPackagedProduct>"
                      "<formCode code=\"1\" displayName=\"Brett\"/><asContent><quantity value=\"3\" "
                      "unit=\"mL\"/><containerPackagedProduct><formCode code=\"2\" displayName=\"Eske\"/>"
                      "</containerPackagedProduct></asContent></containerPackagedProduct></asContent>"),
        "57833-6");
    CHECK(holds(shown, "Samlet mengde kan ikke regnes ut"));
    CHECK_FALSE(holds(shown, "Til sammen 30"));
}

TEST_CASE("an absence of medicines is no medicine beside other kinds of entries", "[render][medication]") {
    const std::string observation =
        "<entry><observation classCode=\"OBS\"><code code=\"1\" displayName=\"Vekt\"/><value "
        "xsi:type=\"PQ\" value=\"70\" unit=\"kg\"/></observation></entry>";
    const std::string absence =
        "<entry><substanceAdministration classCode=\"SBADM\"><code code=\"no-medication-info\" "
        "codeSystem=\"2.16.840.1.113883.5.1150.1\"/><consumable><manufacturedProduct>"
        "<manufacturedMaterial nullFlavor=\"NA\"/></manufacturedProduct></consumable>"
        "</substanceAdministration></entry>";
    const auto shown = page(kMedicines, observation + absence + medicineEntry(kTwiceDaily));
    CHECK(holds(shown, "Vekt"));
    CHECK(holds(shown, "Eksempel"));
    CHECK_FALSE(holds(shown, "uten navn"));
}
