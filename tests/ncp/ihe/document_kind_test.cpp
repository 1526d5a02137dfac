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

TEST_CASE("an original clinical document has the format of the file inside it", "[ihe]") {
    CHECK(ihe::originalDocumentFormat("application/pdf") == "urn:eHDSI:orcd:pdf:2021");
    CHECK(ihe::originalDocumentFormat("image/PNG") == "urn:eHDSI:orcd:png:2021");
    CHECK(ihe::originalDocumentFormat("image/jpeg; q=1") == "urn:eHDSI:orcd:jpeg:2021");
    CHECK(ihe::originalDocumentFormat("text/html").empty());
    CHECK(ihe::originalDocumentFormat("").empty());
    CHECK(ihe::formatCode("URN:EHDSI:ORCD:PNG:2021").name == "PNG coded document");
    CHECK(ihe::formatCode("urn:eHDSI:orcd:jpeg:2021").name == "JPEG coded document");
    CHECK(ihe::levelOf("urn:ehdsi:orcd:jpeg:2021") == ihe::Level::L1);
}

TEST_CASE("each class has its title, and only listed ones can be asked for", "[ihe]") {
    const auto [code, title, original, queried] = GENERATE(table<std::string, std::string, bool, bool>({
        {"60591-5", "Patient Summary", false, true},
        {"57833-6", "eHDSI - ePrescription", false, true},
        {"56445-0", "MRO Summary", false, true},
        {"34105-7", "OrCD Hospital Discharge Summary", true, true},
        {"11502-2", "OrCD Laboratory Report", true, true},
        {"18748-4", "OrCD Diagnostic Imaging Study", true, true},
        {"x-clinical-image", "OrCD Medical Image", true, true},
        {"60593-1", "eDispensation", false, false},
        {"57016-8", "Privacy Policy Acknowledgement Document", false, false},
        {"34133-9", "Summarization of Episode Note", false, false},
    }));
    INFO(code);
    CHECK(ihe::titleOf(code) == title);
    CHECK(ihe::isOriginalDocument(code) == original);
    CHECK(ihe::isQueried(code) == queried);
    CHECK(ihe::isKnownClass(code));
    CHECK_FALSE(ihe::isKnownClass(code + "0"));
    CHECK_FALSE(ihe::isQueried(code + "0"));
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
