#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ncp::test {

std::optional<std::filesystem::path> referencePath(std::string_view relative) {
    const auto* named = std::getenv("NCP_REFERENCE_DIR");
    const auto root = named != nullptr ? std::filesystem::path{named}
                                       : std::filesystem::path{NCP_SOURCE_DIR} / "../shared/reference";
    auto path = root / relative;
    if (!std::filesystem::exists(path)) {
        WARN("skipped: no reference data at " << path.string());
        return std::nullopt;
    }
    return path;
}

std::string readFile(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string schemaFaults(std::string_view message, std::string_view schema) {
    const auto file = referencePath("schema/" + std::string{schema});
    if (!file) {
        return {};
    }
    const auto compiled = xml::Schema::load(*file);
    const auto document = xml::Document::parse(message);
    if (!compiled || !document) {
        return !compiled ? "the schema can't be loaded" : "the message is not well-formed";
    }
    std::string faults;
    for (const auto& fault : compiled->validate(*document)) {
        faults += fault.message + "\n";
    }
    return faults;
}

} // namespace ncp::test
