#include "ncp/app/countries_file.hpp"

#include <algorithm>
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

std::vector<CountryConfiguration> readCountries(FieldReader& root, ConfigurationSource& source,
                                                const CountryCode& own) {
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
        if (sound && !communities.insert(country.homeCommunityId.str()).second) {
            fields.fault("home_community_id", "belongs to another country of the list");
        }
        countries.push_back(std::move(country));
    }
    requireEndpoints(readers, countries, own);
    return countries;
}

} // namespace ncp::app
