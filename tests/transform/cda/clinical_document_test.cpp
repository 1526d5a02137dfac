#include "transform/cda/clinical_document.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

cda::ClinicalDocument goldenDocument(const std::string& name) {
    const auto bytes =
        readFile(std::filesystem::path{NCP_SOURCE_DIR} / "tests/golden/render" / (name + ".xml"));
    REQUIRE(bytes);
    const auto document = xml::Document::parse(*bytes);
    REQUIRE(document);
    auto read = cda::readClinicalDocument(*document);
    REQUIRE(read);
    return std::move(*read);
}

const cda::Section& sectionOf(const cda::ClinicalDocument& document, std::string_view code) {
    for (const cda::Section& section : document.sections) {
        if (section.code.code == code) {
            return section;
        }
    }
    FAIL("no such section");
    return document.sections.front();
}

} // namespace

TEST_CASE("a translated value keeps its code and both wordings", "[cda]") {
    const cda::ClinicalDocument document = goldenDocument("summary");
    CHECK(document.translated);
    const auto& allergy =
        std::get<cda::Allergy>(sectionOf(document, cda::kAllergySection).entries.at(0).content);
    const cda::CodedValue& agent = allergy.agents.at(0);
    CHECK(agent.translated);
    CHECK(agent.code == "J01CA04");
    CHECK(agent.display == "Amoksicillin");
    CHECK(agent.originalDisplay == "amoxicillin");
    CHECK(agent.originalText == "Amoxicilina");
    CHECK(allergy.reactions.at(0).severities.at(0).code == "442452003");
}

TEST_CASE("an unmapped concept keeps the national code and text", "[cda]") {
    const cda::ClinicalDocument document = goldenDocument("summary");
    const auto& problem =
        std::get<cda::Problem>(sectionOf(document, cda::kProblemSection).entries.at(0).content);
    CHECK(problem.problem.nullFlavor == "OTH");
    CHECK_FALSE(problem.problem.translated);
    CHECK(problem.problem.translations.at(0).code == "X-9");
    CHECK(problem.problem.originalText == "Febre da praia");
}

TEST_CASE("a prescription keeps its packs from the inside out", "[cda]") {
    const cda::ClinicalDocument document = goldenDocument("prescription");
    const auto& item =
        std::get<cda::Medication>(sectionOf(document, cda::kPrescriptionSection).entries.at(0).content);
    const std::vector<cda::Package>& levels = item.product.packages.at(0);
    REQUIRE(levels.size() == 2);
    CHECK(levels.at(0).quantity.value == "10");
    CHECK(levels.at(1).quantity.value == "3");
    CHECK(levels.at(1).code.code == "PACK-1");
    REQUIRE(item.substitutions.size() == 1);
    CHECK(item.substitutions.front().value.code == "N");
    REQUIRE(item.packages.size() == 1);
    CHECK(item.packages.front().value == "2");
    CHECK(item.period.high->nullFlavor == "NA");
}

TEST_CASE("an entry that no typed view knows gives all its leaves", "[cda]") {
    const cda::ClinicalDocument document = goldenDocument("summary");
    const cda::Entry& entry = sectionOf(document, "99999-9").entries.at(0);
    CHECK(std::holds_alternative<cda::UnknownEntry>(entry.content));
    REQUIRE(entry.remaining.size() == 3);
    CHECK(entry.remaining.at(1).value.time->exact->value == "20251224");
}

TEST_CASE("what the typed view took is not listed again", "[cda]") {
    const cda::ClinicalDocument document = goldenDocument("summary");
    for (const char* code : {"48765-2", "11450-4", "10160-0", "47519-4"}) {
        for (const cda::Entry& entry : sectionOf(document, code).entries) {
            INFO(code);
            CHECK(entry.remaining.empty());
        }
    }
}

TEST_CASE("what a document covers is kept where another service states no time", "[cda]") {
    const auto service = [](const std::string& inside) {
        return "<documentationOf><serviceEvent>" + inside + "</serviceEvent></documentationOf>";
    };
    const auto time = [](const std::string& low, const std::string& high) {
        return "<effectiveTime><low value=\"" + low + "\"/><high value=\"" + high + "\"/></effectiveTime>";
    };
    const auto read = [](const std::string& services) {
        const auto document = xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + services +
                                                   "</ClinicalDocument>");
        REQUIRE(document);
        return cda::readClinicalDocument(*document).value();
    };
    const auto first = service(time("2001", "20260820"));
    const auto timeless = service("<performer/>");
    CHECK(read(first).updated.value == "20260820");
    CHECK(read(first + timeless).updated.value == "20260820");
    CHECK(read(first + timeless).covered.value == "2001");
    CHECK(read(timeless + first).updated.value == "20260820");
    CHECK(read(service(time("2010", "20250101")) + first).updated.value == "20260820");
    CHECK(read(first + service(time("2010", "20250101"))).updated.value == "20260820");
    CHECK(read(first + service(time("2010", "20250101"))).covered.value == "2001");
}

TEST_CASE("entries that all repeat the same long text make no document of gigabytes", "[cda][hostile]") {
    const auto repeated = [](std::size_t entries) {
        std::string text;
        while (text.size() < 3900) {
            text += "ord ";
        }
        std::string section =
            "<code code=\"11450-4\"/><text><paragraph ID=\"a\">" + text + "</paragraph></text>";
        for (std::size_t i = 0; i < entries; ++i) {
            section += "<entry><observation classCode=\"OBS\"><value nullFlavor=\"UNK\"><originalText>"
                       "<reference value=\"#a\"/></originalText></value></observation></entry>";
        }
        const auto document = xml::Document::parse(
            "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"60591-5\"/><component><structuredBody>"
            "<component><section>" +
            section + "</section></component></structuredBody></component></ClinicalDocument>");
        REQUIRE(document);
        const auto read = cda::readClinicalDocument(*document).value();
        std::size_t bytes = 0;
        for (const auto& entry : read.sections.front().entries) {
            if (const auto* observation = std::get_if<cda::Observation>(&entry.content)) {
                bytes += observation->values.front().coded->originalText.size();
            } else if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
                bytes += problem->problem.originalText.size();
            }
        }
        return bytes;
    };
    CHECK(repeated(10) > 10 * 3800);
    CHECK(repeated(1000) > 1000 * 3800);
    CHECK(repeated(10'000) > 10'000);
    CHECK(repeated(10'000) < 5'000'000);
}
