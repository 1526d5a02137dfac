#include "ncp/discovery/service_names.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;

TEST_CASE("a participant's names in the SML are those of the published vectors", "[discovery]") {
    struct Vector {
        std::string participant, naptr, cname;
    };
    const std::vector<Vector> vectors{
        {"urn:poland:ncpb", "DALXFO3CDYE5ZSLF5WAVCYQ3XGERI6ONUBJU5WAH3T77THFWCGEQ",
         "b-adb4c6d3821d142c684b13ed269fad65"},
        {"urn:ehealth:no:ncp-idp", "T7Y4VA5GU7SQIV3WBEI72CAN4IAAJGTTLYRLMJS2IMYGI7TYXZTA",
         "b-11a52bf84eb882fe3429f9332fb4c139"},
        {"urn:ehealth:dk:ncp-idp", "WIY533EBZDHW6W2GHREBIK5HVMOWBQYT62MPRCDRGLFQYQJX43LA",
         "b-ecc4b35790c09289f0a153a8cd7de610"},
        {"urn:ehealth:se:ncp-idp", "ZLMHFK53SEWQ2X7T3T2TWFQYBOIXXL6GKZI2WKMGBMW3U3FU3FSQ",
         "b-f9eb4836b1a0daaa13f5341af9920537"}};
    for (const auto& one : vectors) {
        INFO(one.participant);
        CHECK(naptrLabel(one.participant) == one.naptr);
        CHECK(cnameLabel(one.participant) == one.cname);
    }
    CHECK(naptrLabel("URN:Poland:NCPB") == vectors.front().naptr);
    CHECK(participantHost("LABEL", "sml.example") == "LABEL.ehealth-participantid-qns.sml.example");
}

TEST_CASE("a participant identifier names its country, and nothing else does", "[discovery]") {
    const auto norway = CountryCode::parse("NO").value();
    CHECK(participantIdentifier(norway) == "urn:ehealth:no:ncp-idp");
    CHECK(countryOf("urn:ehealth:no:ncp-idp") == norway);
    for (const auto* other : {"urn:ehealth:NO:ncp-idp", "urn:ehealth:nor:ncp-idp", "urn:ehealth:no:ncpb-idp",
                              "urn:ehealth:..:ncp-idp", "urn:ehealth::ncp-idp", ""}) {
        INFO(other);
        CHECK_FALSE(countryOf(other).has_value());
    }
}

TEST_CASE("identifiers become one percent-encoded segment each", "[discovery]") {
    CHECK(metadataPath("urn:ehealth:no:ncp-idp", documentIdentifier(Service::Query)) ==
          "ehealth-participantid-qns%3A%3Aurn%3Aehealth%3Ano%3Ancp-idp/services/"
          "ehealth-resid-qns%3A%3Aurn%3Aehealth%3ARequestOfData%3A%3AXCA%3A%3ACrossGatewayQuery%23%23ITI-38");
}

TEST_CASE("each service is found again by its names", "[discovery]") {
    for (const auto service : kServices) {
        INFO(name(service));
        CHECK(serviceNamed(name(service)) == service);
        CHECK(serviceOf(documentIdentifier(service)) == service);
    }
    CHECK(processIdentifier(Service::SearchMask, CountryCode::parse("PT").value()) ==
          "urn:ehealth:ncp:pt:ism");
    CHECK_FALSE(serviceNamed("iti-40").has_value());
}
