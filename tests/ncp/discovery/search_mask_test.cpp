#include "ncp/discovery/search_mask.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::discovery;

namespace {

/// A mask of an invented country, with what stands inside patientSearch and after it.
std::string mask(const std::string& patient, const std::string& after = {}) {
    return R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code="XX" label="label.ism.addressCountry">)"
           R"(<ism:patientSearch friendlyName="Test" scope="ALL">)" +
           patient + "</ism:patientSearch>" + after + "</ism:country></ism:searchFields>";
}

const std::string kId =
    R"(<ism:id label="label.ism.passportNumber" domain="1.2.3" format="[A-Z]{2}[0-9]{4}" contextualDescription="Passport" mandatory="true"/>)";
const std::string kIdentifier = R"(<ism:identifier type="NORMAL">)" + kId + "</ism:identifier>";

std::string detailOf(const Result<SearchMask>& result) {
    return result ? std::string{} : result.error().detail;
}

} // namespace

TEST_CASE("every search mask of the configuration is read", "[search-mask]") {
    const std::filesystem::path directory{std::string{NCP_SOURCE_DIR} + "/config/searchmasks"};
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator{directory}) {
        INFO(file.path().filename().string());
        const auto read = loadSearchMask(file.path());
        REQUIRE(read.has_value());
        CHECK(file.path().stem().string() == "InternationalSearch_" + read->country.str());
        CHECK_FALSE(identifierDomains(*read).empty());
        CHECK(read->findings.empty());
        ++count;
    }
    CHECK(count >= 8);
}

TEST_CASE("both content forms of an identifier are read", "[search-mask]") {
    const auto plain = parseSearchMask(mask(kIdentifier));
    REQUIRE(plain.has_value());
    CHECK_FALSE(plain->patient.identifiers.at(0).choice);
    CHECK(plain->patient.identifiers.at(0).groups.at(0).fields.at(0).name == "patient.identifier.1");
    CHECK(plain->patient.identifiers.at(0).groups.at(0).fields.at(0).mandatory);

    const auto grouped =
        parseSearchMask(mask(R"(<ism:identifier type="CHOICE"><ism:ids display="Two together">)" + kId + kId +
                             "</ism:ids><ism:ids>" + kId + "</ism:ids></ism:identifier>"));
    REQUIRE(grouped.has_value());
    const auto& set = grouped->patient.identifiers.at(0);
    CHECK(set.choice);
    REQUIRE(set.groups.size() == 2);
    CHECK(set.groups[0].display == "Two together");
    CHECK(set.groups[0].fields.size() == 2);
    CHECK(set.groups[1].fields.at(0).name == "patient.identifier.3");
    CHECK(identifierDomains(*grouped) == std::vector<std::string>{"1.2.3"});
}

TEST_CASE("traits, next of kin and document keys are read with their names", "[search-mask]") {
    const auto read = parseSearchMask(mask(
        kIdentifier +
            R"(<ism:textField label="label.ism.familyName" format=".+" contextualDescription="Name"/>)"
            R"(<ism:birthDate label="label.ism.birthDate" format="" contextualDescription="Birth" mandatory="1"/>)"
            R"(<ism:gender label="label.ism.gender" format="F|M" contextualDescription="Sex"/>)",
        R"(<ism:documentSearch scope="EP"><ism:prescriptionId label="label.ism.ePrescriptionId" domain="1.2.4" format=".+" contextualDescription="P"/>)"
        R"(<ism:dispensationPINCode label="label.ism.dispensationPINCode" domain="1.2.5" format="[0-9]+" contextualDescription="PIN"/></ism:documentSearch>)"
        R"(<ism:nextOfKinSearch>)" +
            kIdentifier + "</ism:nextOfKinSearch>"));
    REQUIRE(read.has_value());
    CHECK(read->patient.textFields.at(0).name == "patient.familyName");
    CHECK(read->patient.birthDate->mandatory);
    CHECK(read->patient.gender->name == "patient.gender");
    REQUIRE(read->documents.size() == 1);
    CHECK(read->documents[0].scope == MaskScope::EPrescription);
    CHECK(read->documents[0].prescriptionId->name == "document.1.prescriptionId");
    CHECK(fieldsOf(*read->nextOfKin).at(0).name == "nextOfKin.identifier.1");
}

TEST_CASE("a field that a form could ask for only once stands once", "[search-mask][hostile]") {
    const std::string attributes =
        R"( label="label.ism.accessCode" domain="1.2.6" format=".+" contextualDescription="Code"/>)";
    const auto codes = kIdentifier + "<ism:accessCode" + attributes + "<ism:accessCode" + attributes;
    CHECK(detailOf(parseSearchMask(mask(codes))).find("stands twice") != std::string::npos);
    const std::string key =
        R"(<ism:prescriptionId label="label.ism.ePrescriptionId" domain="1.2.4" format=".+" contextualDescription="P"/>)";
    const auto keys = R"(<ism:documentSearch scope="EP">)" + key + key + "</ism:documentSearch>";
    CHECK(detailOf(parseSearchMask(mask(kIdentifier, keys))).find("stands twice") != std::string::npos);
}

TEST_CASE("an access code is read as element and as identifier", "[search-mask]") {
    const std::string attributes =
        R"( label="label.ism.accessCode" domain="1.2.6" format=".+" contextualDescription="Code"/>)";
    const auto element = parseSearchMask(mask(kIdentifier + "<ism:accessCode" + attributes));
    const auto identifier =
        parseSearchMask(mask(R"(<ism:identifier type="NORMAL"><ism:id)" + attributes + "</ism:identifier>"));
    REQUIRE(element.has_value());
    REQUIRE(identifier.has_value());
    CHECK(identifierDomains(*element) == std::vector<std::string>{"1.2.3", "1.2.6"});
    CHECK(identifierDomains(*identifier) == std::vector<std::string>{"1.2.6"});
}

TEST_CASE("a format that can't be used is set aside with a finding", "[search-mask]") {
    const auto format =
        GENERATE(as<std::string>{}, "[0-9", "(a", "(a)\\1", "a{1,5000}", "((a{100}){100}){100}");
    const auto read = parseSearchMask(mask(
        R"(<ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="1.2.3" format=")" +
        format + R"(" contextualDescription="Passport"/></ism:identifier>)"));
    INFO(format);
    REQUIRE(read.has_value());
    CHECK(fieldsOf(read->patient).at(0).format.empty());
    REQUIRE(read->findings.size() == 1);
    CHECK(read->findings[0].find("patient.identifier.1") != std::string::npos);
}

TEST_CASE("a picture is left out and said to be", "[search-mask]") {
    const auto read = parseSearchMask(mask(kIdentifier + R"(<ism:media label="label.ism.media"/>)"));
    REQUIRE(read.has_value());
    CHECK(read->findings.size() == 1);
}

TEST_CASE("what is not of the vocabulary is refused with its line", "[search-mask]") {
    const auto [content, fault] = GENERATE_COPY(table<std::string, std::string>({
        {kIdentifier + "<ism:sex/>", "not expected"},
        {"", "asks for no identifier"},
        {R"(<ism:identifier type="ANY">)" + kId + "</ism:identifier>", "NORMAL and CHOICE"},
        {R"(<ism:identifier type="NORMAL"/>)", "holds no id"},
        {kIdentifier + R"(<ism:textField label="label.ism.shoeSize" format="" contextualDescription=""/>)",
         "label"},
        {kIdentifier + R"(<ism:textField label="label.ism.familyName" contextualDescription=""/>)",
         "lacks format"},
        {kIdentifier +
             R"(<ism:textField label="label.ism.familyName" format="" contextualDescription="" min="1"/>)",
         "unknown attribute min"},
        {kIdentifier +
             R"(<ism:gender label="label.ism.gender" format="" contextualDescription="" mandatory="yes"/>)",
         "mandatory"},
        {R"(<ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="x" format="" contextualDescription=""/></ism:identifier>)",
         "OID"},
    }));
    INFO(content);
    const auto read = parseSearchMask(mask(content));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ErrorCode::ConfigurationInvalid);
    CHECK(detailOf(read).find("line 1") != std::string::npos);
    CHECK(detailOf(read).find(fault) != std::string::npos);
}

TEST_CASE("a repeated element of which there is one is refused", "[search-mask]") {
    const std::string birthDate =
        R"(<ism:birthDate label="label.ism.birthDate" format="" contextualDescription=""/>)";
    CHECK_FALSE(parseSearchMask(mask(kIdentifier + birthDate + birthDate)).has_value());
    CHECK_FALSE(
        parseSearchMask(mask(kIdentifier, "<ism:patientSearch>" + kIdentifier + "</ism:patientSearch>"))
            .has_value());
}

TEST_CASE("a mask with a DOCTYPE, another root or too many fields is refused", "[search-mask]") {
    CHECK_FALSE(parseSearchMask("<!DOCTYPE x><x/>").has_value());
    CHECK_FALSE(parseSearchMask("<patientSearch/>").has_value());
    std::string many;
    for (int i = 0; i < 40; ++i) {
        many += kIdentifier;
    }
    CHECK_FALSE(parseSearchMask(mask(many)).has_value());
}
