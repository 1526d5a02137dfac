#include "ncp/discovery/naptr.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;

namespace {

const std::string kName = "urn:ehealth:pt:ncp-idp";

NaptrRecord record(std::string regexp, std::uint16_t order = 10, std::uint16_t preference = 10) {
    return {order, preference, "U", "Meta:SMP", std::move(regexp), ""};
}

ErrorCode codeOf(const NaptrRecord& one) {
    const auto url = smpUrl({one}, kName);
    return url ? ErrorCode::Internal : url.error().code;
}

} // namespace

TEST_CASE("the record with the lowest order, then preference, says where the SMP is", "[discovery]") {
    std::vector<NaptrRecord> records{record("!^.*$!https://third.example!", 20, 1),
                                     record("!^.*$!https://second.example!", 10, 20),
                                     record("!^.*$!https://first.example/smp!", 10, 10)};
    CHECK(smpUrl(records, kName) == "https://first.example/smp");
    records.back().flags = "S";
    CHECK(smpUrl(records, kName) == "https://second.example");
    records.back() = record("|^urn:ehealth:pt:.*|http://own.example|i", 1, 1);
    CHECK(smpUrl(records, kName) == "http://own.example");
}

TEST_CASE("records of other services say nothing", "[discovery]") {
    auto other = record("!^.*$!https://smp.example!");
    other.service = "E2U+sip";
    CHECK(codeOf(other) == ErrorCode::PeerNotFound);
    CHECK(smpUrl({}, kName).error().code == ErrorCode::PeerNotFound);
    auto lower = record("!^.*$!https://smp.example!");
    lower.flags = "u";
    lower.service = "meta:smp";
    CHECK(smpUrl({lower}, kName).has_value());
}

TEST_CASE("an expression that can't be applied safely is no answer", "[discovery]") {
    const std::vector<std::string> unusable{
        "",
        "!!!",
        "!^.*$!https://smp.example",                 // no end
        "!^.*$!https://smp.example!x",               // an unknown option
        "!^urn:ehealth:se:.*$!https://smp.example!", // does not cover the name
        "!^urn!https://smp.example!",                // covers a part of it
        "!^(.*)$!https://\\1.example!",              // a back reference in the replacement
        "!^(.*)\\1$!https://smp.example!",           // and in the expression
        "!^((((.{1000}){1000}){1000}){1000})*$!https://smp.example!",
        "!^.*$!ftp://smp.example!",
        "!^.*$!https://user@smp.example!",
        "!^.*$!https://smp.example/?query!",
        "!^.*$!https://smp.example/\r\nHost: x!",
        "!^.*$!https://!"};
    for (const auto& regexp : unusable) {
        INFO(regexp);
        CHECK(codeOf(record(regexp)) == ErrorCode::DiscoveryNotPossible);
    }
}
