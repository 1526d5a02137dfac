#include "base/table.hpp"
#include "ncp/app/countries_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

using namespace ncp;

using app::CountryService;

namespace {

const std::filesystem::path kConfig = std::filesystem::path{NCP_SOURCE_DIR} / "config";

struct Reading {
    std::vector<app::CountryConfiguration> countries;
    std::vector<app::ConfigurationFault> faults;
};

Reading read(const std::string& text) {
    app::ConfigurationSource source{"countries.yaml", kConfig, {}};
    auto yaml = app::readYaml(text, source.file);
    Reading reading;
    reading.faults = std::move(yaml.faults);
    if (yaml.value) {
        app::FieldReader root{*yaml.value, "", source};
        reading.countries = app::readCountries(root, source, CountryCode::parse("NO").value(), false);
        root.finish();
    }
    reading.faults.insert(reading.faults.end(), source.faults.begin(), source.faults.end());
    return reading;
}

std::string country(const std::string& fields) {
    return "countries:\n  - code: SE\n    name: {nb: Sverige, nn: Sverige, en: Sweden}\n"
           "    home_community_id: 2.999.5\n" +
           fields;
}

} // namespace

TEST_CASE("every country of the network is there, and only the demonstration's two are enabled",
          "[configuration]") {
    const auto text = readFile(kConfig / "countries.yaml");
    REQUIRE(text);
    const auto reading = read(*text);
    for (const auto& fault : reading.faults) {
        FAIL_CHECK(fault.field << ": " << fault.message);
    }
    std::set<std::string> codes;
    std::set<std::string> enabled;
    for (const auto& known : reading.countries) {
        codes.insert(known.code.str());
        if (known.enabled) {
            enabled.insert(known.code.str());
        }
    }
    const std::set<std::string> network{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
                                        "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV",
                                        "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"};
    CHECK(codes == network);
    CHECK(enabled == std::set<std::string>{"NO", "PT"});
}

TEST_CASE("a country is known by its own community and by those of other tables", "[configuration]") {
    const auto reading = read(country("    accepted_communities: [2.999.6, 2.999.7]\n"));
    REQUIRE(reading.faults.empty());
    const auto& sweden = reading.countries.front();
    for (const auto* community : {"2.999.5", "2.999.6", "2.999.7"}) {
        CHECK(sweden.isKnownAs(HomeCommunityId::parse(community).value()));
    }
    CHECK_FALSE(sweden.isKnownAs(HomeCommunityId::parse("2.999.8").value()));
}

TEST_CASE("a country says what it offers; one that says nothing offers all", "[configuration]") {
    const auto some = read(country("    services: [patient_summary, laboratory_result]\n")).countries.front();
    CHECK(some.offers(CountryService::PatientSummary));
    CHECK(some.offers(CountryService::LaboratoryResult));
    CHECK_FALSE(some.offers(CountryService::EPrescription));
    const auto all = read(country("")).countries.front();
    CHECK(all.offers(CountryService::EDispensation));
    CHECK(all.services.size() == 8);
}

TEST_CASE("spelling, refused departures, identifiers and limits are read", "[configuration]") {
    const auto reading = read(country("    error_codes: numbers\n"
                                      "    refuse_tolerances: [hcp-audience-absent, http.gzip-body]\n"
                                      "    patient_identifiers:\n"
                                      "      - {domain: 2.999.5.1, format: \"[0-9]{12}\"}\n"
                                      "      - {domain: 2.999.5.2}\n"
                                      "    limits: {requests_per_minute: 5, requests_at_once: 2}\n"));
    REQUIRE(reading.faults.empty());
    const auto& sweden = reading.countries.front();
    CHECK(sweden.codeStyle == CodeStyle::Numbers);
    CHECK(sweden.refusedTolerances == std::vector<std::string>{"hcp-audience-absent", "http.gzip-body"});
    REQUIRE(sweden.patientIdentifiers.size() == 2);
    CHECK(sweden.patientIdentifiers.front().root.str() == "2.999.5.1");
    CHECK(sweden.patientIdentifiers.front().format == "[0-9]{12}");
    REQUIRE(sweden.limits);
    CHECK(sweden.limits->requestsPerMinute == 5);
    CHECK(sweden.limits->concurrentRequests == 2);
}

TEST_CASE("what a country can't have is a fault with its line and field", "[configuration]") {
    struct Row {
        std::string fields;
        std::string field;
        std::string message;
    };
    const auto row = GENERATE(values<Row>({
        {"    error_codes: letters\n", "countries[0].error_codes", "names"},
        {"    refuse_tolerances: [signature-absent]\n", "countries[0].refuse_tolerances", "is no tolerance"},
        {"    services: [horoscope]\n", "countries[0].services", "is no service"},
        {"    services: [image, image]\n", "countries[0].services", "stands twice"},
        {"    accepted_communities: [sweden]\n", "countries[0].accepted_communities", "malformed"},
        {"    accepted_communities: [2.999.5]\n", "countries[0].accepted_communities", "stands twice"},
        {"    patient_identifiers: [{domain: 2.999.5.1, format: \"([0-9]{900}){900}\"}]\n",
         "countries[0].patient_identifiers[0].format", "bounded time"},
        {"    patient_identifiers: [{root: 2.999.5.1}]\n", "countries[0].patient_identifiers[0]", ""},
        {"    limits: {requests_per_minute: 0}\n", "countries[0].limits.requests_per_minute", ""},
        {"    limits: {requests_per_hour: 1}\n", "countries[0].limits.requests_per_hour", "is unknown"},
    }));
    const auto reading = read(country(row.fields));
    INFO(row.fields);
    const auto found = std::ranges::find_if(reading.faults, [&](const app::ConfigurationFault& fault) {
        return fault.field.starts_with(row.field) && fault.message.find(row.message) != std::string::npos;
    });
    REQUIRE(found != reading.faults.end());
    CHECK(found->line >= 5);
}
