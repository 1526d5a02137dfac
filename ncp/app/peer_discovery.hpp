#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/log.hpp"
#include "base/uuid.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/discovery/directory.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ncp::app {

/// What a node needs to find countries by SML and SMP: the directory, the trust list of SMPs, an audit event
/// (EHDSI-193) and a log line for each lookup.
class PeerDiscovery {
  public:
    struct Parts {
        const KeyRing& keys;
        audit::Trail& trail;
        const Clock& clock;
        Logger& log;
        Random& random;
    };
    /// Null where the configuration has no section `discovery`. ConfigurationInvalid for anchors that can't
    /// be read.
    static Result<std::unique_ptr<PeerDiscovery>> make(const NodeConfiguration& configuration, Parts parts);

    const discovery::Directory& directory() const noexcept { return *directory_; }
    discovery::Directory& directory() noexcept { return *directory_; }
    /// Other countries are asked from now on.
    void renewCountries(const std::vector<CountryConfiguration>& countries);
    /// Reads the SMPs' anchors anew.
    Result<void> renew();
    /// What hinders discovery as a whole: the network can't be asked, or not be believed, about any of the
    /// countries that have no configured addresses.
    std::vector<std::string> faults() const;

  private:
    PeerDiscovery(const NodeConfiguration& configuration, Parts parts,
                  std::shared_ptr<const certs::TrustStore> smpTrust);

    void record(const discovery::LookupReport& report) const;

    DiscoveryConfiguration configuration_;
    std::vector<std::filesystem::path> tlsAnchors_;
    CountryCode own_;
    Current<std::set<CountryCode>> discoveredOnly_; ///< without configured addresses
    Parts parts_;
    Current<certs::TrustStore> smpTrust_;
    std::unique_ptr<discovery::Directory> directory_; ///< last: ends before what it uses
};

/// The trust list of SMPs: who vouches for their signatures and their servers. `tlsAnchors` stand in where
/// the section names none; revocation is asked as for every other certificate.
Result<std::shared_ptr<const certs::TrustStore>>
loadSmpTrust(const DiscoveryConfiguration& configuration,
             const std::vector<std::filesystem::path>& tlsAnchors, const KeyRing& keys);

} // namespace ncp::app
