#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/credential_source.hpp"
#include "certs/key_modules.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/app/configuration.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ncp::app {

/// Keys, certificates and trust list of a node, read together and in force together. Immutable.
struct KeyMaterial {
    std::vector<certs::Credential> tlsServer; ///< at least one of each role
    std::vector<certs::Credential> tlsClient;
    std::vector<certs::Credential> signature;
    std::shared_ptr<const certs::TrustStore> trust;
};

/// What is used of it at one moment: of each role the newest credential that is valid.
struct KeysInForce {
    certs::Credential tlsServer;
    certs::Credential tlsClient;
    certs::Credential signature;
    std::shared_ptr<const certs::TrustStore> trust;
};
KeysInForce keysInForce(const KeyMaterial& material, Instant now);
bool sameCertificates(const KeysInForce& a, const KeysInForce& b) noexcept;

/// Everything that the configuration names, each key matched with its certificate. ConfigurationInvalid names
/// the file at fault. `revocation` answers what files don't; may be null.
Result<KeyMaterial> loadKeyMaterial(const NodeConfiguration& configuration, certs::KeyModules& modules,
                                    std::shared_ptr<certs::RevocationSource> revocation);
/// The trust list that the configuration names.
Result<std::shared_ptr<const certs::TrustStore>>
loadTrust(const NodeConfiguration& configuration, std::shared_ptr<certs::RevocationSource> revocation);

/// The files that `loadKeyMaterial` reads, and the configuration that names them.
std::vector<std::filesystem::path> keyMaterialFiles(const NodeConfiguration& configuration);

/// A certificate with what it is for.
struct RoleCertificate {
    std::string role;
    certs::Certificate certificate;
    bool ours = false;   ///< not an authority's
    bool inForce = true; ///< not one that waits for its time, or whose time is over
};
/// Ours of every role, and the authorities that we trust.
std::vector<RoleCertificate> certificatesOf(const KeyMaterial& material, Instant now);

} // namespace ncp::app
