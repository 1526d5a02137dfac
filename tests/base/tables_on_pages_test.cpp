#include "base/table.hpp"
#include "base/tolerance.hpp"
#include "base/wire_code.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <utility>

using namespace ncp;

namespace {

namespace fs = std::filesystem;

const fs::path kRoot{NCP_SOURCE_DIR};

std::string page(const std::string& name) {
    const auto text = readFile(kRoot / "docs" / name);
    REQUIRE(text);
    return *text;
}

std::size_t rowsBetween(const std::string& text, const std::string& heading, const std::string& end) {
    const auto start = text.find(heading);
    REQUIRE(start != std::string::npos);
    const auto part = text.substr(start, text.find(end, start + heading.size()) - start);
    std::size_t rows = 0;
    for (auto at = part.find("\n| `"); at != std::string::npos; at = part.find("\n| `", at + 1)) {
        ++rows;
    }
    return rows;
}

std::string spelled(std::string_view spelling, std::string_view name) {
    if (spelling.empty()) {
        return "–";
    }
    return spelling == name ? "as named" : "`" + std::string{spelling} + "`";
}

std::string usesOf(const WireCode& code) {
    constexpr std::array names{std::pair{CodeUse::Discovery, "ITI-55"}, std::pair{CodeUse::Query, "ITI-38"},
                               std::pair{CodeUse::Retrieve, "ITI-39"}, std::pair{CodeUse::Provide, "ITI-41"}};
    std::string uses;
    std::size_t count = 0;
    for (const auto& [use, name] : names) {
        if ((code.uses & static_cast<CodeUses>(use)) != 0) {
            uses += (uses.empty() ? "" : ", ") + std::string{name};
            ++count;
        }
    }
    return count == names.size() ? "all" : uses;
}

std::string severity(Severity weight) {
    return weight == Severity::Error ? "Error" : "Warning";
}

/// Every name of a tolerance that a source file notes: a constant named …Tolerance, or the text itself.
std::set<std::string> notedNames() {
    const std::regex constant{
        R"re((?:Tolerance|kIdentifierWithoutExtension|kSeveralValues|kUnknownGender|kShortBirthDate|kErrorCodeBesideMatch)\s*=\s*"([a-z0-9.-]+)")re"};
    const std::regex noted{R"re((?:tolerated|names)\.(?:emplace_back|push_back)\("([a-z0-9.-]+)"\))re"};
    std::set<std::string> names;
    for (const auto* room : {"base", "certs", "ncp", "transform"}) {
        for (const auto& file : fs::recursive_directory_iterator{kRoot / room}) {
            if (!file.is_regular_file()) {
                continue;
            }
            const auto text = readFile(file.path()).value_or("");
            for (const auto& pattern : {constant, noted}) {
                for (std::sregex_iterator found{text.begin(), text.end(), pattern}, end; found != end;
                     ++found) {
                    names.insert((*found)[1]);
                }
            }
        }
    }
    for (const auto* kind : {"hcp", "trc", "nok"}) { // joined from two parts where they are noted
        names.insert(std::string{kind} + "-audience-absent");
        names.insert(std::string{kind} + "-issuer-pattern");
    }
    names.insert({"hcp-purpose-system", "trc-purpose-system"});
    return names;
}

} // namespace

TEST_CASE("the page on interoperability has every tolerance as the table has it, and no other",
          "[tolerances]") {
    const auto text = page("interoperability.md");
    for (const auto& row : tolerances()) {
        const auto line = "\n| `" + std::string{row.name} + "` | " + std::string{row.where} + " | " +
                          std::string{row.peer} + " | " + std::string{row.we} + " | " +
                          (row.affectsData ? "yes" : "no") + " |\n";
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(rowsBetween(text, "## We tolerate, by name", "\n## ") == tolerances().size());
}

TEST_CASE("what a reader notes is a row of the table, and every row is noted somewhere", "[tolerances]") {
    const auto noted = notedNames();
    for (const auto& name : noted) {
        INFO(name);
        CHECK(findTolerance(name) != nullptr);
    }
    for (const auto& row : tolerances()) {
        INFO(row.name);
        CHECK(noted.count(std::string{row.name}) == 1);
    }
}

TEST_CASE("the page on error codes has every code as the table has it, and no other", "[errors]") {
    const auto text = page("error-codes.md");
    for (const auto& code : wireCodes()) {
        const auto line = "\n| `" + std::string{code.name} + "` | " + spelled(code.wire, code.name) + " | " +
                          spelled(code.former, code.name) + " | " + severity(code.severity) + " | " +
                          usesOf(code) + " | `" + std::string{spec(code.meaning).id} + "` |\n";
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(rowsBetween(text, "## What we understand", "\n## ") == wireCodes().size());
}

TEST_CASE("the page on error codes says what each of our errors becomes", "[errors]") {
    const auto text = page("error-codes.md");
    for (const auto& error : errorTable()) {
        const auto named = wireCode(error.code, {});
        const auto numbered = wireCode(error.code, {CodeStyle::Numbers, CodeFamily::General});
        const auto line = "\n| `" + std::string{error.id} + "` | `" + std::string{named} + "` | " +
                          (named == numbered ? std::string{} : "`" + std::string{numbered} + "`") + " | " +
                          severity(error.severity) + " | " + std::to_string(error.httpStatus) + " | ";
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(rowsBetween(text, "## What we send", "\n## ") == errorTable().size());
}
