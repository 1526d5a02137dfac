#include "transform/render/posology.hpp"

#include "base/xml/document.hpp"
#include "transform/cda/entry_reader.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

Texts clinicalTexts() {
    auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    return std::move(*texts);
}

/// The dose sentence of a tablet with these elements, its lines joined with " / ".
std::string sentence(const std::string& elements, TextLanguage language = TextLanguage::Bokmaal) {
    const auto document =
        xml::Document::parse("<substanceAdministration xmlns=\"urn:hl7-org:v3\" "
                             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                             "classCode=\"SBADM\"><effectiveTime xsi:type=\"IVL_TS\" nullFlavor=\"UNK\"/>" +
                             elements +
                             "<consumable><manufacturedProduct><manufacturedMaterial><formCode "
                             "code=\"10219000\"/></manufacturedMaterial>"
                             "</manufacturedProduct></consumable></substanceAdministration>");
    REQUIRE(document);
    const Texts texts = clinicalTexts();
    const cda::Narrative narrative;
    cda::ValueReader reader{narrative};
    const render::Wording wording{texts, language, "pt-PT", true};
    std::string joined;
    for (const render::Line& line :
         render::doseSentence(cda::readMedication(document->root(), reader), wording)) {
        joined += (joined.empty() ? "" : " / ") + render::joined(line);
    }
    for (std::size_t at = joined.find("\u00a0"); at != std::string::npos; at = joined.find("\u00a0")) {
        joined.replace(at, 2, " ");
    }
    return joined;
}

std::string every(const std::string& value, const std::string& unit, bool institutionSpecified) {
    return "<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\" institutionSpecified=\"" +
           std::string{institutionSpecified ? "true" : "false"} + "\"><period value=\"" + value +
           "\" unit=\"" + unit + "\"/></effectiveTime>";
}

std::string at(const std::string& event, const std::string& offset = {}) {
    return "<effectiveTime xsi:type=\"EIVL_TS\" operator=\"A\"><event code=\"" + event + "\"/>" + offset +
           "</effectiveTime>";
}

const std::string kOne = "<doseQuantity value=\"1\" unit=\"1\"/>";
const std::string kAsNeeded =
    "<doseQuantity><low value=\"0\" unit=\"1\"/><high value=\"2\" unit=\"1\"/></doseQuantity>";

} // namespace

TEST_CASE("doses read as a clinician would write them", "[render][posology]") {
    using Row = std::tuple<std::string, std::string>;
    const auto [elements, expected] = GENERATE(table<std::string, std::string>({
        Row{every("1", "d", true) + kOne, "1 tablett én gang daglig"},
        Row{every("24", "h", true) + kOne, "1 tablett én gang daglig"},
        Row{every("12", "h", true) + kOne, "1 tablett to ganger daglig"},
        Row{every("0.5", "d", false) + kOne, "1 tablett hver 12. time"},
        Row{every("8", "h", true) + kOne, "1 tablett 3 ganger daglig"},
        Row{every("8", "h", false) + kOne, "1 tablett hver 8. time"},
        Row{every("2", "d", false) + kOne, "1 tablett annenhver dag"},
        Row{every("3", "d", true) + kOne, "1 tablett hver 3. dag"},
        Row{every("1", "wk", true) + kOne, "1 tablett 1 gang per uke"},
        Row{every("2", "wk", false) + kOne, "1 tablett annenhver uke"},
        Row{every("1", "mo", true) + kOne, "1 tablett 1 gang per måned"},
        Row{every("0.5", "d", true) + kOne, "1 tablett to ganger daglig"},
        Row{every("0.4", "d", true) + kOne, "1 tablett 1 gang i løpet av 0,4 dag"},
        Row{every("36", "h", false) + kOne, "1 tablett hver 36. time"},
        Row{every("5", "h", true) + kOne, "1 tablett hver 5. time"},
        Row{every("1", "d", true) + "<doseQuantity value=\"0.5\" unit=\"1\"/>", "0,5 tablett én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\"2.5\" unit=\"mL\"/>", "2,5 ml én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\"10\" unit=\"[iU]\"/>", "10 IE én gang daglig"},
        Row{every("1", "d", true) +
                "<doseQuantity><low value=\"1\" unit=\"1\"/><high value=\"2\" unit=\"1\"/></doseQuantity>",
            "1–2 tabletter én gang daglig"},
        Row{every("1", "d", true) +
                "<doseQuantity><low value=\"1\" unit=\"1\"/><high value=\"1\" unit=\"1\"/></doseQuantity>",
            "1 tablett én gang daglig"},
        Row{every("8", "h", false) + kAsNeeded, "inntil 2 tabletter hver 8. time ved behov"},
        Row{"<effectiveTime operator=\"A\" nullFlavor=\"UNK\"/>" + kAsNeeded, "inntil 2 tabletter ved behov"},
        Row{every("1", "d", true) + kAsNeeded +
                "<maxDoseQuantity><numerator value=\"6\" unit=\"1\"/><denominator value=\"1\" "
                "unit=\"d\"/></maxDoseQuantity>",
            "inntil 2 tabletter én gang daglig ved behov – maksimalt 6 tabletter per døgn"},
        Row{at("HS") + kOne, "1 tablett ved leggetid"},
        Row{at("ACM") + kOne, "1 tablett før frokost"},
        Row{at("PCV") + kOne, "1 tablett etter middag"},
        Row{at("IC") + kOne, "1 tablett mellom måltidene"},
        Row{at("ACM", "<offset><low value=\"30\" unit=\"min\"/></offset>") + kOne,
            "1 tablett 30 minutter før frokost"},
        Row{at("PC", "<offset><low value=\"1\" unit=\"h\"/></offset>") + kOne,
            "1 tablett 1 time etter måltid"},
        Row{at("CM", "<offset><low value=\"-15\" unit=\"min\"/></offset>") + kOne,
            "1 tablett 15 minutter før frokost"},
        Row{at("ACM", "<offset><low value=\"30\" unit=\"min\"/><high value=\"60\" unit=\"min\"/></offset>") +
                kOne,
            "1 tablett 30–60 minutter før frokost"},
        Row{at("HS", "<offset><low value=\"1\" unit=\"h\"/><width value=\"10\" unit=\"min\"/></offset>") +
                kOne,
            "1 tablett 1 time før leggetid, i 10 minutter"},
        Row{every("1", "d", true) + "<effectiveTime xsi:type=\"TS\" operator=\"E\" value=\"20260105\"/>" +
                kOne,
            "1 tablett én gang daglig, unntatt én gang, 05.01.2026"},
        Row{"<effectiveTime xsi:type=\"SXPR_TS\" operator=\"A\"><comp xsi:type=\"PIVL_TS\" "
            "institutionSpecified=\"true\"><period value=\"12\" unit=\"h\"/></comp><comp "
            "xsi:type=\"EIVL_TS\" "
            "operator=\"A\"><event code=\"HS\"/></comp></effectiveTime>" +
                kOne,
            "1 tablett to ganger daglig, ved leggetid"},
        Row{every("1", "d", true) +
                "<precondition><criterion><text>ved smerter</text></criterion></precondition>" + kOne,
            "1 tablett én gang daglig ved behov: ved smerter"},
        Row{at("XYZ") + kOne, "1 tablett ved: XYZ"},
        Row{"<effectiveTime xsi:type=\"TS\" operator=\"A\" value=\"20260131\"/>" + kOne,
            "1 tablett én gang, 31.01.2026"},
        Row{"<effectiveTime xsi:type=\"SXPR_TS\" operator=\"A\"><comp xsi:type=\"EIVL_TS\"><event "
            "code=\"ACM\"/></comp>"
            "<comp xsi:type=\"EIVL_TS\"><event code=\"ACD\"/></comp><comp xsi:type=\"EIVL_TS\"><event "
            "code=\"HS\"/></comp></effectiveTime>" +
                kOne,
            "1 tablett før frokost, før lunsj og ved leggetid"},
        Row{"<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\" institutionSpecified=\"true\"><phase><low "
            "value=\"202601010800\"/>"
            "<width value=\"5\" unit=\"d\"/></phase><period value=\"1\" unit=\"d\"/></effectiveTime>" +
                kOne,
            "1 tablett én gang daglig, kl. 08:00, fra og med 01.01.2026, i 5 dager"},
        Row{"<effectiveTime operator=\"A\" nullFlavor=\"UNK\"/><doseQuantity nullFlavor=\"UNK\"/>",
            "Dosering ikke oppgitt"},
        Row{"<effectiveTime operator=\"A\" nullFlavor=\"UNK\"/>" + kOne,
            "1 tablett (Tidspunkt ikke oppgitt)"},
        Row{every("1", "d", true) + "<doseQuantity nullFlavor=\"UNK\"/>",
            "én gang daglig (Mengde ikke oppgitt)"},
        Row{every("1", "d", true) + "<doseQuantity value=\"1.000\" unit=\"mg\"/>", "1 mg én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\"1.250\" unit=\"mg\"/>", "1,25 mg én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\".5\" unit=\"mg\"/>", "0,5 mg én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\"10\" unit=\"U\"/>", "10 enheter én gang daglig"},
        Row{"<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\" institutionSpecified=\"true\"><phase><low "
            "value=\"20260101\"/><high value=\"20260107\"/></phase><period value=\"1\" "
            "unit=\"d\"/></effectiveTime>" +
                kOne,
            "1 tablett én gang daglig, fra og med 01.01.2026, til og med 07.01.2026"},
        Row{every("0", "d", true) + kOne, "1 tablett med 0 dager mellom dosene"},
        Row{every("x", "d", true) + kOne, "1 tablett med x dager mellom dosene"},
    }));
    CHECK(sentence(elements) == expected);
}

TEST_CASE("a time of day and a length in a phase are those of each dose", "[render][posology]") {
    const auto phased = [](const std::string& phase, const std::string& period) {
        return "<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\"><phase>" + phase + "</phase><period " +
               period + "/></effectiveTime>" + kOne;
    };
    const std::string daily = "value=\"1\" unit=\"d\"";
    CHECK(sentence(phased("<low value=\"20260101080000-0500\"/><high value=\"20260101083000-0500\"/>",
                          daily)) == "1 tablett hver dag, kl. 08:00–08:30 (UTC−5), fra og med 01.01.2026");
    CHECK(sentence(phased("<low value=\"202601010000+0100\"/>", daily)) ==
          "1 tablett hver dag, kl. 00:00 (UTC+1), fra og med 01.01.2026");
    CHECK(sentence(phased("<low value=\"20260101\"/><width value=\"3\" unit=\"wk\"/>",
                          "value=\"4\" unit=\"wk\"")) ==
          "1 tablett hver 4. uke, fra og med 01.01.2026, i 3 uker hver gang");
    CHECK(
        sentence(phased("<low value=\"20260101\"/><high value=\"20260121\"/>", "value=\"4\" unit=\"wk\"")) ==
        "1 tablett hver 4. uke, første gang fra 01.01.2026 til 21.01.2026");
    // Longer than the period, it can't be one of the occurrences.
    CHECK(sentence(phased("<low value=\"20260101\"/><high value=\"20260107\"/>", daily)) ==
          "1 tablett hver dag, fra og med 01.01.2026, til og med 07.01.2026");
    CHECK(sentence(
              phased("<low value=\"20260101\"/><width value=\"3\" unit=\"wk\"/>", "value=\"4\" unit=\"wk\""),
              TextLanguage::English) ==
          "1 tablet every 4 weeks, starting 1 January 2026, for 3 weeks each time");
}

TEST_CASE("times are joined by what their operators mean", "[render][posology]") {
    const auto composite = [](const std::string& parts) {
        return "<effectiveTime xsi:type=\"SXPR_TS\" operator=\"A\">" + parts + "</effectiveTime>" + kOne;
    };
    CHECK(sentence(composite("<comp xsi:type=\"TS\" value=\"20260105\"/><comp xsi:type=\"TS\" operator=\"H\" "
                             "value=\"20260110\"/>")) ==
          "1 tablett hele tiden fra 05.01.2026 til 10.01.2026");
    CHECK(sentence(composite("<comp xsi:type=\"PIVL_TS\"><period value=\"1\" unit=\"d\"/></comp>"
                             "<comp xsi:type=\"IVL_TS\" operator=\"I\"><low value=\"20260105\"/><high "
                             "value=\"20260110\"/></comp><comp xsi:type=\"IVL_TS\" operator=\"E\"><low "
                             "value=\"20260107\"/><high value=\"20260107\"/></comp>")) ==
          "1 tablett hver dag og fra 05.01.2026 til 10.01.2026, unntatt 07.01.2026");
    CHECK(sentence(at("ACM") + "<effectiveTime xsi:type=\"EIVL_TS\"><event code=\"ACV\"/></effectiveTime>" +
                   kOne) == "1 tablett før frokost og før middag");
}

TEST_CASE("a distance from an event is kept, however it is written", "[render][posology]") {
    const auto offset = [](const std::string& event, const std::string& bounds) {
        return sentence(at(event, "<offset>" + bounds + "</offset>") + kOne);
    };
    CHECK(offset("ACM", "<low value=\"0.5\" unit=\"h\"/>") == "1 tablett 0,5 time før frokost");
    CHECK(offset("HS", "<low value=\"0.5\" unit=\"h\"/><high value=\"1\" unit=\"h\"/>") ==
          "1 tablett 0,5–1 time før leggetid");
    CHECK(offset("PC", "<low value=\"0\" unit=\"min\"/><high value=\"30\" unit=\"min\"/>") ==
          "1 tablett 0–30 minutter etter måltid");
    CHECK(offset("PCM", "<low value=\"-30\" unit=\"min\"/><high value=\"-10\" unit=\"min\"/>") ==
          "1 tablett 10–30 minutter før frokost");
    CHECK(offset("CM", "<low value=\"-15\" unit=\"min\"/><high value=\"10\" unit=\"min\"/>") ==
          "1 tablett fra 15 minutter før til 10 minutter etter frokost");
    CHECK(offset("ACM", "<low value=\"0\" unit=\"min\"/>") == "1 tablett før frokost");
    CHECK(offset("ACM", "<low value=\"0.0\" unit=\"min\"/>") == "1 tablett før frokost");
    CHECK(offset("WAKE", "<low value=\"30\" unit=\"min\"/>") == "1 tablett 30 minutter etter oppvåkning");
}

TEST_CASE("a condition and a maximum are told without amount and frequency", "[render][posology]") {
    const std::string condition =
        "<precondition><criterion><text>só se houver dor</text></criterion></precondition>";
    const std::string maximum =
        "<maxDoseQuantity><numerator value=\"7\" unit=\"mg\"/><denominator value=\"24\" "
        "unit=\"h\"/></maxDoseQuantity>";
    const std::string unknown = "<doseQuantity nullFlavor=\"UNK\"/>";
    CHECK(sentence(unknown + maximum + condition) ==
          "ved behov: só se houver dor – maksimalt 7 mg per døgn (Mengde ikke oppgitt)");
    CHECK(sentence(unknown + maximum + condition, TextLanguage::English) ==
          "as needed: só se houver dor – maximum 7 mg per 24 hours (Amount not stated)");
    CHECK(sentence(unknown + maximum) ==
          "maksimalt 7 mg per døgn (Mengde ikke oppgitt) (Tidspunkt ikke oppgitt)");
    CHECK(sentence(every("12", "h", true) +
                   "<precondition><criterion><code code=\"22253000\" displayName=\"Smerte\"/>"
                   "<text>dor</text></criterion></precondition>" +
                   kOne) == "1 tablett to ganger daglig ved behov: dor Smerte");
}

TEST_CASE("an amount that is no plain number is shown as it came", "[render][posology]") {
    const auto dose = [](const std::string& quantity) { return sentence(every("12", "h", true) + quantity); };
    CHECK(dose("<doseQuantity nullFlavor=\"OTH\"><translation nullFlavor=\"UNK\"><originalText>uma colher"
               "</originalText></translation></doseQuantity>") ==
          "uma colher (Mengden er oppgitt som tekst) to ganger daglig");
    CHECK(
        dose("<doseQuantity nullFlavor=\"OTH\"><translation value=\"2\" code=\"colher\"/></doseQuantity>") ==
        "2 colher (Mengden er oppgitt som tekst) to ganger daglig");
    CHECK(dose("<doseQuantity><center value=\"5\" unit=\"mg\"/><width value=\"2\" "
               "unit=\"mg\"/></doseQuantity>") == "5 mg (spenn på 2 mg) to ganger daglig");
    CHECK(
        dose("<doseQuantity><low value=\"5\" unit=\"mg\"/><width value=\"2\" unit=\"mg\"/></doseQuantity>") ==
        "minst 5 mg (spenn på 2 mg) to ganger daglig");
    CHECK(
        dose("<doseQuantity><low value=\"1\" unit=\"mg\" inclusive=\"false\"/><high value=\"2\" unit=\"mg\" "
             "inclusive=\"false\"/></doseQuantity>") == "mer enn 1 mg og mindre enn 2 mg to ganger daglig");
    CHECK(dose("<doseQuantity value=\"500\" unit=\"mL\"/><rateQuantity><low value=\"1\" unit=\"mL/h\"/><high "
               "value=\"2\" unit=\"mL/h\"/></rateQuantity>") ==
          "500 ml med en hastighet på 1–2 ml per time to ganger daglig");
}

namespace {

/// A step of a dose with that number; its elements in their order.
std::string numbered(const std::string& number, const std::string& elements) {
    return "<entryRelationship typeCode=\"COMP\">" +
           (number.empty() ? number : "<sequenceNumber value=\"" + number + "\"/>") +
           "<substanceAdministration classCode=\"SBADM\">" + elements +
           "</substanceAdministration></entryRelationship>";
}

std::string span(const std::string& low, const std::string& high) {
    return "<effectiveTime xsi:type=\"IVL_TS\"><low value=\"" + low + "\"/><high value=\"" + high +
           "\"/></effectiveTime>";
}

std::string milligrams(const std::string& value) {
    return "<doseQuantity value=\"" + value + "\" unit=\"mg\"/>";
}

} // namespace

TEST_CASE("a tapered dose is told step by step with the time of each", "[render][posology]") {
    const std::string daily = every("24", "h", true);
    const std::string taper =
        numbered("2", span("20260111", "20260117") + daily + milligrams("40")) +
        numbered("1", span("20260101", "20260110") + daily + milligrams("60")) +
        numbered("3", "<effectiveTime xsi:type=\"IVL_TS\"><width value=\"7\" unit=\"d\"/></effectiveTime>" +
                          daily + milligrams("20"));
    CHECK(sentence(taper) ==
          "Trinnvis dosering: / Trinn 1: 60 mg én gang daglig, fra 01.01.2026 til 10.01.2026 / "
          "Trinn 2: 40 mg én gang daglig, fra 11.01.2026 til 17.01.2026 / "
          "Trinn 3: 20 mg én gang daglig, i 7 dager");
    CHECK(sentence(taper, TextLanguage::English) ==
          "Step by step: / Step 1: 60 mg once a day, from 1 January 2026 until 10 January 2026 / "
          "Step 2: 40 mg once a day, from 11 January 2026 until 17 January 2026 / "
          "Step 3: 20 mg once a day, for 7 days");
    CHECK(sentence(taper, TextLanguage::Nynorsk)
              .starts_with(
                  "Trinnvis dosering: / Steg 1: 60 mg éin gong dagleg, frå 01.01.2026 til 10.01.2026 / "));
}

TEST_CASE("what stands outside the steps of a dose holds beside them", "[render][posology]") {
    const std::string outer =
        every("12", "h", true) + "<rateQuantity value=\"3\" unit=\"mL/h\"/>" +
        "<maxDoseQuantity><numerator value=\"7\" unit=\"mg\"/><denominator value=\"24\" "
        "unit=\"h\"/></maxDoseQuantity><precondition><criterion><text>só se houver dor"
        "</text></criterion></precondition>";
    CHECK(sentence(outer + numbered("", milligrams("40"))) ==
          "Gjelder hele forordningen: med en hastighet på 3 ml per time to ganger daglig ved behov: só se "
          "houver "
          "dor – maksimalt 7 mg per døgn / Flere doser: / Dose 1: 40 mg");
}

TEST_CASE("what a step says besides its dose stands below it", "[render][posology]") {
    CHECK(
        sentence(numbered(
            "1", every("24", "h", true) + "<text>ao deitar</text>" + milligrams("40") +
                     "<routeCode code=\"20053000\" displayName=\"oral bruk\"/>"
                     "<repeatNumber><low value=\"0\"/><high value=\"3\"/></repeatNumber>"
                     "<entryRelationship typeCode=\"RSON\"><act classCode=\"ACT\"><code code=\"22253000\" "
                     "displayName=\"Smerte\"/></act></entryRelationship>"
                     "<entryRelationship typeCode=\"SUBJ\"><act classCode=\"ACT\"><code code=\"PINSTRUCT\"/>"
                     "<text>com água</text></act></entryRelationship>")) ==
        "Flere doser: / Dose 1: 40 mg én gang daglig / Bruksanvisning til pasienten: com água / "
        "Administrasjonsvei: oral bruk / Bruksområde: Smerte / Antall gjentakelser: 0–3 / "
        "I originalteksten: ao deitar");
}

TEST_CASE("the steps of a split dose are listed in order", "[render][posology]") {
    const auto step = [](const std::string& event, const std::string& amount) {
        return "<entryRelationship typeCode=\"COMP\"><substanceAdministration classCode=\"SBADM\">" +
               at(event) + "<doseQuantity value=\"" + amount +
               "\" unit=\"1\"/></substanceAdministration></entryRelationship>";
    };
    CHECK(
        sentence("<effectiveTime operator=\"A\" nullFlavor=\"UNK\"/>" + step("ACM", "2") + step("HS", "1")) ==
        "Flere doser: / Dose 1: 2 tabletter før frokost / Dose 2: 1 tablett ved leggetid");
}

TEST_CASE("dose sentences exist in nynorsk and English", "[render][posology]") {
    CHECK(sentence(every("12", "h", true) + kOne, TextLanguage::Nynorsk) == "1 tablett to gonger dagleg");
    CHECK(sentence(every("12", "h", true) + "<doseQuantity value=\"0.5\" unit=\"1\"/>",
                   TextLanguage::English) == "0.5 tablet twice a day");
}

TEST_CASE("a dose that exists only as text sends the reader to the text", "[render][posology]") {
    CHECK(sentence("<effectiveTime operator=\"A\" nullFlavor=\"UNK\"/><doseQuantity nullFlavor=\"UNK\"/>"
                   "<entryRelationship typeCode=\"SUBJ\"><act classCode=\"ACT\"><code code=\"PINSTRUCT\"/>"
                   "<text>conforme esquema</text></act></entryRelationship>") ==
          "Doseringen finnes bare som tekst: / conforme esquema");
}

TEST_CASE("a countable unit that nobody named is no unit of measure", "[render][posology]") {
    const auto document = xml::Document::parse(
        "<substanceAdministration xmlns=\"urn:hl7-org:v3\"><doseQuantity value=\"14\" unit=\"1\"/>"
        "</substanceAdministration>");
    REQUIRE(document);
    const Texts texts = clinicalTexts();
    const cda::Narrative narrative;
    cda::ValueReader reader{narrative};
    const render::Wording wording{texts, TextLanguage::Bokmaal, "pt-PT", true};
    const auto lines = render::doseSentence(cda::readMedication(document->root(), reader), wording);
    REQUIRE(lines.size() == 1);
    CHECK(render::joined(lines.front()) == "14 doseenheter (Tidspunkt ikke oppgitt)");
}

TEST_CASE("amounts of doses can't be read tenfold", "[render][posology][number]") {
    const auto dose = [](const std::string& value, const std::string& unit,
                         TextLanguage language = TextLanguage::Bokmaal) {
        const std::string whole =
            sentence("<doseQuantity value=\"" + value + "\" unit=\"" + unit + "\"/>" + every("1", "d", true),
                     language);
        return whole.substr(0, whole.find(language == TextLanguage::English ? " once" : " \u00e9n gang"));
    };
    CHECK(dose("1.0", "mg") == "1 mg");
    CHECK(dose("0.1250", "mg") == "0,125 mg");
    CHECK(dose("2.50", "mg") == "2,5 mg");
    CHECK(dose(".5", "mg") == "0,5 mg");
    CHECK(dose("5.", "mg") == "5 mg");
    CHECK(dose("100", "mg") == "100 mg");
    CHECK(dose("1000000", "U") == "1\u202f000\u202f000 enheter");
    CHECK(dose("10000", "[IU]") == "10\u202f000 IE");
    CHECK(dose("10000", "[IU]", TextLanguage::English) == "10\u202f000 international units");
    CHECK(dose("1500", "[IU]") == "1500 IE");
    CHECK(dose("125", "ug") == "125 mikrogram");
    CHECK(dose("2.5", "U/mL") == "2,5 enheter/ml");
    CHECK(dose("25", "ug/h") == "25 mikrogram per time");
    CHECK(dose("9.5", "mg/24.h") == "9,5 mg per 24 timer");
    CHECK(dose("9.5", "mg/(24.h)") == "9,5 mg per 24 timer");
    CHECK(dose("2.5", "[drp]") == "2,5 dr\u00e5per");
    CHECK(dose("2", "10*3.[IU]") == "2 tusen IE");
}

TEST_CASE("an amount with the reason why it is uncertain keeps the reason", "[render][posology]") {
    CHECK(sentence("<doseQuantity value=\"5\" unit=\"mg\" nullFlavor=\"UNK\"/>" + every("1", "d", true)) ==
          "5 mg (ukjent) \u00e9n gang daglig");
    CHECK(sentence("<doseQuantity value=\"1\" unit=\"1\" nullFlavor=\"UNK\"/>" + every("1", "d", true)) ==
          "1 tablett (ukjent) \u00e9n gang daglig");
}

TEST_CASE("every four to six hours, and on which day of the week", "[render][posology]") {
    const std::string range = "<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\"><period "
                              "xsi:type=\"IVL_PQ\"><low value=\"4\" unit=\"h\"/><high value=\"6\" "
                              "unit=\"h\"/></period></effectiveTime>";
    CHECK(sentence(range + kOne) == "1 tablett hver 4.\u20136. time");
    CHECK(sentence(range + kOne, TextLanguage::English) == "1 tablet every 4\u20136 hours");
    const auto weekly = [](const std::string& phase) {
        return "<effectiveTime xsi:type=\"PIVL_TS\" operator=\"A\"><phase>" + phase +
               "</phase><period value=\"1\" unit=\"wk\"/></effectiveTime>" + kOne;
    };
    CHECK(sentence(weekly("<low value=\"20260907\"/>")) == "1 tablett hver mandag, fra og med 07.09.2026");
    CHECK(sentence(weekly("<low value=\"202609\"/>")) == "1 tablett hver uke, fra og med september 2026");
    CHECK(sentence(every("1", "wk", true) + kOne) == "1 tablett 1 gang per uke");
}

TEST_CASE("a step with a product of its own names it", "[render][posology]") {
    const std::string step =
        "<entryRelationship typeCode=\"COMP\"><sequenceNumber value=\"1\"/><substanceAdministration "
        "classCode=\"SBADM\">" +
        at("ACM") +
        "<doseQuantity value=\"5\" unit=\"g\"/><consumable><manufacturedProduct><manufacturedMaterial><name>"
        "Annet Eksempel</name></manufacturedMaterial></manufacturedProduct></consumable>"
        "</substanceAdministration></entryRelationship>";
    const std::string whole = sentence(every("1", "d", true) + kOne + step);
    CHECK(whole.find("Annet Eksempel: 5 g f\u00f8r frokost") != std::string::npos);
}
