#include "ncp/app/commands/smp_desk.hpp"

#include "ncp/app/data_directory.hpp"
#include "ncp/discovery/signed_metadata.hpp"

#include <algorithm>
#include <utility>

namespace ncp::app::commands {
namespace {

/// `https://host[:port]/` of an address.
std::string originOf(const std::string& url) {
    const auto path = url.find('/', url.find("://") + 3);
    return url.substr(0, path) + "/";
}

} // namespace

Result<std::unique_ptr<SmpDesk>> openSmpDesk(const std::filesystem::path& configuration,
                                             bool needsDiscovery) {
    auto desk = std::make_unique<SmpDesk>();
    auto loaded = loadConfiguration(configuration, dataDirectory());
    if (!loaded) {
        return passOn(loaded);
    }
    desk->configuration = std::move(*loaded);
    if (needsDiscovery && !desk->configuration->discovery) {
        return fail(ErrorCode::ConfigurationInvalid,
                    configuration.string() + ": the section discovery is missing");
    }
    desk->log.emplace(desk->clock, LogLevel::Error, standardErrorSink());
    auto keys = KeyRing::open(*desk->configuration, desk->clock, *desk->log);
    if (!keys) {
        return passOn(keys);
    }
    desk->keys = std::move(*keys);
    return desk;
}

Result<discovery::OwnServices> ownServices(const SmpDesk& desk) {
    const auto& configuration = *desk.configuration;
    const auto& settings = *configuration.discovery;
    const auto* own = findCountry(configuration, configuration.node.country.str());
    if (own == nullptr || !own->endpoints) {
        return fail(ErrorCode::ConfigurationInvalid,
                    "the countries file gives our own country no endpoints: there is nothing to publish");
    }
    std::optional<discovery::SearchMask> mask;
    if (!own->searchMask.empty()) {
        auto loaded = discovery::loadSearchMask(own->searchMask);
        if (!loaded) {
            return passOn(loaded);
        }
        mask = std::move(*loaded);
    }
    const auto now = desk.clock.now();
    const auto certificate = desk.keys->inForce()->tlsServer.certificate();
    const auto& contact = settings.technicalContact;
    return discovery::OwnServices{configuration.node.country,
                                  own->endpoints->patientDiscovery,
                                  own->endpoints->queryRetrieve,
                                  own->endpoints->provide,
                                  certificate,
                                  std::chrono::floor<std::chrono::seconds>(now),
                                  std::min<Instant>(now + settings.validity, certificate.notAfter()),
                                  contact.empty() ? originOf(own->endpoints->queryRetrieve) : contact,
                                  settings.technicalInformation,
                                  std::move(mask)};
}

Result<std::vector<discovery::Service>> servicesNamed(const std::vector<std::string>& names,
                                                      const discovery::OwnServices& own) {
    std::vector<discovery::Service> services;
    for (const auto& written : names) {
        const auto service = discovery::serviceNamed(written);
        if (!service) {
            return fail(ErrorCode::InputRefused,
                        "--service " + written +
                            " is unknown; one of: iti-55, iti-38, iti-39, iti-41, search-mask");
        }
        services.push_back(*service);
    }
    if (!names.empty()) {
        return services;
    }
    services.assign(discovery::kServices.begin(), discovery::kServices.end());
    if (!own.mask) {
        std::erase(services, discovery::Service::SearchMask);
    }
    return services;
}

Result<std::string> signedMetadata(const SmpDesk& desk, const discovery::OwnServices& own,
                                   discovery::Service service) {
    const auto information = discovery::describe(own, service);
    if (!information) {
        return passOn(information);
    }
    return discovery::signNationally(discovery::writeServiceMetadata(*information),
                                     desk.keys->inForce()->signature);
}

} // namespace ncp::app::commands
