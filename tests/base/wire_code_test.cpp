#include "base/wire_code.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <string_view>
#include <utility>

using namespace ncp;

namespace {

constexpr std::array kFamilies{CodeFamily::General,      CodeFamily::Patient,
                               CodeFamily::Summary,      CodeFamily::Prescription,
                               CodeFamily::Dispensation, CodeFamily::OriginalDocument};

} // namespace

TEST_CASE("what a peer gets is a code that its release knows", "[errors]") {
    for (const auto& error : errorTable()) {
        for (const auto family : kFamilies) {
            INFO(error.id);
            const auto named = wireCode(error.code, {CodeStyle::Names, family});
            CHECK(std::ranges::find(wireCodes(), named, &WireCode::wire) != wireCodes().end());
            const auto numbered = wireCode(error.code, {CodeStyle::Numbers, family});
            CHECK(std::ranges::find(wireCodes(), numbered, &WireCode::former) != wireCodes().end());
        }
    }
}

TEST_CASE("every code is understood by its name, its present and its former spelling", "[errors]") {
    for (const auto& code : wireCodes()) {
        INFO(code.name);
        CHECK(code.uses != 0);
        for (const auto use : {CodeUse::Discovery, CodeUse::Query, CodeUse::Retrieve, CodeUse::Provide}) {
            if ((code.uses & static_cast<CodeUses>(use)) == 0) {
                continue;
            }
            for (const auto spelling : {code.name, code.wire, code.former}) {
                CHECK((spelling.empty() || errorFromWire(spelling, use) == code.meaning));
            }
        }
    }
}

TEST_CASE("a spelling means one thing in one transaction", "[errors]") {
    std::map<std::pair<std::string_view, CodeUses>, ErrorCode> meanings;
    for (const auto& code : wireCodes()) {
        for (CodeUses use = 1; use <= 8; use = static_cast<CodeUses>(use * 2)) {
            if ((code.uses & use) == 0 || code.wire.empty()) {
                continue;
            }
            const auto [known, fresh] = meanings.try_emplace({code.wire, use}, code.meaning);
            INFO(code.wire);
            CHECK((fresh || known->second == code.meaning));
        }
    }
}

TEST_CASE("numbers are sent to OpenNCP 7.1 where it has them, names to 9", "[errors]") {
    CHECK(wireCode(ErrorCode::SummaryNotFound, {CodeStyle::Names, CodeFamily::Summary}) ==
          "ERROR_PS_NOT_FOUND");
    CHECK(wireCode(ErrorCode::SummaryNotFound, {CodeStyle::Numbers, CodeFamily::Summary}) == "1102");
    CHECK(wireCode(ErrorCode::PrescriptionNotFound, {CodeStyle::Numbers, CodeFamily::Prescription}) ==
          "1101");
    CHECK(wireCode(ErrorCode::RegistryNotAvailable, {CodeStyle::Numbers, CodeFamily::Prescription}) ==
          "4103");
    CHECK(wireCode(ErrorCode::InsufficientRights, {CodeStyle::Names, CodeFamily::Summary}) == "4703");
}

TEST_CASE("a code of its own for what it is about", "[errors]") {
    CHECK(wireCode(ErrorCode::NoConsent, {}) == "4701");
    CHECK(wireCode(ErrorCode::NoConsent, {CodeStyle::Names, CodeFamily::Patient}) == "WARNING_PI_NO_CONSENT");
    CHECK(wireCode(ErrorCode::NoConsent, {CodeStyle::Numbers, CodeFamily::Patient}) == "ERROR_PI_GENERIC");
    CHECK(wireCode(ErrorCode::NoConsent, {CodeStyle::Names, CodeFamily::Prescription}) ==
          "ERROR_EP_NO_CONSENT");
    CHECK(wireCode(ErrorCode::Internal, {CodeStyle::Names, CodeFamily::Dispensation}) == "ERROR_ED_GENERIC");
    CHECK(wireCode(ErrorCode::Internal, {}) == "ERROR_GENERIC");
}

TEST_CASE("a number that means different things is read by its transaction", "[errors]") {
    CHECK(errorFromWire("4202", CodeUse::Query) == ErrorCode::ClassCodeUnknown);
    CHECK(errorFromWire("4202", CodeUse::Provide) == ErrorCode::SubmissionUnknown);
}

TEST_CASE("a code in a transaction where it does not belong is understood all the same", "[errors]") {
    CHECK(errorFromWire("ERROR_PS_GENERIC", CodeUse::Provide) == ErrorCode::SummaryFailed);
    CHECK_FALSE(errorFromWire("ERROR_NEVER_HEARD_OF", CodeUse::Query));
    CHECK_FALSE(errorFromWire("", CodeUse::Query));
}

TEST_CASE("transformation codes say that a document is not fully coded", "[errors]") {
    CHECK(errorFromWire("4505", CodeUse::Retrieve) == ErrorCode::TranscodingFailed);
    CHECK(errorFromWire("2507", CodeUse::Retrieve) == ErrorCode::TranslationIncomplete);
}
