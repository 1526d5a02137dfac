#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/guarded.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "certs/key_modules.hpp"
#include "certs/revocation_cache.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/key_material.hpp"
#include "ncp/app/reloader.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app {

/// A node's keys, certificates, trust list and revocation: what is in force, and how it is renewed while the
/// node runs. Safe to share between threads.
class KeyRing {
  public:
    /// ConfigurationInvalid names the file at fault.
    static Result<std::unique_ptr<KeyRing>> open(const NodeConfiguration& configuration, const Clock& clock,
                                                 Logger& log);
    ~KeyRing();

    std::shared_ptr<const KeysInForce> inForce() const { return inForce_.get(); }
    /// Who is asked about revocation, and what is asked of it: for other trust lists of this node.
    std::shared_ptr<certs::RevocationSource> revocation() const { return revocation_; }
    certs::RevocationRules revocationRules() const { return rules_; }
    /// Our TLS server's current OCSP response, DER.
    std::optional<std::string> staple() const;

    /// Who uses the keys is told of new ones; an error leaves the old ones in force for who comes after, and
    /// is told as the renewal's fault. Call before `watch`.
    void onRenewal(std::function<Result<void>(const KeysInForce&)> user);
    /// Looks at the files every few seconds from now on. `tell`: whether what was there could be taken.
    void watch(std::function<void(bool taken)> tell);
    /// No renewal begins after it; one that runs is waited for.
    void stopWatching();
    /// Takes everything anew soon, changed or not. Does not wait.
    void renew();

    /// Certificates that are not valid now, and why the newest files are not in force.
    std::vector<std::string> faults() const;
    std::vector<RoleCertificate> certificates() const;

  private:
    KeyRing(const NodeConfiguration& configuration, const Clock& clock, Logger& log);

    Result<void> load(const NodeConfiguration& configuration);
    Result<void> takeFiles();
    Result<void> putInForce(std::shared_ptr<const KeysInForce> keys);
    bool othersAreDue() const;

    const std::filesystem::path file_;
    const std::filesystem::path dataDirectory_;
    const std::chrono::seconds period_;
    const bool staples_;
    const certs::RevocationRules rules_;
    const std::string startedWith_; ///< the configuration as displayed, without what is renewed
    const Clock& clock_;
    Logger& log_;
    certs::KeyModules modules_;
    std::shared_ptr<certs::RevocationCache> revocation_;
    std::vector<FileState> loaded_;
    mutable Guarded<std::vector<std::filesystem::path>> files_;
    Current<KeyMaterial> material_;
    Current<KeysInForce> inForce_;
    std::vector<std::function<Result<void>(const KeysInForce&)>> users_;
    std::optional<Reloader> reloader_;
};

} // namespace ncp::app
