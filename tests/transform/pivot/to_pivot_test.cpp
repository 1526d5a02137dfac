#include "transform/pivot/to_pivot.hpp"

#include "base/table.hpp"
#include "tests/transform/pivot/pivot_documents.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::test;
using transform::pivot::Status;
using transform::pivot::Transformed;

namespace {

Transformed transcoded(std::string_view inner) {
    return transform::pivot::toPivot(summary(inner), smallList(), smallCatalogue()).value();
}

std::string result(std::string_view inner) {
    return innerOf(transcoded(inner).bytes);
}

std::vector<std::string> codesOf(std::string_view inner) {
    std::vector<std::string> codes;
    for (const auto& finding : transcoded(inner).findings) {
        codes.push_back(finding.code + (finding.severity == Severity::Error ? "!" : ""));
    }
    return codes;
}

using Codes = std::vector<std::string>;

} // namespace

TEST_CASE("a national code becomes that of the exchange and stays as translation", "[pivot]") {
    CHECK(result("<required code=\"N1\" codeSystem=\"1.2.4\" codeSystemVersion=\"7\" "
                 "displayName=\"Peanøtt\"/>") ==
          "<required code=\"A1\" codeSystem=\"1.2.3\" codeSystemVersion=\"2026\" displayName=\"peanut\" "
          "codeSystemName=\"Allergens\"><translation code=\"N1\" codeSystem=\"1.2.4\" "
          "codeSystemVersion=\"7\" displayName=\"Peanøtt\"/></required>");
    CHECK(transcoded("<required code=\"N1\" codeSystem=\"1.2.4\"/>").counts.mapped == 1);
    CHECK(codesOf("<required code=\"N1\" codeSystem=\"1.2.4\"/>").empty());
    CHECK(codesOf("<required code=\"N2\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.inexact"});
}

TEST_CASE("elements that the list does not name are mapped where the release can", "[pivot]") {
    CHECK(result("<other code=\"N1\" codeSystem=\"1.2.4\"/>").find("code=\"A1\"") != std::string::npos);
    const std::string unknown = "<other code=\"N3\" codeSystem=\"1.2.4\" displayName=\"uten kart\"/>"
                                "<other code=\"X\" codeSystem=\"9.9\" displayName=\"x\"/>"
                                "<free code=\"X\" codeSystem=\"9.9\" displayName=\"x\"/>";
    CHECK(result(unknown) == unknown);
}

TEST_CASE("a national code that no element of the list asks for is told, one that others read is not",
          "[pivot]") {
    CHECK(codesOf("<other code=\"N3\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.unmapped"});
    CHECK(codesOf("<other code=\"N5\" codeSystem=\"1.2.4\"/>").empty());
    CHECK(codesOf("<other code=\"N9\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.missing"});
    CHECK(codesOf(
              "<optional code=\"A1\" codeSystem=\"1.2.3\"><qualifier><name code=\"side\" codeSystem=\"9.9\"/>"
              "<value code=\"V\" codeSystem=\"9.9\" displayName=\"venstre\"/></qualifier></optional>") ==
          Codes{"pivot.unknown_system", "pivot.unknown_system"});
    CHECK(codesOf("<other code=\"A9\" codeSystem=\"1.2.3\"/>").empty());
    CHECK(codesOf("<other code=\"ASSERTION\" codeSystem=\"2.16.840.1.113883.5.4\"/>").empty());
    CHECK(codesOf("<free code=\"our own\" codeSystem=\"9.9\"/>").empty()); // no set is asked of it
}

TEST_CASE("a code beside a nullFlavor is transcoded as any other, keeps it, and is told", "[pivot]") {
    CHECK(result("<required nullFlavor=\"UNK\" code=\"N1\" codeSystem=\"1.2.4\"/>") ==
          "<required nullFlavor=\"UNK\" code=\"A1\" codeSystem=\"1.2.3\" codeSystemName=\"Allergens\" "
          "codeSystemVersion=\"2026\" displayName=\"peanut\"><translation code=\"N1\" "
          "codeSystem=\"1.2.4\"/></required>");
    CHECK(codesOf("<required nullFlavor=\"UNK\" code=\"N1\" codeSystem=\"1.2.4\"/>") ==
          Codes{"pivot.contradictory"});
    const std::string unmapped = "<required nullFlavor=\"UNK\" code=\"N3\" codeSystem=\"1.2.4\"/>";
    CHECK(result(unmapped) == "<required nullFlavor=\"UNK\"><translation code=\"N3\" "
                              "codeSystem=\"1.2.4\"/></required>");
    CHECK(codesOf(unmapped) == Codes{"pivot.contradictory", "pivot.unmapped"});
    CHECK(codesOf("<required nullFlavor=\"UNK\" code=\" \"/>").empty());
}

TEST_CASE("only a translation of a code is passed by: what else is called so is looked at", "[pivot]") {
    const std::string code = "<required code=\"N3\" codeSystem=\"1.2.4\"/>";
    CHECK(codesOf("<translation><act>" + code + "</act></translation>") == Codes{"pivot.unmapped"});
    CHECK(codesOf("<x:translation xmlns:x=\"urn:x\">" + code + "</x:translation>") ==
          Codes{"pivot.unmapped"});
    CHECK(codesOf("<optional><translation>" + code + "</translation></optional>").empty());
    CHECK(codesOf("<other code=\"A1\" codeSystem=\"1.2.3\"><translation code=\"N3\" codeSystem=\"1.2.4\"/>"
                  "</other>")
              .empty());
}

TEST_CASE("a national code without names of its own is held against those of its target", "[pivot]") {
    CHECK(codesOf("<optional code=\"M1\" codeSystem=\"1.2.5\" displayName=\"Jordnøtt\"/>").empty());
    CHECK(codesOf("<optional code=\"M1\" codeSystem=\"1.2.5\" displayName=\"jordnøtt, venstre\"/>") ==
          Codes{"pivot.display_mismatch"});
    CHECK(codesOf("<optional code=\"M1\" codeSystem=\"1.2.5\"/>").empty());
    CHECK(codesOf("<optional code=\"N1\" codeSystem=\"1.2.4\" displayName=\"Peanøtt\"/>").empty());
}

TEST_CASE("a code of the exchange gets its English name and keeps the Norwegian one", "[pivot]") {
    CHECK(result("<optional code=\"A2\" codeSystem=\"1.2.3\" displayName=\"mjølk\"></optional>") ==
          "<optional code=\"A2\" codeSystem=\"1.2.3\" displayName=\"milk\"><translation code=\"A2\" "
          "codeSystem=\"1.2.3\" displayName=\"mjølk\"/></optional>");
    CHECK(result("<optional code=\"A2\" codeSystem=\"1.2.3\"/>") ==
          "<optional code=\"A2\" codeSystem=\"1.2.3\" displayName=\"milk\"/>");
    CHECK(result("<optional code=\"A2\" codeSystem=\"ALL\" displayName=\"milk\"/>") ==
          "<optional code=\"A2\" codeSystem=\"1.2.3\" displayName=\"milk\" codeSystemName=\"Allergens\" "
          "codeSystemVersion=\"2026\"><translation code=\"A2\" codeSystem=\"ALL\" "
          "displayName=\"milk\"/></optional>");
}

TEST_CASE("a pivot comes out unchanged", "[pivot]") {
    const std::string pivot = "<required code=\"A1\" codeSystem=\"1.2.3\" displayName=\"Peanut \">"
                              "<translation code=\"N1\" codeSystem=\"1.2.4\" displayName=\"peanøtt\"/>"
                              "</required><optional nullFlavor=\"OTH\"><translation code=\"N3\" "
                              "codeSystem=\"1.2.4\"/></optional><plain unit=\"[IU]\"/>";
    CHECK(result(pivot) == pivot);
    CHECK(transcoded(pivot).changed.empty());
    CHECK(transcoded(pivot).status == Status::Success);
}

TEST_CASE("an optional code without a mapping becomes OTH with the code in a translation", "[pivot]") {
    CHECK(result("<optional xsi:type=\"CE\" code=\"N3\" codeSystem=\"1.2.4\" displayName=\"uten kart\">"
                 "<originalText>x</originalText></optional>") ==
          "<optional xsi:type=\"CE\" nullFlavor=\"OTH\"><originalText>x</originalText><translation "
          "code=\"N3\" codeSystem=\"1.2.4\" displayName=\"uten kart\"/></optional>");
    CHECK(codesOf("<optional code=\"N3\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.unmapped"});
    CHECK(codesOf("<optional code=\"N4\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.unmapped"});
    CHECK(codesOf("<optional code=\"N5\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.unmapped"});
    CHECK(codesOf("<optional code=\"N9\" codeSystem=\"1.2.4\"/>") == Codes{"pivot.missing"});
    CHECK(codesOf("<optional code=\"N9\" codeSystem=\"9.9\"/>") == Codes{"pivot.unknown_system"});
    CHECK(transcoded("<optional code=\"N3\" codeSystem=\"1.2.4\"/>").counts.unmapped == 1);
}

TEST_CASE("a translation that says less than the code takes nobody's place", "[pivot]") {
    const std::string less = "<translation code=\"N3\" codeSystem=\"1.2.4\" displayName=\"uten kart\"/>";
    for (const std::string more : {"codeSystemVersion=\"7\"", "codeSystemName=\"Liste\""}) {
        const auto code = "code=\"N3\" codeSystem=\"1.2.4\" " + more + " displayName=\"uten kart\"";
        const auto once = result("<optional " + code + ">" + less + "</optional>");
        CHECK(once == "<optional nullFlavor=\"OTH\">" + less + "<translation " + code + "/></optional>");
        CHECK(result(once) == once);
    }
    CHECK(
        result("<required code=\"N1\" codeSystem=\"1.2.4\" codeSystemVersion=\"7\"><translation code=\"N1\" "
               "codeSystem=\"1.2.4\"/></required>")
            .find("<translation code=\"N1\" codeSystem=\"1.2.4\" codeSystemVersion=\"7\"/>") !=
        std::string::npos);
}

TEST_CASE("a required code without a mapping refuses the document, and the input comes back", "[pivot]") {
    for (const char* code : {"N3", "N4", "N5", "N9"}) {
        const auto text = prescription("<inner code=\"N1\" codeSystem=\"1.2.4\"/><required code=\"" +
                                       std::string{code} + "\" codeSystem=\"1.2.4\"/>");
        const auto refused = transform::pivot::toPivot(text, smallList(), smallCatalogue());
        CHECK(refused->status == Status::Error);
        CHECK(refused->bytes == text);
        CHECK(refused->findings.at(0).number.starts_with("45"));
    }
    CHECK(codesOf("<required code=\"A9\" codeSystem=\"1.2.3\"/>") == Codes{"pivot.missing"});
    CHECK(codesOf("<required nullFlavor=\"UNK\"/>").empty());
    CHECK(transform::pivot::toPivot(clinicalDocument("57833-6", ""), smallList(), smallCatalogue())->status ==
          Status::Error);
    const auto null = transform::pivot::toPivot(clinicalDocument("57833-6", "<required nullFlavor=\"UNK\"/>"),
                                                smallList(), smallCatalogue());
    CHECK(null->status == Status::Warning);
    CHECK(null->findings.at(0).code == "pivot.required_null");
}

TEST_CASE("where a nullFlavor is allowed, a code without a mapping leaves as OTH beside the rest",
          "[pivot]") {
    for (const char* code : {"N3", "N4", "N5", "N9"}) {
        const auto written =
            "code=\"" + std::string{code} + "\" codeSystem=\"1.2.4\" displayName=\"utslett\"";
        CHECK(result("<required " + written + "/>") ==
              "<required nullFlavor=\"OTH\"><translation " + written + "/></required>");
        CHECK(transcoded("<required " + written + "/>").status == Status::Warning);
    }
    const std::string noRoom = "<required xsi:type=\"CV\" code=\"N3\" codeSystem=\"1.2.4\"/>";
    CHECK(transcoded(noRoom).status == Status::Error);
}

TEST_CASE("a required national code whose data type has no room does not leave as it is", "[pivot]") {
    for (const char* type : {"CV", "CO", "CS"}) {
        const auto mapped =
            "<required xsi:type=\"" + std::string{type} + "\" code=\"N1\" codeSystem=\"1.2.4\"/>";
        CHECK(codesOf(mapped) == Codes{"pivot.no_room!"});
        CHECK(transcoded(mapped).counts.unmapped == 1);
    }
    CHECK(codesOf("<required xsi:type=\"CV\" code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\"/>") ==
          Codes{"pivot.not_possible"});
}

TEST_CASE("what the document type requires has to stand in each element that holds it", "[pivot]") {
    const std::string whole = "<box><inner code=\"A1\" codeSystem=\"1.2.3\" displayName=\"peanut\"/></box>";
    const auto of = [](const std::string& inner) {
        return transform::pivot::toPivot(overview(inner), smallList(), smallCatalogue()).value();
    };
    CHECK(of(whole + whole).status == Status::Success);
    const auto lacking = of(whole + "<box><other/></box>");
    CHECK(lacking.status == Status::Error);
    REQUIRE(lacking.findings.size() == 1);
    CHECK(lacking.findings[0].code == "pivot.required_missing");
    CHECK(lacking.findings[0].path == "/ClinicalDocument/box[2]");
    CHECK(lacking.findings[0].element == "inner");
    CHECK(of("<box/>").findings.size() == 1);
    CHECK(of(whole + "<box nullFlavor=\"NA\"><other/></box>").status == Status::Success);
    CHECK(of(whole + "<box nullFlavor=\"NA\"><crate><box/></crate></box>").status == Status::Success);
    CHECK(codesOf("<box/>") == Codes{"pivot.required_missing"}); // RNFA: told, not refused
    CHECK(codesOf("<box><inner nullFlavor=\"UNK\"/></box>").empty());
}

TEST_CASE("what holds a required code is missed where it is left out as a whole", "[pivot]") {
    const auto of = [](const std::string& inner) {
        return transform::pivot::toPivot(summary("<crate>" + inner + "</crate>"), smallList(),
                                         smallCatalogue())
            .value()
            .findings;
    };
    const std::string code = "<bottle code=\"A1\" codeSystem=\"1.2.3\" displayName=\"peanut\"/>";
    CHECK(of("<tray><shelf>" + code + "</shelf></tray>").empty());
    const auto lacking = of("<label/>");
    REQUIRE(lacking.size() == 1);
    CHECK(lacking[0].code == "pivot.required_missing");
    CHECK(lacking[0].path == "/ClinicalDocument/crate");
    CHECK(lacking[0].element == "tray/shelf/bottle");
    CHECK(lacking[0].severity == Severity::Warning);
    SECTION("one element may stand without what another one holds") {
        CHECK(of("<tray><shelf>" + code + "</shelf></tray><tray/>").empty());
    }
    SECTION("the innermost element that lacks it tells, and no other") {
        const auto told = of("<tray><shelf><label/></shelf></tray>");
        REQUIRE(told.size() == 1);
        CHECK(told[0].path == "/ClinicalDocument/crate/tray/shelf");
        CHECK(told[0].element == "bottle");
    }
    SECTION("a nullFlavor on the way will do") {
        CHECK(of("<tray nullFlavor=\"UNK\"/>").empty());
        CHECK(of("<tray><shelf nullFlavor=\"UNK\"/></tray>").empty());
    }
    SECTION("the code of the excuse will do, another one will not") {
        CHECK(of("<shelf code=\"none\" codeSystem=\"1.2.9\"/>").empty());
        CHECK(of("<shelf code=\"A1\" codeSystem=\"1.2.3\"/>").size() == 1);
    }
    SECTION("a kind of code that another row claims does not stand in for it") {
        CHECK(of("<tray kind=\"other\"><shelf>" + code + "</shelf></tray>").size() == 1);
    }
}

TEST_CASE("an allergy without its agent, a medicine without its kind: told before the document leaves",
          "[pivot]") {
    const auto missingOf = [](std::string_view name, std::string_view begin, std::string_view end) {
        const auto file = std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/no/documents" / name;
        auto text = readFile(file).value();
        const auto from = text.find(begin);
        REQUIRE(from != std::string::npos);
        text.erase(from, text.find(end, from) + end.size() - from);
        std::vector<std::string> missing;
        const auto pivot = transform::pivot::toPivot(text, shippedList(), shippedCatalogue()).value();
        for (const auto& finding : pivot.findings) {
            if (finding.code == "pivot.required_missing") {
                missing.push_back(finding.element);
            }
        }
        return missing;
    };
    CHECK(missingOf("epilepsy-summary.xml", "<participant typeCode=\"CSM\"", "</participant>") ==
          Codes{"participant/participantRole/playingEntity/code"});
    CHECK(missingOf("tablet-prescription.xml", "<pharm:asSpecializedKind", "</pharm:asSpecializedKind>") ==
          Codes{"consumable/manufacturedProduct/manufacturedMaterial/asSpecializedKind/"
                "generalizedMaterialKind/code"});
}

TEST_CASE("a required element with words instead of a code is told", "[pivot]") {
    const auto told =
        transform::pivot::toPivot(prescription("<required><originalText>dråper</originalText></required>"),
                                  smallList(), smallCatalogue());
    CHECK(told->status == Status::Warning);
    CHECK(told->findings.at(0).code == "pivot.required_null");
    CHECK(codesOf("<required><originalText>dråper</originalText></required>").empty());
}

TEST_CASE("a code without an English name leaves with what the source calls it, and is told", "[pivot]") {
    CHECK(codesOf("<free code=\"B2\" codeSystem=\"1.2.3\" displayName=\"noe\"/>") == Codes{"pivot.no_name"});
}

TEST_CASE("what a finding is about is told without a language", "[pivot]") {
    const auto elementOf = [](std::string_view inner) { return transcoded(inner).findings.at(0).element; };
    CHECK(elementOf("<optional code=\"N3\" codeSystem=\"1.2.4\" displayName=\"utslett\"/>") ==
          "N3 \"utslett\" (Liste, 1.2.4)");
    CHECK(elementOf("<optional code=\"X\" codeSystem=\"9.9\"/>") == "X (9.9)");
    CHECK(elementOf("<optional code=\"X\"/>") == "X");
    CHECK(elementOf("<plain unit=\"furlong\"/>") == "furlong (2.16.840.1.113883.6.8)");
    const auto inexact = transcoded("<optional code=\"N2\" codeSystem=\"1.2.4\"/>").findings.at(0);
    CHECK(inexact.expected == "A2 \"milk\" (Allergens, 1.2.3)");
    const auto outside = transcoded("<optional code=\"B1\" codeSystem=\"1.2.3\" displayName=\"outside\"/>");
    CHECK(outside.findings.at(0).expected == "allergens (1.9.1)");
}

TEST_CASE("blanks round a code are none of it", "[pivot]") {
    CHECK(result("<required code=\" N1 \" codeSystem=\" 1.2.4\"/>") ==
          "<required code=\"A1\" codeSystem=\"1.2.3\" codeSystemName=\"Allergens\" "
          "codeSystemVersion=\"2026\" displayName=\"peanut\"><translation code=\" N1 \" codeSystem=\" "
          "1.2.4\"/></required>");
    const std::string own = "<required code=\" A1 \" codeSystem=\"1.2.3\" displayName=\"peanut\"/>";
    CHECK(result(own) == own);
    CHECK(codesOf(own).empty());
}

TEST_CASE("a code of the exchange outside the bound set stays, with a warning", "[pivot]") {
    const std::string outside = "<required code=\"B1\" codeSystem=\"1.2.3\" displayName=\"outside\"/>"
                                "<optional code=\"A9\" codeSystem=\"1.2.3\" displayName=\"?\"/>";
    CHECK(result(outside) == outside);
    CHECK(codesOf(outside) == Codes{"pivot.wrong_value_set", "pivot.missing"});
}

TEST_CASE("a name that is another concept's is told, and the catalogue's is written", "[pivot]") {
    CHECK(codesOf("<optional code=\"A1\" codeSystem=\"1.2.3\" displayName=\"melk\"/>") ==
          Codes{"pivot.display_mismatch"});
    CHECK(codesOf("<optional code=\"N1\" codeSystem=\"1.2.4\" displayName=\"kumelk\"/>") ==
          Codes{"pivot.display_mismatch"});
    CHECK(result("<optional code=\"A1\" codeSystem=\"1.2.3\" displayName=\"melk\"/>")
              .find("displayName=\"peanut\"") != std::string::npos);
}

TEST_CASE("international units are written as the value set has them", "[pivot]") {
    CHECK(result("<plain value=\"5\" unit='[iU]'/>") == "<plain value=\"5\" unit='[IU]'/>");
    CHECK(codesOf("<plain unit='[iU]'/><plain unit='[iU]'/>") == Codes{"pivot.unit_spelling"});
    CHECK(codesOf("<plain unit=\"furlong\"/>") == Codes{"pivot.missing"});
    CHECK(codesOf("<plain unit=\"\"/>").empty());
}

TEST_CASE("a code in an attribute alone or in a text is checked and never written", "[pivot]") {
    const std::string inner = "<alone code=\"B1\"/><alone code=\"A1\"/><country> B1 </country><country/>"
                              "<country>A1</country><country><b/></country>";
    CHECK(result(inner) == inner);
    CHECK(codesOf(inner) == Codes{"pivot.wrong_value_set", "pivot.wrong_value_set"});
}

TEST_CASE("an element without room for a translation is left as it is", "[pivot]") {
    const std::string inner = "<optional xsi:type=\"CV\" code=\"N1\" codeSystem=\"1.2.4\"/>"
                              "<optional xsi:type=\"CO\" code=\"N3\" codeSystem=\"1.2.4\"/>";
    CHECK(result(inner) == inner);
    CHECK(codesOf(inner) == Codes{"pivot.not_possible", "pivot.unmapped", "pivot.not_possible"});
}

TEST_CASE("an original clinical document leaves byte for byte; an unknown one does not leave", "[pivot]") {
    const auto original = clinicalDocument("34105-7", "<required code=\"N9\" codeSystem=\"1.2.4\"/>");
    const auto passed = transform::pivot::toPivot(original, smallList(), smallCatalogue());
    CHECK(passed->bytes == original);
    CHECK(passed->status == Status::Success);
    CHECK(transform::pivot::toPivot(clinicalDocument("1-1", ""), smallList(), smallCatalogue())->status ==
          Status::Error);
    CHECK_FALSE(transform::pivot::toPivot("<a/>", smallList(), smallCatalogue()));
}

TEST_CASE("transcoding twice changes nothing the second time", "[pivot]") {
    const auto once = transcoded("<required code=\"N1\" codeSystem=\"1.2.4\" displayName=\"peanøtt\"/>"
                                 "<optional code=\"N3\" codeSystem=\"1.2.4\"/><plain unit=\"[iU]\"/>");
    const auto twice = transform::pivot::toPivot(once.bytes, smallList(), smallCatalogue());
    CHECK(twice->bytes == once.bytes);
    CHECK(twice->status == Status::Success);
}
