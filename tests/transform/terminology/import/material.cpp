#include "tests/transform/terminology/import/material.hpp"

#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <array>

namespace ncp::test {

using namespace transform::terminology;
using namespace transform::terminology::import;

const SystemNames& systemNames() {
    static const auto tables =
        readTables(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology").value();
    static const SystemNames names{tables.systems};
    return names;
}

Reading read(Format format, std::string_view bytes, const std::string& name, const SourceDefaults& defaults) {
    const std::array files{SourceFile{name, bytes, format}};
    return readSourceFiles(files, systemNames(), defaults);
}

bool remarks(const ImportReport& report, RemarkKind kind, std::size_t line, std::string_view reason) {
    return std::ranges::any_of(report.remarks, [&](const Remark& remark) {
        return remark.kind == kind && remark.line == line && remark.reason.find(reason) != std::string::npos;
    });
}

std::string differences(const Content& before, const Content& after) {
    std::string out;
    for (const auto& each : difference(before, after)) {
        out.append(nameOf(each.part)).append(" ").append(nameOf(each.change)).append(": ");
        out.append(each.key).append(": ").append(each.before).append(" -> ").append(each.after).append("\n");
    }
    return out;
}

std::string textOf(const Content& content, std::string_view code, std::string_view language) {
    for (const auto& each : content.concepts) {
        for (const auto& designation : each.designations) {
            if (each.code == code && designation.language == language && designation.preferred) {
                return designation.text;
            }
        }
    }
    return {};
}

} // namespace ncp::test
