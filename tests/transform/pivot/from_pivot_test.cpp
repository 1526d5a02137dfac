#include "transform/pivot/from_pivot.hpp"

#include "base/table.hpp"
#include "base/xml/runtime.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <vector>

using namespace ncp;
using transform::pivot::fromPivot;
using transform::terminology::Catalogue;

namespace {

const xml::Runtime runtime;
constexpr std::string_view kHl7 = "urn:hl7-org:v3";

/// A catalogue on disk for the length of a test.
class CatalogueFolder {
  public:
    CatalogueFolder() {
        std::filesystem::create_directories(path_);
        REQUIRE(writeFile(path_ / "code-systems.tsv", "system\tname_en\tname_nb\twire_name\tversion\taliases\n"
                                                      "1.2.3\tAllergens\tAllergener\t\t\tTEST-ALLERGEN\n"));
        REQUIRE(writeFile(path_ / "designations.tsv", "system\tcode\tnb\tnn\ten\tsource\tstatus\n"
                                                      "1.2.3\tA1\tjordnøtt\tjordnøtt\tpeanut\town\tproposed\n"
                                                      "1.2.3\tA2\tmelk\tmjølk\tmilk\town\tproposed\n"
                                                      "1.2.3\tA3\t\t\tlatex\town\tproposed\n"));
    }
    ~CatalogueFolder() { std::filesystem::remove_all(path_); }

    Catalogue load() const { return Catalogue::load(path_).value(); }

  private:
    std::filesystem::path path_ = std::filesystem::temp_directory_path() / "ncp-pivot-test-catalogue";
};

xml::Document parse(const std::string& inner) {
    return xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\" "
                                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
                                inner + "</ClinicalDocument>")
        .value();
}

/// Every attribute and text of a document with its count, white space between elements left out.
std::map<std::string, int> leaves(xml::Node root) {
    std::map<std::string, int> all;
    xml::walk(root, [&](xml::Node element) {
        for (const auto& attribute : element.attributes()) {
            ++all[std::string{attribute.name} + "=" + attribute.value];
        }
        const auto text = element.firstChild() ? std::string{} : element.text();
        if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
            ++all[text];
        }
        return true;
    });
    return all;
}

std::vector<std::string> lost(const std::map<std::string, int>& before,
                              const std::map<std::string, int>& after) {
    std::vector<std::string> gone;
    for (const auto& [leaf, count] : before) {
        const auto found = after.find(leaf);
        if (found == after.end() || found->second < count) {
            gone.push_back(leaf);
        }
    }
    return gone;
}

} // namespace

TEST_CASE("a coded element gets its Norwegian name and keeps the original as translation", "[pivot]") {
    const CatalogueFolder folder;
    const auto result = fromPivot(parse("<value xsi:type=\"CD\" code=\"A2\" codeSystem=\"1.2.3\" "
                                        "codeSystemName=\"X\" displayName=\"Cow milk\"/>"),
                                  folder.load(), TextLanguage::Nynorsk);
    const auto value = result.document.root().child(kHl7, "value").value();
    CHECK(value.attribute("displayName") == "mjølk");
    CHECK(value.attribute("code") == "A2");
    const auto original = value.child(kHl7, "translation").value();
    CHECK(original.attribute("displayName") == "Cow milk");
    CHECK(original.attribute("code") == "A2");
    CHECK(original.attribute("codeSystemName") == "X");
    CHECK(result.translated == 1);
    CHECK(result.findings.empty());
}

TEST_CASE("the original stands behind originalText and qualifiers and before other translations", "[pivot]") {
    const CatalogueFolder folder;
    const auto result =
        fromPivot(parse("<code code=\"A1\" codeSystem=\"TEST-ALLERGEN\" displayName=\"Arachis\">"
                        "<originalText>amendoim</originalText><qualifier/><translation code=\"9\" "
                        "codeSystem=\"4.5.6\"/></code>"),
                  folder.load(), TextLanguage::Bokmaal);
    std::vector<std::string> order;
    for (const auto child : result.document.root().firstChild()->children()) {
        order.push_back(std::string{child.name()} + child.attribute("code"));
    }
    CHECK(order == std::vector<std::string>{"originalText", "qualifier", "translationA1", "translation9"});
}

TEST_CASE("what has no Norwegian name stays as it came and is a finding", "[pivot]") {
    const CatalogueFolder folder;
    const auto result = fromPivot(parse("<a code=\"Z9\" codeSystem=\"1.2.3\" displayName=\"Zed\"/>"
                                        "<b code=\"1\" codeSystem=\"9.9.9\" displayName=\"Nine\"/>"
                                        "<c code=\"A3\" codeSystem=\"1.2.3\" displayName=\"Rubber\"/>"),
                                  folder.load(), TextLanguage::Bokmaal);
    REQUIRE(result.findings.size() == 3);
    CHECK(result.findings[0].code == "translation.missing");
    CHECK(result.findings[0].path == "/ClinicalDocument/a");
    CHECK(result.findings[1].code == "translation.unknown_system");
    CHECK(result.findings[2].code == "translation.fallback");
    CHECK(result.document.root().child(kHl7, "a")->attribute("displayName") == "Zed");
    CHECK_FALSE(result.document.root().child(kHl7, "a")->firstChild());
    CHECK(result.document.root().child(kHl7, "c")->attribute("displayName") == "latex");
    CHECK(result.missing == 2);
    CHECK(result.fallback == 1);
}

TEST_CASE("a name that is the same in both languages, or that never came, counts as translated too",
          "[pivot]") {
    const CatalogueFolder folder;
    const auto result = fromPivot(parse("<a code=\"A2\" codeSystem=\"1.2.3\" displayName=\"melk\"/>"
                                        "<b code=\"A2\" codeSystem=\"1.2.3\"/>"),
                                  folder.load(), TextLanguage::Bokmaal);
    const auto same = result.document.root().child(kHl7, "a").value();
    CHECK(same.attribute("displayName") == "melk");
    CHECK(same.child(kHl7, "translation")->attribute("code") == "A2");
    const auto silent = result.document.root().child(kHl7, "b").value();
    CHECK(silent.attribute("displayName") == "melk");
    REQUIRE(silent.child(kHl7, "translation"));
    CHECK_FALSE(silent.child(kHl7, "translation")->hasAttribute("displayName"));
}

TEST_CASE("a code without a code system is a finding", "[pivot]") {
    const CatalogueFolder folder;
    const auto result =
        fromPivot(parse("<a code=\"7771000\" displayName=\"Left\"/><statusCode code=\"active\"/>"),
                  folder.load(), TextLanguage::Bokmaal);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].code == "translation.unknown_system");
    CHECK(result.codedElements == 1);
    CHECK(result.missing == 1);
}

TEST_CASE("null flavours, translations and code strings are left alone", "[pivot]") {
    const CatalogueFolder folder;
    auto document =
        parse("<a nullFlavor=\"OTH\" code=\"A1\" codeSystem=\"1.2.3\"/>"
              "<b nullFlavor=\"UNK\"><translation code=\"A1\" codeSystem=\"1.2.3\" displayName=\"x\"/></b>"
              "<c xsi:type=\"CS\" code=\"A1\" codeSystem=\"1.2.3\" displayName=\"y\"/>");
    const auto before = leaves(document.root());
    const auto result = fromPivot(std::move(document), folder.load(), TextLanguage::Bokmaal);
    CHECK(leaves(result.document.root()) == before);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].code == "translation.not_possible");
}

TEST_CASE("translating twice adds nothing the second time", "[pivot]") {
    const CatalogueFolder folder;
    const auto catalogue = folder.load();
    auto once = fromPivot(parse("<a code=\"A1\" codeSystem=\"1.2.3\" displayName=\"peanut\"/>"), catalogue,
                          TextLanguage::Bokmaal);
    const auto text = once.document.serialize();
    const auto twice = fromPivot(std::move(once.document), catalogue, TextLanguage::Bokmaal);
    CHECK(twice.document.serialize() == text);
}

TEST_CASE("no leaf of any document at hand is lost in translation", "[pivot]") {
    const auto catalogue = Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(catalogue);
    const auto* reference = std::getenv("NCP_REFERENCE_DIR");
    std::vector<std::filesystem::path> roots{std::filesystem::path{NCP_SOURCE_DIR} / "config/demo"};
    roots.push_back(reference == nullptr ? std::filesystem::path{NCP_SOURCE_DIR} / "../shared/reference/cda"
                                         : std::filesystem::path{reference} / "cda");
    std::size_t read = 0;
    for (const auto& root : roots) {
        if (!std::filesystem::exists(root)) {
            WARN("skipped: " << root.filename().string() << " is not here");
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
            if (entry.path().extension() != ".xml") {
                continue;
            }
            auto document = xml::Document::parse(readFile(entry.path()).value());
            if (!document) {
                WARN("skipped: " << entry.path().filename().string() << ": " << document.error().detail);
                continue;
            }
            ++read;
            INFO(entry.path().filename().string());
            const auto before = leaves(document->root());
            const auto result = fromPivot(std::move(*document), *catalogue, TextLanguage::Bokmaal);
            CHECK(lost(before, leaves(result.document.root())) == std::vector<std::string>{});
            CHECK(result.translated + result.fallback + result.missing == result.codedElements);
            CHECK(xml::Document::parse(result.document.serialize()));
        }
    }
    CHECK(read >= 7);
}
