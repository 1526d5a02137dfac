#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/saml/issue.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// What a person does here. Neither may do what the other does.
enum class Duty : std::uint8_t {
    Clinician, ///< looks up patients
    Operator,  ///< inspects documents that partners ask about
};

/// A person of the identities file: who signs in where there is no national sign-in yet.
struct Identity {
    Duty duty = Duty::Clinician;
    saml::Clinician clinician; ///< of an operator: id, name and organisation alone
    TextLanguage language = TextLanguage::Bokmaal;
    std::string pin; ///< of the demonstration; protects nothing
};

/// The people of a demonstration node.
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
