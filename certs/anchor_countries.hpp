#pragma once

#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// Whom the anchors of a trust list may speak for.
class AnchorCountries {
  public:
    /// Reads the table that TrustStore::Files describes. ConfigurationInvalid names file and line, or the
    /// anchor that is missing from it.
    static Result<AnchorCountries> load(const std::filesystem::path& file,
                                        std::span<const std::vector<Certificate>> anchors);

    /// Whether the anchor may speak for that country (upper case; empty where the certificate bears none).
    bool allow(const Certificate& anchor, std::string_view country) const;

  private:
    using Countries = std::set<std::string, std::less<>>;

    std::map<std::string, Countries, std::less<>> byAnchor_; ///< by SHA-256 in hex; "*" for all
};

} // namespace ncp::certs
