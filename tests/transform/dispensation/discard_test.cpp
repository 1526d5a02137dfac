#include "tests/transform/dispensation/material.hpp"
#include "transform/cda/element.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform;
using namespace ncp::transform::dispensation;
using test::replaced;

namespace {

constexpr std::string_view kTemplate = "1.3.6.1.4.1.12559.11.10.1.3.1.1.2";

std::string composed() {
    return compose(test::demoPrescription("anticoagulant"), test::pharmacist(), {0, 1, {}}, test::issue())
        .value();
}

} // namespace

TEST_CASE("a discard is the dispensation with another code and template id, byte by byte", "[dispensation]") {
    const auto original = composed();
    const auto discard = discardOf(original);
    REQUIRE(discard);
    auto expected = replaced(original, std::string{kTemplate} + "\"", std::string{kTemplate} + "-DISCARD\"");
    expected = replaced(expected, "code=\"60593-1\"", "code=\"DISCARD-60593-1\"");
    CHECK(*discard == expected);
    const auto statement = read(test::parsed(*discard));
    REQUIRE(statement);
    CHECK(statement->discard);
    CHECK(statement->id.extension == "ED-1");
}

TEST_CASE("markup that only looks like the code is left alone", "[dispensation]") {
    auto text = composed();
    text = replaced(text, "<typeId", "<!-- <code code='60593-1'/> > <templateId root='x'/> --><typeId");
    text = replaced(text, "<templateId root=\"" + std::string{kTemplate} + "\"/>",
                    "<h:templateId\n xmlns:h='urn:hl7-org:v3'\n root = '" + std::string{kTemplate} +
                        "' ></h:templateId>");
    text = replaced(text, "displayName=\"Medication dispensed.extended Document\"",
                    "displayName='code=\"60593-1\" &amp; >'");
    const auto discard = discardOf(text);
    REQUIRE(discard);
    CHECK(discard->find("root = '" + std::string{kTemplate} + "-DISCARD'") != std::string::npos);
    CHECK(discard->find("<!-- <code code='60593-1'/>") != std::string::npos);
    CHECK(discard->find("displayName='code=\"60593-1\" &amp; >'") != std::string::npos);
    CHECK(read(test::parsed(*discard))->discard);
}

TEST_CASE("a discard is read whatever its body holds", "[dispensation]") {
    const auto discard =
        replaced(discardOf(composed()).value(), "<quantity value=\"1\"", "<quantity value=\"x\"");
    const auto statement = read(test::parsed(discard));
    REQUIRE(statement);
    CHECK(statement->id.extension == "ED-1");
    CHECK(statement->items.empty());
}

TEST_CASE("only an eDispensation can be taken back", "[dispensation]") {
    const auto codeOf = [](const std::string& text) {
        const auto made = discardOf(text);
        REQUIRE_FALSE(made);
        return made.error().code;
    };
    CHECK(codeOf(test::demoPrescription("child").serialize()) == ErrorCode::DispensationFormatNotValid);
    CHECK(codeOf(discardOf(composed()).value()) == ErrorCode::DispensationFormatNotValid);
    CHECK(codeOf("<x/>") == ErrorCode::DispensationFormatNotValid);
    CHECK(codeOf("<ClinicalDocument") == ErrorCode::MalformedXml);
    CHECK(codeOf(replaced(composed(), "<code code=", "<x:code xmlns:x=\"urn:x\" code=\"1\"/><code code=")) ==
          ErrorCode::DispensationFormatNotValid);
    CHECK(codeOf(replaced(composed(), "<templateId root=\"" + std::string{kTemplate} + "\"/>", "")) ==
          ErrorCode::DispensationFormatNotValid);
}
