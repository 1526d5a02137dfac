#include "base/error_table.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string_view>

using namespace ncp;

TEST_CASE("every error has an id of its own, a wire name and a status", "[errors]") {
    std::set<std::string_view> ids;
    for (const auto& row : errorTable()) {
        INFO(row.id);
        CHECK(ids.insert(row.id).second);
        CHECK_FALSE(row.wire.empty());
        CHECK(row.httpStatus >= 400);
        CHECK(&spec(row.code) == &row);
    }
}

TEST_CASE("both spellings of a code are understood", "[errors]") {
    CHECK(errorFromWire("ERROR_PS_NOT_FOUND") == ErrorCode::SummaryNotFound);
    CHECK(errorFromWire("1102") == ErrorCode::SummaryNotFound);
    CHECK(errorFromWire("1101") == ErrorCode::PrescriptionNotFound);
    CHECK(errorFromWire("4701") == ErrorCode::NoConsent);
    CHECK(errorFromWire("ERROR_EP_NO_CONSENT") == ErrorCode::NoConsent);
    CHECK(errorFromWire("4103") == ErrorCode::RegistryNotAvailable);
    CHECK(errorFromWire("4703") == ErrorCode::InsufficientRights);
}

TEST_CASE("unknown codes are nothing", "[errors]") {
    CHECK_FALSE(errorFromWire(""));
    CHECK_FALSE(errorFromWire("9999"));
    CHECK_FALSE(errorFromWire("ERROR_PS_NOT_FOUND "));
}

TEST_CASE("every wire name of the table is understood again", "[errors]") {
    for (const auto& row : errorTable()) {
        INFO(row.wire);
        CHECK(errorFromWire(row.wire));
    }
}
