#include "ncp/terminology/manifest.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using ncp::terminology::Manifest;

TEST_CASE("a manifest comes back as it was written", "[terminology][manifest]") {
    const Manifest written{"r-1",
                           "r-0",
                           parseXmlDateTime("2026-01-31T10:15:00Z").value(),
                           std::string(64, 'a'),
                           4096,
                           {1, 2, 3, 4, 5, 6, 7},
                           {"en-GB", "nb-NO"}};
    const auto read = ncp::terminology::parseManifest(ncp::terminology::toJson(written));
    REQUIRE(read);
    CHECK(read->name == written.name);
    CHECK(read->previous == written.previous);
    CHECK(read->built == written.built);
    CHECK(read->sha256 == written.sha256);
    CHECK(read->bytes == written.bytes);
    CHECK(read->counts == written.counts);
    CHECK(read->languages == written.languages);
}

TEST_CASE("what is no manifest is refused", "[terminology][manifest]") {
    for (const auto* text : {"", "[]", "{", "{\"release\": 7}", "{\"release\": \"a\"}", "null"}) {
        INFO(text);
        CHECK_FALSE(ncp::terminology::parseManifest(text));
    }
}
