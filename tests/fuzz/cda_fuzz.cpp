#include "tests/fuzz/fuzz.hpp"
#include "transform/cda/clinical_document.hpp"

using namespace ncp;
namespace cda = transform::cda;

namespace {

std::size_t countEntries(const std::vector<cda::Section>& sections) {
    std::size_t count = 0;
    for (const auto& section : sections) {
        count += section.entries.size() + countEntries(section.sections);
    }
    return count;
}

} // namespace

/// A clinical document that is read says the same when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = fuzz::parse(fuzz::textOf(data, size));
    if (!document) {
        return 0;
    }
    const auto read = cda::readClinicalDocument(*document);
    if (!read) {
        return 0;
    }
    const auto written = fuzz::parse(document->serialize());
    fuzz::require(written.has_value());
    const auto again = cda::readClinicalDocument(*written);
    fuzz::require(again.has_value());
    fuzz::require(again->title == read->title);
    fuzz::require(again->patient.ids.size() == read->patient.ids.size());
    fuzz::require(again->sections.size() == read->sections.size());
    fuzz::require(countEntries(again->sections) == countEntries(read->sections));
    return 0;
}
