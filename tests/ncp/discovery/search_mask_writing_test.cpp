#include "ncp/discovery/search_mask_writing.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using namespace ncp::discovery;

namespace {

void checkSame(const MaskField& a, const MaskField& b) {
    INFO(a.name);
    CHECK(a.name == b.name);
    CHECK(a.label == b.label);
    CHECK(a.domain == b.domain);
    CHECK(a.format == b.format);
    CHECK(a.description == b.description);
    CHECK(a.originalDescription == b.originalDescription);
    CHECK(a.mandatory == b.mandatory);
}

void checkSame(const std::vector<MaskField>& a, const std::vector<MaskField>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        checkSame(a[i], b[i]);
    }
}

void checkSame(const PersonSearch& a, const PersonSearch& b) {
    CHECK(a.friendlyName == b.friendlyName);
    CHECK(a.scope == b.scope);
    checkSame(fieldsOf(a), fieldsOf(b));
    REQUIRE(a.identifiers.size() == b.identifiers.size());
    for (std::size_t i = 0; i < a.identifiers.size(); ++i) {
        CHECK(a.identifiers[i].choice == b.identifiers[i].choice);
        REQUIRE(a.identifiers[i].groups.size() == b.identifiers[i].groups.size());
        for (std::size_t k = 0; k < a.identifiers[i].groups.size(); ++k) {
            CHECK(a.identifiers[i].groups[k].display == b.identifiers[i].groups[k].display);
        }
    }
}

} // namespace

TEST_CASE("every mask of the configuration is the same after writing and reading", "[search-mask]") {
    const std::filesystem::path directory{std::string{NCP_SOURCE_DIR} + "/config/searchmasks"};
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator{directory}) {
        INFO(file.path().filename().string());
        const auto mask = loadSearchMask(file.path()).value();
        const auto again = parseSearchMask(writeSearchMask(mask));
        REQUIRE(again.has_value());
        CHECK(again->country == mask.country);
        checkSame(mask.patient, again->patient);
        REQUIRE(mask.documents.size() == again->documents.size());
        for (std::size_t i = 0; i < mask.documents.size(); ++i) {
            CHECK(mask.documents[i].friendlyName == again->documents[i].friendlyName);
            CHECK(mask.documents[i].scope == again->documents[i].scope);
            checkSame(fieldsOf(mask.documents[i]), fieldsOf(again->documents[i]));
        }
        REQUIRE(mask.nextOfKin.has_value() == again->nextOfKin.has_value());
        if (mask.nextOfKin) {
            checkSame(*mask.nextOfKin, *again->nextOfKin);
        }
        ++count;
    }
    CHECK(count >= 8);
}

TEST_CASE("an access code element is written as an identifier, in the order of the schema", "[search-mask]") {
    const auto mask = parseSearchMask(
        R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code="XX" label="label.ism.addressCountry">)"
        R"(<ism:patientSearch><ism:gender label="label.ism.gender" format="" contextualDescription="Sex"/>)"
        R"(<ism:accessCode label="label.ism.accessCode" domain="1.2.3" format="" contextualDescription="Code"/>)"
        R"(</ism:patientSearch></ism:country></ism:searchFields>)");
    REQUIRE(mask.has_value());
    const auto text = writeSearchMask(*mask);
    CHECK(text.find("ism:accessCode ") == std::string::npos);
    CHECK(text.find("label.ism.accessCode") < text.find("ism:gender"));
    CHECK(parseSearchMask(text).has_value());
}
