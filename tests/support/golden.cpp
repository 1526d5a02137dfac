#include "tests/support/golden.hpp"

#include "base/xml/canonical.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace ncp::test {

void checkGolden(std::string_view message, std::string_view name) {
    const auto file = std::filesystem::path{NCP_SOURCE_DIR} / "tests/golden" / name;
    const auto* update = std::getenv("NCP_UPDATE_GOLDEN");
    if (update != nullptr && std::string_view{update} == "1") {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << message << '\n';
    }
    std::ifstream in{file, std::ios::binary};
    const std::string expected{std::istreambuf_iterator<char>{in}, {}};
    const auto golden = xml::Document::parse(expected);
    const auto actual = xml::Document::parse(message);
    INFO(name);
    REQUIRE(golden);
    REQUIRE(actual);
    CHECK(xml::exclusiveCanonical(*actual) == xml::exclusiveCanonical(*golden));
}

} // namespace ncp::test
