#include "transform/terminology/import/clean_text.hpp"

#include "tests/transform/terminology/import/material.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology::import;

TEST_CASE("white space of every kind becomes one blank", "[import]") {
    CHECK(clean(" a\t\r\n b\xC2\xA0 c\xE2\x80\x8B ")->text == "a b c");
    CHECK(clean(" a")->changed);
    CHECK_FALSE(clean("a b")->changed);
    CHECK(clean("")->text.empty());
    CHECK(clean("bl\xC3\xA5 \xE2\x82\xAC")->text == "bl\xC3\xA5 \xE2\x82\xAC");
    CHECK_FALSE(clean("a\x01"));
    CHECK_FALSE(clean("a\xC2\x85"));
    CHECK_FALSE(clean("a\xE2\x80\xAE"
                      "b"));
    CHECK_FALSE(cleanCode(" \t"));
    CHECK_FALSE(cleanCode(std::string(256, 'x')));
    CHECK(cleanCode(std::string(255, 'x')));
}

TEST_CASE("UTF-8 that was read as Latin-1 is put right, and nothing else is", "[import]") {
    CHECK(unmangled("Beh\xC3\x83\xC2\xA7"
                    "et") == "Beh\xC3\xA7"
                             "et");
    CHECK_FALSE(unmangled("Beh\xC3\xA7"
                          "et"));
    CHECK_FALSE(unmangled("plain"));
    CHECK_FALSE(unmangled("\xC3\x85land"));
    CHECK_FALSE(unmangled("\xC3\x83\xC2\xA7 \xE2\x82\xAC"));
    CHECK_FALSE(unmangled("cut \xC3"));
}

TEST_CASE("a code system is known by OID, urn, URI with or without version, and name", "[import]") {
    const auto& names = test::systemNames();
    for (const std::string_view written :
         {"2.16.840.1.113883.6.96", " urn:oid:2.16.840.1.113883.6.96\n", "http://snomed.info/sct",
          "http://snomed.info/sct|http://snomed.info/sct/900000000000207008", "SNOMED CT"}) {
        INFO(written);
        const auto resolved = names.resolve(written);
        CHECK(resolved.known == SystemNames::Known::Yes);
        CHECK(resolved.id == "2.16.840.1.113883.6.96");
    }
    CHECK(names.uriOf("2.16.840.1.113883.6.96") == "http://snomed.info/sct");
    CHECK(names.uriOf("1.2.3.99") == "urn:oid:1.2.3.99");
    CHECK(names.resolve("1.2.3.99").known == SystemNames::Known::OidOnly);
    CHECK(names.resolve("https://example.org/x|1").id == "https://example.org/x");
    CHECK(names.resolve("https://example.org/x").known == SystemNames::Known::UriOnly);
    CHECK(names.resolve("urn:oid:no").known == SystemNames::Known::No);
    CHECK(names.resolve("urn:oid:http://snomed.info/sct").known == SystemNames::Known::No);
    CHECK(names.resolve("http://two words").known == SystemNames::Known::No);
    CHECK(names.resolve("http://two\nlines").known == SystemNames::Known::No);
    CHECK(names.resolve("").known == SystemNames::Known::No);
}
