#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/saml/issue.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// A person of the identities file: who signs in where there is no national sign-in yet.
struct Identity {
    saml::Clinician clinician;
    TextLanguage language = TextLanguage::Bokmaal;
    std::string pin; ///< of the demonstration; protects nothing
};

/// The clinicians of a demonstration node.
class Identities {
  public:
    /// ConfigurationInvalid lists every fault with file and line: unknown or missing fields, an id twice.
    static Result<Identities> load(const std::filesystem::path& file);

    const std::vector<Identity>& all() const noexcept { return identities_; }
    const Identity* find(std::string_view id) const noexcept;

  private:
    std::vector<Identity> identities_;
};

} // namespace ncp::portal
