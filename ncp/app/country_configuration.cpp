#include "ncp/app/country_configuration.hpp"

#include <algorithm>
#include <array>

namespace ncp::app {
namespace {

constexpr std::array<std::string_view, 8> kServiceNames{
    "patient_summary",           "eprescription",     "edispensation",  "medication_overview",
    "hospital_discharge_report", "laboratory_result", "imaging_report", "image"};

} // namespace

bool CountryConfiguration::isKnownAs(const HomeCommunityId& community) const noexcept {
    return community == homeCommunityId ||
           std::ranges::find(acceptedCommunities, community) != acceptedCommunities.end();
}

bool CountryConfiguration::offers(CountryService service) const noexcept {
    return std::ranges::find(services, service) != services.end();
}

std::string_view name(CountryService service) noexcept {
    return kServiceNames[static_cast<std::size_t>(service)];
}

} // namespace ncp::app
