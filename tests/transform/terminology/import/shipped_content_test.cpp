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

using Key = std::pair<std::string, std::string>; ///< code system and code

const Content& shipped() {
    static const auto content =
        readTables(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology").value();
    return content;
}

std::set<std::string> languagesOf(const ConceptContent& each) {
    std::set<std::string> languages;
    for (const auto& designation : each.designations) {
        languages.insert(designation.language);
    }
    return languages;
}

std::map<Key, std::set<std::string>> languagesByConcept() {
    std::map<Key, std::set<std::string>> out;
    for (const auto& each : shipped().concepts) {
        out.emplace(Key{each.system, each.code}, languagesOf(each));
    }
    return out;
}

const ValueSetContent* valueSet(const Content& content, const std::string& oid) {
    const auto found = std::ranges::find(content.valueSets, oid, &ValueSetContent::oid);
    return found == content.valueSets.end() ? nullptr : &*found;
}

std::set<Key> membersOf(const ValueSetContent& set) {
    std::set<Key> out;
    for (const auto& member : set.members) {
        out.emplace(member.system, member.code);
    }
    return out;
}

/// Small letters as far as the catalogue's capitals go: ASCII and Latin-1.
std::string lower(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ascii = text[i] >= 'A' && text[i] <= 'Z';
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool latin = i > 0 && text[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E;
        text[i] = static_cast<char>(text[i] + (ascii || latin ? 0x20 : 0));
    }
    return text;
}

} // namespace

TEST_CASE("at least 7,500 concepts have a bokmål and a nynorsk text, each with source and status",
          "[terminology]") {
    std::size_t norwegian = 0;
    for (const auto& each : shipped().concepts) {
        const auto languages = languagesOf(each);
        norwegian += languages.contains("nb-NO") && languages.contains("nn-NO") ? 1U : 0U;
        for (const auto& designation : each.designations) {
            INFO(each.system << " " << each.code);
            CHECK_FALSE(designation.source.empty());
            CHECK((designation.status == "proposed" || designation.status == "approved"));
        }
    }
    CHECK(norwegian >= 7'500);
}

TEST_CASE("every member of a fixed value set has a bokmål and a nynorsk text", "[terminology]") {
    const auto languages = languagesByConcept();
    std::size_t fixed = 0;
    for (const auto& set : shipped().valueSets) {
        if (!set.fixed) {
            continue;
        }
        ++fixed;
        CHECK_FALSE(set.members.empty());
        for (const auto& member : set.members) {
            INFO(set.name << " " << member.code);
            const auto found = languages.find({member.system, member.code});
            REQUIRE(found != languages.end());
            CHECK(found->second.contains("nb-NO"));
            CHECK(found->second.contains("nn-NO"));
        }
    }
    CHECK(fixed == 59);
}

TEST_CASE("the value sets that the catalogue lacks are supplied, but for the substances", "[terminology]") {
    const std::map<int, std::size_t> supplied{{31, 3}, {34, 3}, {37, 17}, {47, 5},
                                              {48, 2}, {49, 2}, {50, 2},  {51, 2}};
    for (const auto& [number, members] : supplied) {
        INFO(number);
        const auto* set = valueSet(shipped(), "1.3.6.1.4.1.12559.11.10.1.3.1.42." + std::to_string(number));
        REQUIRE(set != nullptr);
        CHECK(set->members.size() == members);
    }
    CHECK(valueSet(shipped(), "1.3.6.1.4.1.12559.11.10.1.3.1.42.61") == nullptr);
}

TEST_CASE("every approved mapping ends at a concept with an English and a bokmål text", "[terminology]") {
    const auto languages = languagesByConcept();
    std::size_t approved = 0;
    for (const auto& map : shipped().maps) {
        std::set<Key> sources;
        for (const auto& element : map.elements) {
            if (!element.valid) {
                continue;
            }
            ++approved;
            INFO(map.name << " " << element.sourceCode);
            CHECK(sources.insert({element.sourceSystem, element.sourceCode}).second);
            const auto found = languages.find({element.targetSystem, element.targetCode});
            REQUIRE(found != languages.end());
            CHECK(found->second.contains("en-GB"));
            CHECK(found->second.contains("nb-NO"));
        }
    }
    CHECK(shipped().maps.size() == 19);
    CHECK(approved >= 3'000);
}

TEST_CASE("a rubric that also holds what is long past is not mapped to the acute disease", "[terminology]") {
    // Poliomyelitis of today and its sequelae are one rubric of ICPC-2.
    bool found = false;
    for (const auto& map : shipped().maps) {
        for (const auto& element : map.elements) {
            if (element.sourceSystem.ends_with(".7170") && element.sourceCode == "N70") {
                found = true;
                CHECK_FALSE(element.valid);
            }
        }
    }
    CHECK(found);
}

TEST_CASE("what is measured in mass and in moles has two names", "[terminology]") {
    std::map<std::string, std::string> kinds; // by name
    for (const auto& each : shipped().concepts) {
        const auto text = [&](std::string_view language) {
            const auto of = std::ranges::find(each.designations, language, &DesignationContent::language);
            return of == each.designations.end() ? std::string{} : of->text;
        };
        const auto english = text("en-GB");
        const auto kind = english.find("[Mass/") != std::string::npos    ? "mass"
                          : english.find("[Moles/") != std::string::npos ? "moles"
                                                                         : "";
        if (each.system == "2.16.840.1.113883.6.1" && *kind != 0) {
            INFO(english);
            CHECK(kinds.try_emplace(text("nb-NO"), kind).first->second == kind);
        }
    }
    CHECK(kinds.size() > 10);
}

TEST_CASE("the shipped members are members in the catalogue, and fixed sets are whole", "[terminology]") {
    const auto file = test::referencePath("terminology/mvc.tsv");
    if (!file) {
        return;
    }
    const auto bytes = readFile(*file).value();
    const auto catalogue = test::read(Format::CatalogueTable, bytes).content;
    const auto languages = languagesByConcept();
    std::size_t compared = 0;
    for (const auto& set : shipped().valueSets) {
        const auto* theirs = valueSet(catalogue, set.oid);
        if (theirs == nullptr) {
            continue;
        }
        ++compared;
        INFO(set.name);
        CHECK(set.name == theirs->name);
        CHECK(set.version == theirs->version);
        const auto ours = membersOf(set);
        const auto all = membersOf(*theirs);
        CHECK(std::ranges::includes(all, ours));
        if (set.fixed) {
            CHECK(ours == all);
        }
        // What has a text here and belongs there must be a member here: else it would seem to be outside.
        CHECK(std::ranges::all_of(
            all, [&](const Key& key) { return !languages.contains(key) || ours.contains(key); }));
    }
    CHECK(compared == 59);
}

TEST_CASE("the English texts are those of the catalogue, whatever the case of its letters", "[terminology]") {
    const auto file = test::referencePath("terminology/mvc.tsv");
    if (!file) {
        return;
    }
    // The catalogue writes "Afrikaans-NAMIBIA" and explains the times of day: here stands what people read.
    const std::set<std::string> reworded{"2.16.840.1.113883.6.316", "2.16.840.1.113883.5.139"};
    const auto bytes = readFile(*file).value();
    const auto catalogue = test::read(Format::CatalogueTable, bytes).content;
    std::map<Key, std::string> theirs;
    for (const auto& each : catalogue.concepts) {
        if (!reworded.contains(each.system) && !each.designations.empty()) {
            theirs.emplace(Key{each.system, each.code}, lower(each.designations.front().text));
        }
    }
    std::size_t compared = 0;
    for (const auto& each : shipped().concepts) {
        const auto found = theirs.find({each.system, each.code});
        if (found == theirs.end()) {
            continue;
        }
        ++compared;
        const auto english = std::ranges::find(each.designations, "en-GB", &DesignationContent::language);
        INFO(each.code);
        REQUIRE(english != each.designations.end());
        CHECK(lower(english->text) == found->second);
    }
    CHECK(compared >= 6'800);
}
