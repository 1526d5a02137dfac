#include "base/identifiers.hpp"

#include <catch2/catch.hpp>
#include <sstream>
#include <string>

using namespace ncp;

TEST_CASE("OIDs of the network are accepted, what only looks like one is not", "[identifiers]") {
    const auto [text, valid] = GENERATE(table<std::string, bool>({{"2.16.578.1.12.4.5.10.1", true},
                                                                  {"0.2.216.1.200", true},
                                                                  {"1.0.3166.1", true},
                                                                  {"1", false},
                                                                  {"3.1.2", false},
                                                                  {"1..2", false},
                                                                  {".1.2", false},
                                                                  {"1.2.", false},
                                                                  {"1.02", false},
                                                                  {"1.2a", false},
                                                                  {"", false}}));
    INFO(text);
    CHECK(Oid::parse(text).has_value() == valid);
}

TEST_CASE("a homeCommunityId is read with and without its prefix", "[identifiers]") {
    CHECK(parseHomeCommunityId("urn:oid:1.2.208").value() == parseHomeCommunityId("1.2.208").value());
    CHECK(urn(parseHomeCommunityId("1.2.208").value()) == "urn:oid:1.2.208");
    CHECK_FALSE(parseHomeCommunityId("urn:oid:"));
    CHECK_FALSE(parseHomeCommunityId("oid:1.2.208"));
}

TEST_CASE("a patient identifier is taken apart into extension and root", "[identifiers]") {
    const auto id = PatientId::parseCx("'900000001^^^&2.16.17.710.820.1000.990.1&ISO'").value();
    CHECK(id.root().str() == "2.16.17.710.820.1000.990.1");
    CHECK(id.revealExtension() == "900000001");
    CHECK(id.revealCx() == "900000001^^^&2.16.17.710.820.1000.990.1&ISO");
    CHECK(id == PatientId::make("2.16.17.710.820.1000.990.1", "900000001").value());
    CHECK(id != PatientId::make("2.16.17.710.820.1000.990.2", "900000001").value());
}

TEST_CASE("a patient identifier that could mean something else is refused", "[identifiers]") {
    const auto* text =
        GENERATE("", "1^^^&1.2&ISO^^^&1.3&ISO", "1^^^&1.2", "^^^&1.2&ISO", "1^^^&x&ISO", "1^^&1.2&ISO",
                 "1^^^&&ISO", "1&2^^^&1.2&ISO", "'1^^^&1.2&ISO", "1\n2^^^&1.2&ISO", "1'2^^^&1.2&ISO");
    CHECK_FALSE(PatientId::parseCx(text));
}

TEST_CASE("patient data does not print", "[identifiers]") {
    std::ostringstream out;
    out << Sensitive<std::string>{"900000001"};
    CHECK(out.str() == "[redacted]");
}

TEST_CASE("codes are equal by system and code whatever their display", "[identifiers]") {
    CHECK(Code{"1", "1.2", "a", "x"} == Code{"1", "1.2", "b", ""});
    CHECK_FALSE(Code{"1", "1.2", "a", ""} == Code{"1", "1.3", "a", ""});
}

TEST_CASE("country, language, message and correlation ids have their forms", "[identifiers]") {
    CHECK(CountryCode::parse("PT"));
    CHECK_FALSE(CountryCode::parse("pt"));
    CHECK_FALSE(CountryCode::parse("PRT"));
    CHECK(Language::parse("nb-NO"));
    CHECK(Language::parse("en"));
    CHECK_FALSE(Language::parse("nb_NO"));
    CHECK_FALSE(Language::parse("n"));
    CHECK(MessageId::parse("urn:uuid:11111111-2222-4333-8444-555555555555"));
    CHECK_FALSE(MessageId::parse("a b"));
    CHECK_FALSE(MessageId::parse(std::string(257, 'a')));
    CHECK_FALSE(CorrelationId::parse("short"));
    CHECK_FALSE(CorrelationId::parse("line\nbreak-in-it"));
}
