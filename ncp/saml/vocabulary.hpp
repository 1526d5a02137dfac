#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::saml {

/// The closed lists that an HCP assertion draws on (eHDSI SAML profile): roles, kinds of facility, ways of
/// signing in. Loaded once, immutable.
class Vocabulary {
  public:
    /// Reads roles.tsv (code, display), facility_types.tsv (facility_type) and authentication_contexts.tsv
    /// (class, emit) of a directory. ConfigurationInvalid names file and line.
    static Result<Vocabulary> load(const std::filesystem::path& directory);

    const std::vector<Code>& roles() const noexcept { return roles_; }
    const std::vector<std::string>& facilityTypes() const noexcept { return facilityTypes_; }

    /// By ISCO code, or by ISCO code and display name (case does not matter).
    bool knowsRole(std::string_view code) const noexcept;
    bool knowsRole(std::string_view code, std::string_view display) const noexcept;
    bool knowsFacilityType(std::string_view type) const noexcept; ///< case does not matter
    bool isTwoFactor(std::string_view authnContextClass) const noexcept;
    /// Whether our own sign-in may claim the class.
    bool mayEmit(std::string_view authnContextClass) const noexcept;

  private:
    struct AuthnContext {
        std::string name;
        bool emit = false;
    };

    std::vector<Code> roles_;
    std::vector<std::string> facilityTypes_;
    std::vector<AuthnContext> authnContexts_;
};

} // namespace ncp::saml
