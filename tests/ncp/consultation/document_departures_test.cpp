#include "ncp/consultation/document_departures.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using consultation::departuresOf;

namespace {

std::vector<std::string> departures(const std::string& code) {
    return departuresOf(xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component><entry>" +
                                             code + "</entry></component></ClinicalDocument>")
                            .value());
}

} // namespace

TEST_CASE("translations beside each other are as the profile has them", "[consultation]") {
    CHECK(departures("<code code=\"1\"><translation code=\"2\"/><translation code=\"3\"/></code>").empty());
}

TEST_CASE("a translation inside another one is noted by its name, once", "[consultation]") {
    const std::string nested =
        "<code code=\"1\"><translation code=\"2\"><translation code=\"3\"/></translation></code>";
    const auto noted = departures(nested + nested);
    REQUIRE(noted.size() == 1);
    CHECK(noted.front() == consultation::kNestedTranslationTolerance);
}
