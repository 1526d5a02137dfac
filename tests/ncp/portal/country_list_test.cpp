#include "ncp/portal/country_list.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::portal;

namespace {

discovery::SearchMask maskOf(const std::string& description) {
    return discovery::parseSearchMask(
               R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code="PT" label="label.ism.addressCountry">)"
               R"(<ism:patientSearch><ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="1.2.3" format="")"
               R"( contextualDescription=")" +
               description + R"("/></ism:identifier></ism:patientSearch></ism:country></ism:searchFields>)")
        .value();
}

ConfiguredCountries portugal(bool connected = true) {
    std::vector<PortalCountry> countries;
    countries.push_back({CountryCode::parse("PT").value(), "Portugal", "Portugal", "Portugal", connected,
                         maskOf("configured")});
    return [kept = std::make_shared<const std::vector<PortalCountry>>(std::move(countries))] { return kept; };
}

std::string shown(const CountryList& list) {
    return discovery::fieldsOf(list.current()->front().mask->patient).front().description;
}

} // namespace

TEST_CASE("a published mask takes the place of the configured one while it is known", "[portal]") {
    std::optional<discovery::SearchMask> published;
    const CountryList list{portugal(), [&](const CountryCode&) { return published; }};
    CHECK(shown(list) == "configured");
    published = maskOf("published");
    CHECK(shown(list) == "published");
    published.reset();
    CHECK(shown(list) == "configured");
}

TEST_CASE("what a page has read stays there when the mask changes", "[portal]") {
    auto published = maskOf("first");
    const CountryList list{portugal(), [&](const CountryCode&) { return std::optional{published}; }};
    const auto before = list.current();
    published = maskOf("second");
    CHECK(shown(list) == "second");
    CHECK(discovery::fieldsOf(before->front().mask->patient).front().description == "first");
}

TEST_CASE("a country that is not connected keeps its configured mask", "[portal]") {
    const CountryList list{portugal(false),
                           [](const CountryCode&) { return std::optional{maskOf("published")}; }};
    CHECK(shown(list) == "configured");
}

TEST_CASE("a country that the configuration adds while the node runs can be chosen", "[portal]") {
    auto configured = portugal(false)();
    const CountryList list{[&] { return configured; }, {}};
    CHECK_FALSE(list.current()->front().connected);
    const auto before = list.current();
    configured = portugal(true)();
    CHECK(list.current()->front().connected);
    CHECK_FALSE(before->front().connected);
}
