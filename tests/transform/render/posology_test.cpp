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
            "1 tablett to ganger daglig og ved leggetid"},
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
        Row{every("1", "d", true) + "<doseQuantity value=\"1.250\" unit=\"mg\"/>", "1,250 mg én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\".5\" unit=\"mg\"/>", "0,5 mg én gang daglig"},
        Row{every("1", "d", true) + "<doseQuantity value=\"10\" unit=\"U\"/>",
            "10 enheter (U) én gang daglig"},
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
          "Doseringen finnes bare som tekst. Les originalteksten.");
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
