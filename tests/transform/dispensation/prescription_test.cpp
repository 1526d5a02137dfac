#include "transform/dispensation/prescription.hpp"

#include "tests/transform/dispensation/material.hpp"
#include "transform/dispensation/values.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::dispensation;
using test::replaced;

namespace {

std::string prescription() {
    return test::demoPrescription("eye-drops").serialize();
}

} // namespace

TEST_CASE("a prescription tells its id, packages and whether another product is allowed", "[dispensation]") {
    const auto drops = prescriptionOf(test::demoPrescription("eye-drops"));
    REQUIRE(drops);
    REQUIRE(drops->items.size() == 1);
    CHECK(drops->items.front().packages == 6);
    CHECK_FALSE(drops->items.front().substitutable);
    CHECK(drops->items.front().active);
    CHECK_FALSE(drops->id.extension.empty());
    CHECK(prescriptionOf(test::demoPrescription("anticoagulant"))->items.front().substitutable);
    CHECK(prescriptionOf(test::demoPrescription("child"))->items.front().substitutable); // code G
}

TEST_CASE("a prescription without a readable number of packages is one package", "[dispensation]") {
    const auto* quantity = GENERATE("<quantity nullFlavor=\"UNK\"/>", "<quantity value=\"-3\" unit=\"1\"/>",
                                    "<quantity value=\"many\"/>");
    const auto text = replaced(prescription(), "<quantity value=\"6\" unit=\"1\"/>", quantity);
    CHECK(prescriptionOf(test::parsed(text))->items.front().packages == 1);
}

TEST_CASE("an item that is not in force is told", "[dispensation]") {
    const auto status = [](const std::string& code) {
        return prescriptionOf(test::parsed(replaced(prescription(), "<statusCode code=\"active\"/>",
                                                    "<statusCode code=\"" + code + "\"/>")))
            ->items.front()
            .active;
    };
    CHECK_FALSE(status("cancelled"));
    CHECK_FALSE(status("suspended"));
    CHECK_FALSE(status("aborted"));
    CHECK(status("completed"));
    CHECK(status("active"));
}

TEST_CASE("an answer about substitution that can't be read is no permission", "[dispensation]") {
    const auto substitutable = [](const std::string& attributes) {
        const auto text = test::demoPrescription("child").serialize();
        const auto at = text.find("<value xsi:type=\"CE\" code=\"G\"");
        REQUIRE(at != std::string::npos);
        auto changed = text;
        changed.replace(at, text.find_first_of("/>", at + 1) - at, "<value xsi:type=\"CE\" " + attributes);
        return prescriptionOf(test::parsed(changed))->items.front().substitutable;
    };
    CHECK(substitutable("code=\"E\" codeSystem=\"2.16.840.1.113883.5.1070\""));
    CHECK_FALSE(substitutable("code=\"N\" codeSystem=\"2.16.840.1.113883.5.1070\""));
    CHECK_FALSE(substitutable("code=\"N\""));
    CHECK_FALSE(substitutable("code=\"G\" codeSystem=\"2.999.1\""));
    CHECK_FALSE(substitutable("code=\"ZZ\" codeSystem=\"2.16.840.1.113883.5.1070\""));
    CHECK_FALSE(substitutable("nullFlavor=\"OTH\""));
    CHECK_FALSE(substitutable("nullFlavor=\"UNK\" code=\"G\" codeSystem=\"2.16.840.1.113883.5.1070\""));
}

TEST_CASE("of several numbers of packages the fewest may be handed out", "[dispensation]") {
    const auto text = prescription();
    const auto quantity = text.find("<quantity value=\"6\"");
    REQUIRE(quantity != std::string::npos);
    const auto begin = text.rfind("<entryRelationship", quantity);
    const std::string ending = "</entryRelationship>";
    const auto end = text.find(ending, quantity) + ending.size();
    const auto supply = text.substr(begin, end - begin);
    const auto fewer = replaced(supply, "value=\"6\"", "value=\"2\"");
    const auto both = GENERATE_COPY(supply + fewer, fewer + supply);
    CHECK(prescriptionOf(test::parsed(replaced(text, supply, both)))->items.front().packages == 2);
}

TEST_CASE("a denied item is not in force", "[dispensation]") {
    const auto* value = GENERATE("true", "1");
    const auto text = replaced(prescription(), "<substanceAdministration ",
                               "<substanceAdministration negationInd=\"" + std::string{value} + "\" ");
    CHECK_FALSE(prescriptionOf(test::parsed(text))->items.front().active);
}

TEST_CASE("what is no coded ePrescription has no terms", "[dispensation]") {
    const auto codeOf = [](const std::string& text) {
        const auto terms = prescriptionOf(test::parsed(text));
        REQUIRE_FALSE(terms);
        return terms.error().code;
    };
    CHECK(codeOf("<x/>") == ErrorCode::MalformedMessage);
    CHECK(codeOf(replaced(prescription(), "code=\"57833-6\"", "code=\"60591-5\"")) ==
          ErrorCode::MalformedMessage);
    CHECK(codeOf(replaced(prescription(), "code=\"57828-6\"", "code=\"10160-0\"")) ==
          ErrorCode::MalformedMessage);
}

TEST_CASE("a number of packages is a positive integer", "[dispensation]") {
    CHECK(packageCount("1") == 1U);
    CHECK(packageCount("12") == 12U);
    CHECK(packageCount("2.0") == 2U);
    const auto* text = GENERATE("", "0", "-1", "1.1", "1.", "1e2", "+1", " 1", "10000", "99999999999", "x");
    CAPTURE(text);
    CHECK_FALSE(packageCount(text));
}
