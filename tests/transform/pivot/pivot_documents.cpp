#include "tests/transform/pivot/pivot_documents.hpp"

#include "base/table.hpp"
#include "tests/support/reference.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <algorithm>

namespace ncp::test {
namespace {

using namespace transform::terminology;

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";
const std::string kExchange = "1.2.3";
const std::string kNational = "1.2.4";

ConceptContent entry(const std::string& system, const std::string& code, const std::string& nb,
                     const std::string& nn, const std::string& en, bool current = true) {
    ConceptContent made{system, code, current, {}};
    const std::vector<std::pair<std::string, std::string>> texts{{"nb-NO", nb}, {"nn-NO", nn}, {"en-GB", en}};
    for (const auto& [language, text] : texts) {
        if (!text.empty()) {
            made.designations.push_back({language, text, "own", "proposed", true});
        }
    }
    return made;
}

MapElement mapped(const std::string& from, const std::string& to, Equivalence equivalence, bool valid) {
    return {kNational, from, kExchange, to, equivalence, valid};
}

Content smallContent() {
    Content content;
    content.name = "small";
    content.systems.push_back({kExchange, "", "Allergens", "Allergener", "2026", {"ALL", "Allergen list"}});
    content.systems.push_back({kNational, "", "Liste", "Liste", "", {}});
    content.systems.push_back({"1.2.5", "", "Mute list", "Stum liste", "", {}});
    content.systems.push_back({"2.16.840.1.113883.6.1", "", "LOINC", "LOINC", "", {}});
    content.systems.push_back({"2.16.840.1.113883.6.8", "", "UCUM", "UCUM", "", {}});
    content.concepts.push_back(entry(kExchange, "A1", "jordnøtt", "jordnøtt", "peanut"));
    content.concepts.push_back(entry(kExchange, "A2", "melk", "mjølk", "milk"));
    content.concepts.push_back(entry(kExchange, "A3", "", "", "latex"));
    content.concepts.push_back(entry(kExchange, "A4", "bie & \"veps\"", "", "bee <sting>"));
    content.concepts.push_back(entry(kExchange, "A5", "gammelt", "gamalt", "old one", false));
    content.concepts.push_back(entry(kExchange, "B1", "utenfor", "utanfor", "outside"));
    content.concepts.push_back(entry(kExchange, "B2", "", "", ""));
    content.concepts.push_back(entry(kNational, "N1", "peanøtt", "", ""));
    content.concepts.push_back(entry(kNational, "N2", "kumelk", "", ""));
    content.concepts.push_back(entry(kNational, "N3", "uten kart", "", ""));
    content.concepts.push_back(entry(kNational, "N4", "bare foreslått", "", ""));
    content.concepts.push_back(entry(kNational, "N5", "til utenfor", "", ""));
    content.concepts.push_back(entry("2.16.840.1.113883.6.1", "60591-5", "pasientsammendrag",
                                     "pasientsamandrag", "Patient summary"));
    content.concepts.push_back(entry("2.16.840.1.113883.6.8", "[IU]", "IE", "IE", "international unit"));
    content.concepts.push_back(entry("2.16.840.1.113883.6.8", "mg", "mg", "mg", "milligram"));
    ValueSetContent allergens{"1.9.1", "allergens", "1", false, {}};
    for (const char* code : {"A1", "A2", "A3", "A4", "A5"}) {
        allergens.members.push_back({kExchange, code});
    }
    ValueSetContent units{"1.9.2", "units", "1", false, {}};
    for (const char* code : {"[IU]", "mg"}) {
        units.members.push_back({"2.16.840.1.113883.6.8", code});
    }
    content.valueSets = {allergens, units};
    ConceptMapContent map{"list-to-allergens", "1", {}};
    map.elements.push_back(mapped("N1", "A1", Equivalence::Equivalent, true));
    map.elements.push_back(mapped("N2", "A2", Equivalence::Wider, true));
    map.elements.push_back(mapped("N4", "A3", Equivalence::Equal, false));
    map.elements.push_back(mapped("N5", "B1", Equivalence::Equal, true));
    ConceptMapContent withoutNames{"mute-to-allergens", "1", {}};
    withoutNames.elements.push_back({"1.2.5", "M1", kExchange, "A1", Equivalence::Equal, true});
    content.maps = {map, withoutNames};
    return content;
}

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator{folder}) {
        if (file.path().extension() == ".xml") {
            files.push_back(file.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

const Catalogue& smallCatalogue() {
    static const auto catalogue =
        Catalogue::fromImage(buildSnapshot(smallContent()).value(), "small catalogue").value();
    return catalogue;
}

const Catalogue& shippedCatalogue() {
    static const auto catalogue = Catalogue::load(kConfiguration / "terminology").value();
    return catalogue;
}

const transform::cda::CodedElements& shippedList() {
    static const auto list = transform::cda::CodedElements::load(kConfiguration / "pivot").value();
    return list;
}

const transform::cda::CodedElements& smallList() {
    static const auto list =
        transform::cda::CodedElements::parse(
            "id\tpath\tPS3\tPS1\teP3\teP1\teD3\tMRO3\tMRO1\tvalue_sets\tsystem\ttranslation\n"
            "optional\t//optional\tO\tO\tNA\tNA\tO\tNA\tNA\t1.9.1\t\tyes\n"
            "required\t//required\tRNFA\tNA\tR\tNA\tNA\tNA\tNA\t1.9.1\t\tyes\n"
            "inner\t//box/inner\tRNFA\tNA\tNA\tNA\tNA\tR\tNA\t1.9.1\t\tyes\n"
            "bottled\t//crate/tray[@kind=other]/shelf/bottle\tO\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.1\t\tyes\n"
            "bottle\t//crate[must-hold-unless=1.2.9]/tray/shelf/"
            "bottle\tRNFA\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.1\t\tyes\n"
            "free\t//free\tO\tNA\tNA\tNA\tNA\tNA\tNA\t\t\tyes\n"
            "leaf\t//leaf\tO\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.1\t1.2.3\tno\n"
            "unit\t//plain/@unit\tO\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.2\t2.16.840.1.113883.6.8\tno\n"
            "country\t//country/text()\tO\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.1\t1.2.3\tno\n"
            "alone\t//alone/@code\tO\tNA\tNA\tNA\tNA\tNA\tNA\t1.9.1\t1.2.3\tno\n",
            "prefix\toid\nHL7\t2.16.840.1.113883\nALL\t1.2.3\nABSENT\t1.2.9\n", "small list")
            .value();
    return list;
}

std::string clinicalDocument(std::string_view code, std::string_view inner) {
    std::string text = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:pharm=\"urn:hl7-org:pharm\" "
                       "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><code code=\"";
    return text.append(code).append("\"/>").append(inner).append("</ClinicalDocument>");
}

std::string summary(std::string_view inner) {
    return clinicalDocument("60591-5", inner);
}

std::string prescription(std::string_view inner) {
    return clinicalDocument("57833-6", inner);
}

std::string overview(std::string_view inner) {
    return clinicalDocument("56445-0", inner);
}

std::string innerOf(std::string_view document) {
    const auto begin = document.find("/>") + 2;
    return std::string{document.substr(begin, document.rfind("</") - begin)};
}

std::vector<std::filesystem::path> referenceDocuments() {
    const auto folder = referencePath("cda");
    return folder ? documentsBelow(*folder) : std::vector<std::filesystem::path>{};
}

std::vector<std::filesystem::path> demonstrationDocuments() {
    return documentsBelow(kConfiguration / "demo");
}

} // namespace ncp::test
