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
