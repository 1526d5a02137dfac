#include "transform/inventory/account.hpp"
#include "transform/inventory/account_report.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform::inventory;

namespace {

Inventory inventoryOf(const std::string& content) {
    auto inventory = takeInventory("<section xmlns=\"urn:hl7-org:v3\">" + content + "</section>");
    REQUIRE(inventory);
    return std::move(*inventory);
}

Account compare(const std::string& before, const std::string& after) {
    const auto result = account(inventoryOf(before), inventoryOf(after));
    CHECK(result.kept + result.translated.size() + result.recoded.size() + result.lost.size() ==
          result.before);
    return result;
}

const std::string kPeanut = R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanut")";

} // namespace

TEST_CASE("a document loses nothing against itself", "[account]") {
    const auto same = compare(kPeanut + "/><title>Allergies</title>", kPeanut + "/><title>Allergies</title>");
    CHECK(same.complete());
    CHECK(same.kept == 2);
    CHECK(same.added.empty());
}

TEST_CASE("a translated code is one whose original stands beside it", "[account]") {
    const auto result = compare(
        kPeanut + "/>", R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanøtt">)"
                        R"(<translation code="91935009" codeSystem="2.999.6" displayName="Peanut"/></code>)");
    CHECK(result.complete());
    REQUIRE(result.translated.size() == 1);
    CHECK(result.translated.front().after == "91935009 \"Peanøtt\" (2.999.6)");
    CHECK(result.added.empty());
}

TEST_CASE("a renamed code without its original is lost", "[account]") {
    const auto result =
        compare(kPeanut + "/>", R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanøtt"/>)");
    REQUIRE(result.lost.size() == 1);
    CHECK(result.lost.front().before == "91935009 \"Peanut\" (2.999.6)");
}

TEST_CASE("a translation that always said what the code said is the original beside it", "[account]") {
    const auto translation = "<translation" + kPeanut.substr(5) + "/></code>";
    const auto result =
        compare(kPeanut + ">" + translation,
                R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanøtt">)" + translation);
    CHECK(result.complete());
    CHECK(result.translated.size() == 1);
    const auto other = R"(<translation code="91935009" codeSystem="2.999.6"/></code>)";
    const auto renamed = R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanøtt">)";
    CHECK(compare(kPeanut + ">" + other, renamed + std::string{other}).lost.size() == 1);
    const auto versioned = kPeanut + R"( codeSystemVersion="2">)";
    CHECK(compare(versioned + translation, renamed + translation).lost.size() == 1);
    const auto stillVersioned =
        R"(<code code="91935009" codeSystem="2.999.6" displayName="Peanøtt" codeSystemVersion="2">)";
    CHECK(compare(versioned + translation, stillVersioned + translation).complete());
}

TEST_CASE("a recoded element keeps the national code beside the new one", "[account]") {
    const auto result =
        compare(kPeanut + "/>", R"(<code code="1" codeSystem="2.999.7" displayName="EU">)" +
                                    std::string{"<translation"} + kPeanut.substr(5) + "/></code>");
    CHECK(result.complete());
    CHECK(result.recoded.size() == 1);
}

TEST_CASE("a code that became a translation of something unknown is recoded", "[account]") {
    const auto result =
        compare(R"(<code code="1" codeSystem="2.999.6"/>)",
                R"(<code nullFlavor="OTH"><translation code="1" codeSystem="2.999.6"/></code>)");
    CHECK(result.complete());
    CHECK(result.recoded.size() == 1);
    CHECK(result.added.size() == 1);
}

TEST_CASE("nested translations may become siblings, and change places", "[account]") {
    const std::string nested =
        R"(<code code="1" codeSystem="2.999.6"><translation code="2" codeSystem="2.999.7"><translation code="3" codeSystem="2.999.8"/></translation></code>)";
    const std::string siblings =
        R"(<code code="1" codeSystem="2.999.6"><translation code="3" codeSystem="2.999.8"/><translation code="2" codeSystem="2.999.7"/></code>)";
    const auto result = compare(nested, siblings);
    CHECK(result.complete());
    CHECK(result.kept == 3);
    CHECK(result.added.empty());
}

TEST_CASE("a translation can become the code, as on the way back", "[account]") {
    const std::string there =
        R"(<code code="1" codeSystem="2.999.6" displayName="Ein"><translation code="1" codeSystem="2.999.6" displayName="One"/></code>)";
    const std::string back =
        R"(<code code="1" codeSystem="2.999.6" displayName="One"><translation code="1" codeSystem="2.999.6" displayName="Ein"/></code>)";
    const auto result = compare(there, back);
    CHECK(result.complete());
    CHECK(result.added.empty());
    const auto gone = compare(there, R"(<code code="1" codeSystem="2.999.6" displayName="One"/>)");
    CHECK(gone.lost.size() == 1);
}

TEST_CASE("a translation beside another element does not answer", "[account]") {
    const auto result = compare(
        R"(<code code="1" codeSystem="2.999.6" displayName="One"/><value code="2" codeSystem="2.999.6"/>)",
        R"(<code code="1" codeSystem="2.999.6" displayName="Ein"/><value code="2" codeSystem="2.999.6"><translation code="1" codeSystem="2.999.6" displayName="One"/></value>)");
    CHECK(result.lost.size() == 1);
    CHECK(result.added.size() == 2);
}

TEST_CASE("one copy does not answer for two", "[account]") {
    const auto result = compare(R"(<item>a</item><item>a</item>)", R"(<item>a</item>)");
    CHECK(result.lost.size() == 1);
    const auto translations = compare(
        R"(<code nullFlavor="OTH"><translation code="3" codeSystem="2.999"/><translation code="3" codeSystem="2.999"/></code>)",
        R"(<code nullFlavor="OTH"><translation code="3" codeSystem="2.999"/></code>)");
    CHECK(translations.lost.size() == 1);
}

TEST_CASE("values that change places are lost in both", "[account]") {
    const auto doses = compare(R"(<low value="1" unit="mg"/><high value="2" unit="mg"/>)",
                               R"(<low value="2" unit="mg"/><high value="1" unit="mg"/>)");
    CHECK(doses.lost.size() == 2);
    const auto original = [](const std::string& first, const std::string& second) {
        return R"(<code><translation code="1" codeSystem="2.999"><originalText>)" + first +
               R"(</originalText></translation><translation code="2" codeSystem="2.999"><originalText>)" +
               second + "</originalText></translation></code>";
    };
    CHECK(compare(original("x", "y"), original("y", "x")).lost.size() == 2);
    CHECK(compare(original("x", "y"), original("x", "y")).complete());
}

TEST_CASE("the order of the narrative counts, whatever its markup", "[account]") {
    const auto words = [](const std::string& text) {
        return "<structuredBody><section><text>" + text + "</text></section></structuredBody>";
    };
    const auto result =
        compare(words("<content>no</content> allergy"), words("allergy <content>no</content>"));
    CHECK_FALSE(result.complete());
    CHECK_FALSE(compare(words("<paragraph>a</paragraph><list><item>b</item></list>"),
                        words("<list><item>b</item></list><paragraph>a</paragraph>"))
                    .complete());
    CHECK_FALSE(compare(words("<content>1</content> <content>0</content>"),
                        words("<content>1</content><content>0</content>"))
                    .complete());
    CHECK_FALSE(compare(words("<table><tr><td/><td>a</td></tr></table>"),
                        words("<table><tr><td>a</td><td/></tr></table>"))
                    .complete());
}

TEST_CASE("the international unit has two spellings, and no other unit has", "[account]") {
    const auto result = compare(R"(<value value="10" unit="[iU]"/>)", R"(<value value="10" unit="[IU]"/>)");
    CHECK(result.complete());
    CHECK(result.recoded.size() == 1);
    CHECK(compare(R"(<value value="10" unit="[iU]/[iU]"/>)", R"(<value value="10" unit="[IU]/[IU]"/>)")
              .complete());
    CHECK(compare(R"(<value value="10" unit="[iU]"/>)", R"(<value value="1" unit="[IU]"/>)").lost.size() ==
          1);
    CHECK(compare(R"(<value value="10" unit="mg"/>)", R"(<value value="10" unit="MG"/>)").lost.size() == 1);
}

TEST_CASE("a name that a code did not have is an addition", "[account]") {
    const auto result = compare(R"(<code code="1" codeSystem="2.999"/>)",
                                R"(<code code="1" codeSystem="2.999" displayName="One"/>)");
    CHECK(result.complete());
    CHECK(result.kept == 1);
    CHECK(result.added.size() == 1);
}

TEST_CASE("an element of another namespace is another element", "[account]") {
    CHECK(compare("<formCode>x</formCode>", "<p:formCode xmlns:p=\"urn:hl7-org:pharm\">x</p:formCode>")
              .lost.size() == 1);
}

TEST_CASE("the account says in three languages whether anything is lost", "[account]") {
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/inventory.tsv"});
    REQUIRE(texts);
    const auto result = compare(kPeanut + "/>", "<title>Allergies</title>");
    const auto english = toText(result, "a.xml", *texts, TextLanguage::English);
    CHECK(english.find("a.xml: leaves are lost") != std::string::npos);
    CHECK(english.find("a.xml:1: codes: 91935009 \"Peanut\" (2.999.6)\n    /section/code\n") !=
          std::string::npos);
    CHECK(toText(result, "a.xml", *texts, TextLanguage::Bokmaal).find("opplysninger er tapt") !=
          std::string::npos);
    CHECK(toText(result, "a.xml", *texts, TextLanguage::Nynorsk).find("opplysningar er tapte") !=
          std::string::npos);
    const auto json = toJson(result, "a.xml");
    CHECK(json["lost"].size() == 1);
    CHECK(json["complete"] == false);
    CHECK(json["added"][0]["after"] == "Allergies");
}
