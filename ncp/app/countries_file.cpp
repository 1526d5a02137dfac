#include "ncp/app/countries_file.hpp"

#include "base/tolerance.hpp"
#include "ncp/app/validation_fields.hpp"
#include "ncp/discovery/mask_format.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace ncp::app {
namespace {

/// https://host[:port]/path, without user, query and fragment.
bool isEndpoint(std::string_view url) {
    constexpr std::string_view scheme{"https://"};
    if (!url.starts_with(scheme)) {
        return false;
    }
    url.remove_prefix(scheme.size());
    const auto slash = url.find('/');
    const auto forbidden = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20U || byte >= 0x7FU ||
               std::string_view{"@?#\"<>\\"}.find(c) != std::string_view::npos;
    };
    return slash != std::string_view::npos && slash > 0 && url.front() != ':' &&
           std::ranges::none_of(url, forbidden);
}

std::string endpoint(FieldReader& fields, std::string_view key) {
    auto url = fields.text(key);
    if (!url.empty() && !isEndpoint(url)) {
        fields.fault(key, "must be an address of the form https://host[:port]/path");
    }
    return url;
}

std::optional<CountryEndpoints> readEndpoints(FieldReader& country) {
    auto fields = country.optionalSection("endpoints");
    if (!fields) {
        return std::nullopt;
    }
    CountryEndpoints endpoints{endpoint(*fields, "patient_discovery"), endpoint(*fields, "query_retrieve"),
                               endpoint(*fields, "provide")};
    fields->finish();
    return endpoints;
}

CountryName readName(FieldReader& country) {
    auto fields = country.section("name");
    CountryName name{fields.text("nb"), fields.text("nn"), fields.text("en")};
    fields.finish();
    return name;
}

constexpr std::array kServices{CountryService::PatientSummary,          CountryService::EPrescription,
                               CountryService::EDispensation,           CountryService::MedicationOverview,
                               CountryService::HospitalDischargeReport, CountryService::LaboratoryResult,
                               CountryService::ImagingReport,           CountryService::Image};

std::vector<std::string> optionalTexts(FieldReader& fields, std::string_view key) {
    if (fields.has(key)) {
        return fields.texts(key);
    }
    fields.allow(key);
    return {};
}

std::vector<CountryService> readServices(FieldReader& country) {
    if (!country.has("services")) {
        country.allow("services");
        return {kServices.begin(), kServices.end()};
    }
    std::vector<CountryService> services;
    for (const auto& written : country.texts("services")) {
        const auto* found =
            std::ranges::find_if(kServices, [&](CountryService service) { return name(service) == written; });
        if (found == kServices.end()) {
            country.fault("services", "\"" + written + "\" is no service");
        } else if (std::ranges::find(services, *found) == services.end()) {
            services.push_back(*found);
        } else {
            country.fault("services", "\"" + written + "\" stands twice");
        }
    }
    return services;
}

std::vector<HomeCommunityId> readCommunities(FieldReader& country) {
    std::vector<HomeCommunityId> communities;
    for (const auto& written : optionalTexts(country, "accepted_communities")) {
        auto community = HomeCommunityId::parse(written);
        if (community) {
            communities.push_back(*std::move(community));
        } else {
            country.fault("accepted_communities", "\"" + written + "\" is a malformed homeCommunityId");
        }
    }
    return communities;
}

std::vector<PatientIdentifierDomain> readIdentifiers(FieldReader& country) {
    std::vector<PatientIdentifierDomain> domains;
    if (!country.has("patient_identifiers")) {
        country.allow("patient_identifiers");
        return domains;
    }
    for (auto& fields : country.sections("patient_identifiers")) {
        PatientIdentifierDomain domain{fields.identifier<Oid>("domain", "2.999"), fields.text("format", "")};
        if (!discovery::isUsableFormat(domain.format)) {
            fields.fault("format", "is no expression that can be matched within bounded time");
        }
        fields.finish();
        domains.push_back(std::move(domain));
    }
    return domains;
}

std::vector<std::string> readRefusedTolerances(FieldReader& country) {
    auto refused = optionalTexts(country, "refuse_tolerances");
    for (const auto& tolerance : refused) {
        if (findTolerance(tolerance) == nullptr) {
            country.fault("refuse_tolerances", "\"" + tolerance + "\" is no tolerance; see ncp tolerances");
        }
    }
    return refused;
}

std::optional<RequestLimits> readLimits(FieldReader& country) {
    auto fields = country.optionalSection("limits");
    if (!fields) {
        return std::nullopt;
    }
    const auto limits = readRequestLimits(*fields, RequestLimits{});
    fields->finish();
    return limits;
}

/// Each community belongs to one country, in whichever of its lists it stands.
void requireOwnCommunities(FieldReader& fields, const CountryConfiguration& country,
                           std::set<std::string>& taken) {
    if (!taken.insert(country.homeCommunityId.str()).second) {
        fields.fault("home_community_id", "belongs to another country of the list");
    }
    for (const auto& community : country.acceptedCommunities) {
        if (!taken.insert(community.str()).second) {
            fields.fault("accepted_communities", community.str() + " stands twice in the list");
        }
    }
}

CountryConfiguration readCountry(FieldReader& fields) {
    CountryConfiguration country{
        .code = fields.identifier<CountryCode>("code", "ZZ"),
        .name = readName(fields),
        .homeCommunityId = fields.identifier<HomeCommunityId>("home_community_id", "2.999"),
        .enabled = fields.flag("enabled", false),
        .endpoints = readEndpoints(fields),
        .searchMask = {},
    };
    if (fields.has("search_mask")) {
        country.searchMask = fields.existingFile("search_mask");
    } else {
        fields.allow("search_mask");
    }
    country.acceptedCommunities = readCommunities(fields);
    country.patientIdentifiers = readIdentifiers(fields);
    country.services = readServices(fields);
    country.codeStyle = fields.choice("error_codes", {"names", "numbers"}, "names") == 0 ? CodeStyle::Names
                                                                                         : CodeStyle::Numbers;
    country.refusedTolerances = readRefusedTolerances(fields);
    country.limits = readLimits(fields);
    country.validation = readValidation(fields);
    return country;
}

/// A country that we are to ask must be reachable. Not asked while it is unclear which one is our own.
void requireEndpoints(std::vector<FieldReader>& readers, const std::vector<CountryConfiguration>& countries,
                      const CountryCode& own) {
    if (std::ranges::find(countries, own, &CountryConfiguration::code) == countries.end()) {
        return;
    }
    for (std::size_t i = 0; i < countries.size(); ++i) {
        if (countries[i].enabled && countries[i].code != own && !countries[i].endpoints) {
            readers[i].fault("endpoints", "is missing, but the country is enabled");
        }
    }
}

} // namespace

RequestLimits readRequestLimits(FieldReader& fields, const RequestLimits& otherwise) {
    constexpr NumberRange perMinute{1, 10'000'000};
    return {
        fields.number("requests_per_minute", perMinute, otherwise.requestsPerMinute),
        fields.number("clinician_requests_per_minute", perMinute, otherwise.clinicianRequestsPerMinute),
        fields.number("requests_at_once", {1, 1024}, otherwise.concurrentRequests),
    };
}

std::vector<CountryConfiguration> readCountries(FieldReader& root, ConfigurationSource& source,
                                                const CountryCode& own, bool discovered) {
    std::vector<CountryConfiguration> countries;
    std::set<std::string> codes;
    std::set<std::string> communities;
    auto readers = root.sections("countries");
    for (auto& fields : readers) {
        const auto faultsBefore = source.faults.size();
        auto country = readCountry(fields);
        fields.finish();
        const bool sound = source.faults.size() == faultsBefore;
        if (sound && !codes.insert(country.code.str()).second) {
            fields.fault("code", "stands twice in the list");
        }
        if (sound) {
            requireOwnCommunities(fields, country, communities);
        }
        countries.push_back(std::move(country));
    }
    if (!discovered) {
        requireEndpoints(readers, countries, own);
    }
    return countries;
}

} // namespace ncp::app
