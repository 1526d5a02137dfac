#include "base/texts.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <unistd.h>

using namespace ncp;

namespace {

Result<Texts> load(std::string_view rows) {
    const auto file =
        std::filesystem::temp_directory_path() / ("ncp-texts-test-" + std::to_string(::getpid()) + ".tsv");
    REQUIRE(writeFile(file, "key\tnb\tnn\ten\n" + std::string{rows}));
    auto texts = Texts::load({file});
    std::filesystem::remove(file);
    return texts;
}

} // namespace

TEST_CASE("a text comes in its language with its arguments in place", "[texts]") {
    const auto texts = load("a\t{0} av {1}\t{0} av {1} nn\t{1}: {0}\n").value();
    CHECK(texts.get(TextLanguage::Bokmaal, "a", {"3", "4"}) == "3 av 4");
    CHECK(texts.get(TextLanguage::Nynorsk, "a", {"3", "4"}) == "3 av 4 nn");
    CHECK(texts.get(TextLanguage::English, "a", {"3", "4"}) == "4: 3");
}

TEST_CASE("an argument is not read as a pattern, a missing one stays visible", "[texts]") {
    const auto texts = load("a\t{0}{1}\tx\tx\n").value();
    CHECK(texts.get(TextLanguage::Bokmaal, "a", {"{1}"}) == "{1}{1}");
}

TEST_CASE("an unknown key shows itself", "[texts]") {
    CHECK(load("a\tx\tx\tx\n").value().get(TextLanguage::English, "b.c") == "b.c");
}

TEST_CASE("empty cells and keys that stand twice are faults with their line", "[texts]") {
    const auto texts = load("a\tx\t\tx\na\ty\ty\ty\n");
    REQUIRE_FALSE(texts);
    CHECK(texts.error().detail.find(":2: empty cell") != std::string::npos);
    CHECK(texts.error().detail.find(":3: key a stands twice") != std::string::npos);
}

TEST_CASE("languages are told by their tags", "[texts]") {
    CHECK(parseTextLanguage("nn-NO").value() == TextLanguage::Nynorsk);
    CHECK(tag(TextLanguage::Bokmaal) == "nb");
    CHECK(localeTag(TextLanguage::English) == "en-GB");
    CHECK_FALSE(parseTextLanguage("sv"));
}
