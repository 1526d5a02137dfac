#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/uuid.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/discovery/own_services.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app::commands {

/// A node's configuration and keys in this process, for what is done with service metadata.
struct SmpDesk {
    SystemClock clock;
    SystemRandom random;
    std::optional<NodeConfiguration> configuration;
    std::optional<Logger> log;
    std::unique_ptr<KeyRing> keys;
};
/// ConfigurationInvalid, also for a configuration without section `discovery` where `needsDiscovery`.
Result<std::unique_ptr<SmpDesk>> openSmpDesk(const std::filesystem::path& configuration, bool needsDiscovery);

/// What our country publishes: the addresses that the countries file gives it, the certificate that our TLS
/// server shows now, our search mask. Valid for as long as configured, and not longer than the certificate.
Result<discovery::OwnServices> ownServices(const SmpDesk& desk);

/// The services by their names, all without names; InputRefused names an unknown one. The search mask is left
/// out of `all` where there is none.
Result<std::vector<discovery::Service>> servicesNamed(const std::vector<std::string>& names,
                                                      const discovery::OwnServices& own);

/// Nationally signed metadata of one of our services.
Result<std::string> signedMetadata(const SmpDesk& desk, const discovery::OwnServices& own,
                                   discovery::Service service);

} // namespace ncp::app::commands
