#include "ncp/ihe/document_kind.hpp"

#include "ncp/ihe/country_name.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

TEST_CASE("format codes are written in their exact spelling and read in any", "[ihe]") {
    CHECK(ihe::formatCodeOf(ihe::kPatientSummary, ihe::Level::L3) == "urn:epSOS:ps:ps:2010");
    CHECK(ihe::formatCodeOf(ihe::kEPrescription, ihe::Level::L3) == "urn:epsos:ep:pre:2010");
    CHECK(ihe::formatCodeOf(ihe::kEPrescription, ihe::Level::L1) == ihe::kPdfFormat);
    CHECK(ihe::formatCodeOf("0000-0", ihe::Level::L1).empty());
    CHECK(ihe::formatCode("URN:EPSOS:EP:PRE:2010").code == "urn:epsos:ep:pre:2010");
    CHECK(ihe::levelOf("urn:IHE:iti:xds-sd:pdf:2008") == ihe::Level::L1);
    CHECK(ihe::levelOf("urn:epsos:ps:ps:2010") == ihe::Level::L3);
}

TEST_CASE("an unknown format code keeps its spelling", "[ihe]") {
    const auto format = ihe::formatCode("urn:other");
    CHECK(format.code == "urn:other");
    CHECK(format.name.empty());
}

TEST_CASE("a country without a row is named by its code", "[ihe]") {
    CHECK(ihe::countryName(*CountryCode::parse("NO")) == "Norway");
    CHECK(ihe::countryName(*CountryCode::parse("ZZ")) == "ZZ");
}
