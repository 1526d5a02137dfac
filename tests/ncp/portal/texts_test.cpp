#include "base/error_table.hpp"
#include "base/table.hpp"
#include "tests/ncp/portal/portal_world.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace ncp;

TEST_CASE("every row of the error table has its sentence, and every sentence its row", "[portal]") {
    const auto texts = test::portalTexts();
    std::set<std::string> expected;
    for (const auto& error : errorTable()) {
        const auto key = "error." + std::string{error.id};
        INFO(key);
        CHECK(texts.has(key));
        expected.insert(key);
    }
    for (const auto& key : texts.keys()) {
        if (key.starts_with("error.")) {
            INFO(key);
            CHECK(expected.contains(key));
        }
    }
}

TEST_CASE("every text that the pages name is there in three languages", "[portal]") {
    const auto texts = test::portalTexts();
    const std::regex literal{R"re("((portal|search_mask)\.[a-z0-9_.-]*[a-z0-9])")re"};
    std::size_t found = 0;
    for (const auto& file :
         std::filesystem::directory_iterator{std::string{NCP_SOURCE_DIR} + "/ncp/portal"}) {
        if (file.path().extension() != ".cpp") {
            continue;
        }
        const auto source = readFile(file.path()).value();
        for (std::sregex_iterator at{source.begin(), source.end(), literal}, end; at != end; ++at) {
            INFO(file.path().filename().string() << ": " << (*at)[1]);
            CHECK(texts.has((*at)[1].str()));
            ++found;
        }
    }
    CHECK(found > 80);
}

TEST_CASE("every label of a search mask has a name for people", "[portal]") {
    const auto texts = test::portalTexts();
    const auto countries = test::portalCountries()();
    for (const auto& country : *countries) {
        for (const auto& field : discovery::fieldsOf(country.mask->patient)) {
            INFO(field.label);
            CHECK(texts.has(field.label));
        }
    }
    for (const auto* label : {"passportNumber", "accessCode", "addressStreet", "addressPostalCode",
                              "addressCity", "addressCountry", "ePrescriptionId", "dispensationPINCode"}) {
        CHECK(texts.has(std::string{"label.ism."} + label));
    }
}

TEST_CASE("headings of outcomes belong to rows of the error table", "[portal]") {
    const auto texts = test::portalTexts();
    std::set<std::string> known{"portal.outcome.failed", "portal.outcome.refused", "portal.outcome.nothing"};
    for (const auto& error : errorTable()) {
        known.insert("portal.outcome." + std::string{error.id});
    }
    for (const auto& key : texts.keys()) {
        if (key.starts_with("portal.outcome.")) {
            INFO(key);
            CHECK(known.contains(key));
        }
    }
}
