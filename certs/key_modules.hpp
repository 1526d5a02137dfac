#pragma once

#include "base/result.hpp"
#include "certs/private_key.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ncp::certs {

/// The PKCS #11 modules (smart cards, hardware security modules) in use, each loaded once: to end one ends
/// it for every key of the process. A module stays loaded until this object and all of its keys are gone.
/// Safe to share between threads.
class KeyModules {
  public:
    KeyModules();
    ~KeyModules();
    KeyModules(const KeyModules&) = delete;
    KeyModules& operator=(const KeyModules&) = delete;

    /// The private key that the URI names (RFC 7512: `pkcs11:token=…;object=…`). ConfigurationInvalid names
    /// the module or the URI; a URI that holds a PIN is refused.
    Result<PrivateKey> key(const std::filesystem::path& module, const std::string& uri, std::string_view pin);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::certs
