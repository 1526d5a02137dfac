#include "base/table.hpp"
#include "tests/support/reference.hpp"
#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;

namespace {

const std::filesystem::path kSource{NCP_SOURCE_DIR};

const Content& shipped() {
    static const auto content = readTables(kSource / "config/terminology").value();
    return content;
}

/// The cells of the page's table rows, by their first cell.
std::map<std::string, std::vector<std::string>> rowsOfPage() {
    std::map<std::string, std::vector<std::string>> rows;
    const auto page = readFile(kSource / "docs/terminology.md").value();
    for (std::size_t begin = 0; begin < page.size();) {
        const auto end = std::min(page.find('\n', begin), page.size());
        const auto line = page.substr(begin, end - begin);
        begin = end + 1;
        std::vector<std::string> cells;
        for (std::size_t at = line.find("| "); at != std::string::npos && at + 2 < line.size();) {
            const auto next = line.find(" |", at + 1);
            if (next == std::string::npos) {
                break;
            }
            cells.push_back(line.substr(std::min(at + 2, next), next - std::min(at + 2, next)));
            at = next + 1;
        }
        if (cells.size() >= 2) {
            const auto name = cells.front();
            rows.emplace(name, std::move(cells));
        }
    }
    return rows;
}

std::size_t namedMembers(const ValueSetContent& set) {
    std::set<std::pair<std::string, std::string>> named;
    for (const auto& one : shipped().concepts) {
        const auto has = [&](std::string_view language) {
            return std::ranges::find(one.designations, language, &DesignationContent::language) !=
                   one.designations.end();
        };
        if (has("nb-NO") && has("nn-NO")) {
            named.emplace(one.system, one.code);
        }
    }
    return static_cast<std::size_t>(std::ranges::count_if(
        set.members, [&](const auto& member) { return named.contains({member.system, member.code}); }));
}

} // namespace

TEST_CASE("the page on terminology tells how many members of each value set have Norwegian names",
          "[terminology]") {
    const auto rows = rowsOfPage();
    for (const auto& set : shipped().valueSets) {
        INFO(set.name);
        const auto row = rows.find(set.name);
        REQUIRE(row != rows.end());
        const auto named = std::to_string(namedMembers(set));
        CHECK(row->second[1].starts_with(named + " of "));
        if (set.fixed) {
            CHECK(row->second[1] == named + " of " + named);
        }
    }
}

TEST_CASE("the page on terminology tells the size of the catalogue's value sets", "[terminology]") {
    const auto file = test::referencePath("terminology/mvc.tsv");
    if (!file) {
        return;
    }
    const auto bytes = readFile(*file).value();
    const auto catalogue = test::read(Format::CatalogueTable, bytes).content;
    const auto rows = rowsOfPage();
    for (const auto& set : catalogue.valueSets) {
        INFO(set.name);
        const auto row = rows.find(set.name);
        REQUIRE(row != rows.end());
        CHECK(row->second[1].ends_with(" of " + std::to_string(set.members.size())));
    }
}

TEST_CASE("every value set of the catalogue with up to 160 members has all names in bokmål and nynorsk",
          "[terminology]") {
    const auto file = test::referencePath("terminology/mvc.tsv");
    if (!file) {
        return;
    }
    const auto bytes = readFile(*file).value();
    const auto catalogue = test::read(Format::CatalogueTable, bytes).content;
    std::size_t small = 0;
    for (const auto& set : catalogue.valueSets) {
        if (set.members.size() > 160) {
            continue;
        }
        ++small;
        INFO(set.name);
        const auto ours = std::ranges::find(shipped().valueSets, set.oid, &ValueSetContent::oid);
        REQUIRE(ours != shipped().valueSets.end());
        CHECK(ours->fixed);
        CHECK(namedMembers(*ours) == set.members.size());
    }
    CHECK(small >= 40);
}

TEST_CASE("the page on terminology tells how many mappings of each map are approved and proposed",
          "[terminology]") {
    const auto rows = rowsOfPage();
    for (const auto& map : shipped().maps) {
        INFO(map.name);
        const auto row = rows.find(map.name);
        REQUIRE(row != rows.end());
        REQUIRE(row->second.size() >= 5);
        const auto approved = std::ranges::count_if(map.elements, &MapElement::valid);
        CHECK(row->second[3] == std::to_string(approved));
        CHECK(row->second[4] == std::to_string(std::ssize(map.elements) - approved));
    }
}
