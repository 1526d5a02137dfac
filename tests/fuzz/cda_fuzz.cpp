#include "tests/fuzz/fuzz.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/inventory/account.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"
#include "transform/render/render.hpp"
#include "transform/rules/validate.hpp"

#include <filesystem>

using namespace ncp;
using namespace ncp::transform;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";

/// What the room works with, loaded once: without it nothing is tested.
struct World {
    terminology::Catalogue catalogue = terminology::Catalogue::load(kConfiguration / "terminology").value();
    cda::CodedElements list = cda::CodedElements::load(kConfiguration / "pivot").value();
    rules::RuleSet rules = rules::RuleSet::load(kConfiguration / "rules").value();
    Texts texts = Texts::load({kConfiguration / "texts/clinical.tsv"}).value();
};

const World& world() {
    static const World loaded;
    return loaded;
}

std::size_t countEntries(const std::vector<cda::Section>& sections) {
    std::size_t count = 0;
    for (const auto& section : sections) {
        count += section.entries.size() + countEntries(section.sections);
    }
    return count;
}

/// What is read says the same when it is written and read again.
void checkReading(const xml::Document& document) {
    const auto read = cda::readClinicalDocument(document);
    if (!read) {
        return;
    }
    const auto written = fuzz::parse(document.serialize());
    fuzz::require(written.has_value());
    const auto again = cda::readClinicalDocument(*written);
    fuzz::require(again.has_value());
    fuzz::require(again->title == read->title);
    fuzz::require(again->patient.ids.size() == read->patient.ids.size());
    fuzz::require(again->sections.size() == read->sections.size());
    fuzz::require(countEntries(again->sections) == countEntries(read->sections));
}

/// Whatever comes in: nothing of it is lost on the way.
void checkTransformation(const inventory::Inventory& before, const Result<pivot::Transformed>& transformed) {
    if (transformed) {
        const auto after = inventory::takeInventory(std::string_view{transformed->bytes});
        fuzz::require(after.has_value());
        fuzz::require(inventory::account(before, *after).complete());
    }
}

} // namespace

/// A clinical document is read, validated, transformed both ways and shown, and loses nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf(data, size);
    const auto document = fuzz::parse(text);
    if (!document) {
        return 0;
    }
    checkReading(*document);
    const auto before = inventory::takeInventory(*document);
    fuzz::require(inventory::account(before, before).kept == before.leaves().size());
    checkTransformation(before, pivot::toPivot(text, world().list, world().catalogue));
    for (const auto language : {TextLanguage::Bokmaal, TextLanguage::English}) {
        checkTransformation(before, pivot::fromPivot(text, world().list, world().catalogue, language));
        const auto html = render::renderHtml(*document, world().texts, language, {});
        const auto shown = render::renderText(*document, world().texts, language, {});
        fuzz::require(html.has_value() == shown.has_value());
    }
    rules::validate(*document, world().rules, {.origin = rules::Origin::Received});
    return 0;
}
