#pragma once

#include "tests/fuzz/fuzz.hpp"
#include "transform/terminology/import/difference.hpp"
#include "transform/terminology/import/fhir_writer.hpp"
#include "transform/terminology/import/merge.hpp"
#include "transform/terminology/import/source_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace ncp::fuzz {

/// Reads one file, and reads again what FHIR R4 makes of it: the content must be the same. What is merged
/// over itself does not change either.
inline void readAndReadAgain(std::string_view bytes, transform::terminology::import::Format format) {
    using namespace transform::terminology;
    using namespace transform::terminology::import;
    static const SystemNames names{std::vector<CodeSystemContent>{
        {"2.16.840.1.113883.6.96", "http://snomed.info/sct", "SNOMED CT", {}, {}, {}, {}}}};
    const std::array files{SourceFile{"fuzz", bytes, format}};
    const auto reading = readSourceFiles(files, names, {});
    const auto& content = reading.content;
    require(std::ranges::none_of(content.valueSets, [](const auto& set) { return set.members.empty(); }));
    require(difference(content, merge(content, content)).empty());
    const auto json = toFhir(content, names);
    const std::array again{SourceFile{"again", json, Format::Fhir}};
    const auto reread = readSourceFiles(again, names, {});
    require(reread.report.refused == 0);
    require(difference(content, reread.content).empty());
}

} // namespace ncp::fuzz
