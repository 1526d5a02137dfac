#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/key_material.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/http/client.hpp"
#include "transform/terminology/catalogue.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace ncp::app {

/// Peers with the static endpoints of countries.yaml.
class ConfiguredPeers final : public discovery::PeerDirectory {
  public:
    explicit ConfiguredPeers(std::vector<CountryConfiguration> countries)
        : countries_(std::move(countries)) {}

    Result<discovery::Peer> find(const CountryCode& country) const override;

  private:
    std::vector<CountryConfiguration> countries_;
};

/// Everything that NCP-B needs to ask other countries, made from a node's configuration: for `ncp serve` and,
/// in a process of its own, for `ncp query`.
class CountryB {
  public:
    static Result<std::unique_ptr<CountryB>> make(const NodeConfiguration& configuration,
                                                  const KeysInForce& keys, audit::Trail& trail,
                                                  const Clock& clock, Random& random);

    /// Signs and connects with these keys from now on.
    Result<void> renew(const KeysInForce& keys);

    const consultation::Consultation& consultation() const noexcept { return *consultation_; }
    const transform::terminology::Catalogue& catalogue() const noexcept { return catalogue_; }

  private:
    CountryB(transform::terminology::Catalogue catalogue, ConfiguredPeers peers)
        : catalogue_(std::move(catalogue)), peers_(std::move(peers)) {}

    transform::terminology::Catalogue catalogue_;
    ConfiguredPeers peers_;
    std::optional<saml::Issuer> issuer_;
    std::optional<http::Client> client_;
    std::optional<consultation::Consultation> consultation_;
};

/// Every table of texts below the data directory.
Result<Texts> loadTexts(const NodeConfiguration& configuration);

} // namespace ncp::app
