#pragma once

#include "transform/terminology/import/difference.hpp"
#include "transform/terminology/import/source_files.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// What the project's own code-systems.tsv says.
const transform::terminology::import::SystemNames& systemNames();

/// Reads one file as the program would.
transform::terminology::import::Reading
read(transform::terminology::import::Format format, std::string_view bytes, const std::string& name = "file",
     const transform::terminology::import::SourceDefaults& defaults = {});

/// True when a remark of that kind, line and part of a reason is there.
bool remarks(const transform::terminology::import::ImportReport& report,
             transform::terminology::import::RemarkKind kind, std::size_t line, std::string_view reason);

/// How two contents differ, one line each; empty when they are the same.
std::string differences(const transform::terminology::Content& before,
                        const transform::terminology::Content& after);

/// The preferred text of a concept in a language; empty where there is none.
std::string textOf(const transform::terminology::Content& content, std::string_view code,
                   std::string_view language);

} // namespace ncp::test
