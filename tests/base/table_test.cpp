#include "base/table.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;

namespace {
constexpr std::array<std::string_view, 2> kColumns{"code", "name"};
}

TEST_CASE("a table keeps the line of each row and skips comments and blank lines", "[table]") {
    const auto table =
        parseTable("# about\ncode\tname\n\n1\tone\r\n# more\n2\t\n", "t.tsv", kColumns).value();
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].line == 4);
    CHECK(table.rows[0].cells == std::vector<std::string>{"1", "one"});
    CHECK(table.rows[1].cells == std::vector<std::string>{"2", ""});
}

TEST_CASE("every row of a wrong width is named", "[table]") {
    const auto table = parseTable("code\tname\n1\n2\ttwo\n3\ta\tb\n", "t.tsv", kColumns);
    REQUIRE_FALSE(table);
    CHECK(table.error().detail == "t.tsv:2: 1 cells, expected 2\nt.tsv:4: 3 cells, expected 2\n");
}

TEST_CASE("other columns than expected are refused", "[table]") {
    CHECK_FALSE(parseTable("name\tcode\n", "t.tsv", kColumns));
    CHECK_FALSE(parseTable("", "t.tsv", kColumns));
    CHECK_FALSE(readTable("/nowhere/t.tsv", kColumns));
}

TEST_CASE("a file is replaced as a whole", "[table]") {
    const auto file = std::filesystem::temp_directory_path() / "ncp-table-test.txt";
    REQUIRE(writeFile(file, "first"));
    REQUIRE(writeFile(file, "second"));
    CHECK(readFile(file).value() == "second");
    std::filesystem::remove(file);
    CHECK_FALSE(readFile(file));
    CHECK_FALSE(writeFile("/nowhere/at/all", "x"));
}
