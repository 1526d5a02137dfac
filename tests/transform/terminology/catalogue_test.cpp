#include "transform/terminology/catalogue.hpp"

#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using transform::terminology::Catalogue;
using transform::terminology::Step;

namespace {

Result<Catalogue> load(std::string_view systems, std::string_view designations) {
    const test::TemporaryDirectory folder;
    folder.write("code-systems.tsv",
                 "system\tname_en\tname_nb\twire_name\tversion\taliases\n" + std::string{systems});
    folder.write("designations-a.tsv",
                 "system\tcode\tnb\tnn\ten\tsource\tstatus\n" + std::string{designations});
    return Catalogue::load(folder.path());
}

} // namespace

TEST_CASE("a designation follows the language chain and says which step it took", "[terminology]") {
    const auto catalogue = load("1.2.3\tX\tX\tX\t\tEX, Ex-2\n", "1.2.3\ta\tnb\tnn\ten\town\tproposed\n"
                                                                "1.2.3\tb\tnb\t\ten\town\tproposed\n"
                                                                "1.2.3\tc\t\t\ten\town\tproposed\n");
    REQUIRE(catalogue);
    CHECK(catalogue->size() == 3);
    CHECK(catalogue->designation("1.2.3", "a", TextLanguage::Nynorsk)->text == "nn");
    CHECK(catalogue->designation("Ex-2", "b", TextLanguage::Nynorsk)->text == "nb");
    CHECK(catalogue->designation("1.2.3", "b", TextLanguage::Nynorsk)->step == Step::Sibling);
    CHECK(catalogue->designation("1.2.3", "c", TextLanguage::Bokmaal)->step == Step::English);
    CHECK(catalogue->designation("1.2.3", "c", TextLanguage::English)->step == Step::Exact);
    CHECK_FALSE(catalogue->designation("1.2.3", "z", TextLanguage::Bokmaal));
    CHECK_FALSE(catalogue->designation("9.9", "a", TextLanguage::Bokmaal));
    CHECK(catalogue->knowsSystem("EX"));
    CHECK_FALSE(catalogue->knowsSystem("ex"));
}

TEST_CASE("every fault of a catalogue is reported with file and line", "[terminology]") {
    const auto catalogue =
        load("1.2.3\tX\tX\tX\t\t\nnot-an-oid\tY\tY\tY\t\t\n", "1.2.3\ta\tnb\tnn\ten\town\tproposed\n"
                                                              "1.2.3\ta\tnb\tnn\ten\town\tproposed\n"
                                                              "7.7\ta\tnb\tnn\ten\town\tproposed\n"
                                                              "1.2.3\td\tnb\tnn\t\town\tproposed\n");
    REQUIRE_FALSE(catalogue);
    const auto& detail = catalogue.error().detail;
    CHECK(detail.find("code-systems.tsv:3:") != std::string::npos);
    CHECK(detail.find("designations-a.tsv:3: concept a stands twice") != std::string::npos);
    CHECK(detail.find("designations-a.tsv:4:") != std::string::npos);
    CHECK(detail.find("designations-a.tsv:5:") != std::string::npos);
}
