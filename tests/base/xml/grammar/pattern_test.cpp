#include "base/handle.hpp"
#include "base/table.hpp"
#include "base/xml/grammar/pattern.hpp"
#include "base/xml/grammar/value_check.hpp"
#include "base/xml/runtime.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>
#include <random>
#include <regex>

using namespace ncp;
using xml::grammar::Pattern;

namespace {

const xml::Runtime runtime;

const xmlChar* text(const std::string& characters) {
    return reinterpret_cast<const xmlChar*>(characters.c_str());
}

/// The patterns of our schema and of the rules, and some that try each construct.
std::vector<std::string> patterns() {
    std::vector<std::string> found{"a{2}b{1,3}|c{2,}", "(a|b|)*c", "[a-c\\-0-2]+", "[^a\\s]+b", ".*1.",
                                   "\\d\\s\\S",        "x?y?",     "\\.?\\\\"};
    const std::regex quoted{"<xs:pattern value=\"([^\"]*)\""};
    const std::filesystem::path folder{std::filesystem::path{NCP_SOURCE_DIR} / "config/schema/cda"};
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        const auto schema = readFile(entry.path()).value();
        for (std::sregex_iterator at{schema.begin(), schema.end(), quoted}, end; at != end; ++at) {
            found.push_back((*at)[1]);
        }
    }
    constexpr std::array<std::string_view, 3> kColumns{"pattern", "expression", "notation"};
    const auto rules =
        readTable(std::filesystem::path{NCP_SOURCE_DIR} / "config/rules/patterns.tsv", kColumns).value();
    for (const auto& row : rules.rows) {
        found.push_back(row.cells[1]);
    }
    return found;
}

/// Words near those of the patterns: digits, separators, and what has no place in them.
std::string word(std::mt19937& chance) {
    constexpr std::array<std::string_view, 37> kPieces{
        "0",        "1",    "2",        "9",   ".",     "-",  "+",     "a",    "b",     "c",
        "A",        "x",    "y",        " ",   "é",     "\t", "\\",    "true", "false", "20260101",
        "12345678", "1234", "1a2b3c4d", "0.",  "-1234", "",   "nb-NO", "NO",   "tel:",  "mailto:",
        "https://", "a@b",  "#",        "{x}", "mg",    "/",  "\n"};
    std::string made;
    for (auto pieces = chance() % 8; pieces > 0; --pieces) {
        made += kPieces[chance() % kPieces.size()];
    }
    return made;
}

} // namespace

TEST_CASE("every pattern of our schema and our rules is understood", "[grammar]") {
    CHECK(patterns().size() >= 20);
    for (const auto& pattern : patterns()) {
        CAPTURE(pattern);
        CHECK(Pattern::compile(pattern));
    }
}

// libxml2 matches too much at times: "A.1" is one of its identifiers. Then it decides, as it did before.
TEST_CASE("a pattern matches what it says in ASCII, and nothing that libxml2 would not", "[grammar]") {
    std::mt19937 chance{7};
    for (const auto& pattern : patterns()) {
        const auto own = Pattern::compile(pattern).value();
        const std::regex meant{pattern};
        const Handle<xmlRegexp, &xmlRegFreeRegexp> reference{xmlRegexpCompile(text(pattern))};
        std::size_t matched = 0;
        for (int i = 0; i < 20'000; ++i) {
            const auto value = word(chance);
            const bool isAscii = value.find("é") == std::string::npos;
            CAPTURE(pattern, value);
            REQUIRE(own.matches(value) == (isAscii && std::regex_match(value, meant)));
            if (own.matches(value)) {
                REQUIRE(xmlRegexpExec(reference.get(), text(value)) == 1);
                ++matched;
            }
        }
        CAPTURE(pattern);
        CHECK(matched > 0);
    }
}

TEST_CASE("a pattern that is not understood is no pattern", "[grammar]") {
    for (const std::string pattern :
         {"\\p{L}+", "[^]", "[a-z-[aeiou]]", "\\w", "\\i\\c*", "a{2", "(a", "a)", "a**", "[", "[]", "[z-a]",
          "é", "a{3,2}", "a{9999}", "\\", "*a", "(((((((((((((((((((((a)))))))))))))))))))))"}) {
        CAPTURE(pattern);
        CHECK_FALSE(Pattern::compile(pattern));
    }
}

TEST_CASE("a built-in type accepts nothing that libxml2 refuses", "[grammar]") {
    using xml::grammar::builtIn;
    struct Type {
        std::string_view name;
        xmlSchemaValType reference;
    };
    constexpr std::array<Type, 9> kTypes{{{"anyURI", XML_SCHEMAS_ANYURI},
                                          {"base64Binary", XML_SCHEMAS_BASE64BINARY},
                                          {"boolean", XML_SCHEMAS_BOOLEAN},
                                          {"decimal", XML_SCHEMAS_DECIMAL},
                                          {"double", XML_SCHEMAS_DOUBLE},
                                          {"ID", XML_SCHEMAS_ID},
                                          {"IDREF", XML_SCHEMAS_IDREF},
                                          {"integer", XML_SCHEMAS_INTEGER},
                                          {"NMTOKEN", XML_SCHEMAS_NMTOKEN}}};
    xmlSchemaInitTypes();
    std::mt19937 chance{11};
    for (const auto& type : kTypes) {
        const auto own = builtIn(type.name);
        const auto* reference = xmlSchemaGetBuiltInType(type.reference);
        std::size_t accepted = 0;
        for (int i = 0; i < 20'000; ++i) {
            const auto value = word(chance);
            if (own->accepts(value)) {
                ++accepted;
                CAPTURE(type.name, value);
                REQUIRE(xmlSchemaValidatePredefinedType(const_cast<xmlSchemaTypePtr>(reference), text(value),
                                                        nullptr) == 0);
            }
        }
        CAPTURE(type.name);
        CHECK(accepted > 100);
    }
    CHECK(builtIn("QName") == nullptr);
    CHECK(builtIn("dateTime") == nullptr);
}

TEST_CASE("white space that a type collapses is left to libxml2", "[grammar]") {
    using xml::grammar::builtIn;
    CHECK(builtIn("token")->accepts("two words"));
    CHECK(builtIn("string")->accepts(" \n "));
    CHECK(builtIn("NMTOKENS")->accepts("Bold Italics"));
    for (const std::string_view value : {" a", "a ", "a  b", "a\tb", "a\n", " "}) {
        CAPTURE(value);
        CHECK_FALSE(builtIn("token")->accepts(value));
        CHECK_FALSE(builtIn("NMTOKENS")->accepts(value));
    }
}
