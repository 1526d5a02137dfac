#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/log.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/country_tables.hpp"
#include "ncp/app/key_material.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/consultation/dispensing.hpp"
#include "ncp/discovery/directory.hpp"
#include "ncp/http/client.hpp"
#include "ncp/store/sent_dispensations.hpp"
#include "ncp/transformation/transformer.hpp"
#include "ncp/validation/judge.hpp"
#include "transform/terminology/catalogue.hpp"

#include <memory>
#include <optional>

namespace ncp::app {

/// Peers of countries.yaml: where that says, where the network says, or where either does by `prefer`.
class ConfiguredPeers final : public discovery::PeerDirectory {
  public:
    /// `directory` may be null: nothing is discovered.
    ConfiguredPeers(const Current<CountryTables>& countries, const discovery::Directory* directory,
                    AddressSource prefer)
        : countries_(countries), directory_(directory), prefer_(prefer) {}

    Result<discovery::Peer> find(const CountryCode& country) const override;
    void callEnded(const CountryCode& country, const std::optional<Error>& error) const override;

  private:
    const Current<CountryTables>& countries_;
    const discovery::Directory* directory_;
    AddressSource prefer_;
};

/// Everything that NCP-B needs to ask other countries, made from a node's configuration: for `ncp serve` and,
/// in a process of its own, for `ncp query`. `countries`, `terminology`, `transformer`, `judge` and
/// `directory` outlive it; `judge` (nothing is judged) and `directory` may be null.
class CountryB {
  public:
    static Result<std::unique_ptr<CountryB>>
    make(const NodeConfiguration& configuration, const Current<CountryTables>& countries,
         const KeysInForce& keys, const Current<transform::terminology::Catalogue>& terminology,
         const transformation::Transformer& transformer, audit::Trail& trail, store::SentDispensations& book,
         const Clock& clock, Random& random, const discovery::Directory* directory = nullptr,
         const validation::Judge* judge = nullptr);

    /// Signs and connects with these keys from now on.
    Result<void> renew(const KeysInForce& keys);

    const consultation::Consultation& consultation() const noexcept { return *consultation_; }
    const consultation::Dispensing& dispensing() const noexcept { return *dispensing_; }

  private:
    explicit CountryB(ConfiguredPeers peers) : peers_(std::move(peers)) {}

    ConfiguredPeers peers_;
    std::optional<saml::Issuer> issuer_;
    std::optional<http::Client> client_;
    std::optional<consultation::Consultation> consultation_;
    std::optional<consultation::Dispensing> dispensing_;
};

/// Every table of texts below the data directory.
Result<Texts> loadTexts(const NodeConfiguration& configuration);

} // namespace ncp::app
