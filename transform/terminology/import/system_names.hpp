#pragma once

#include "transform/terminology/content.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace ncp::transform::terminology::import {

/// The one table between the names of code systems: OID, canonical URI, and what else sources write.
class SystemNames {
  public:
    /// `systems` as `code-systems.tsv` has them.
    explicit SystemNames(std::span<const CodeSystemContent> systems);

    enum class Known : std::uint8_t {
        Yes,     ///< in the table
        OidOnly, ///< an OID that the table lacks
        UriOnly, ///< an absolute URI for which no OID is known
        No,      ///< neither
    };
    struct Resolved {
        std::string id; ///< OID; the URI itself where no OID is known
        Known known = Known::No;
    };
    /// `written`: OID, `urn:oid:` and OID, canonical URI (with `|` and a version, too) or name; white space
    /// round it is no part of it.
    Resolved resolve(std::string_view written) const;
    /// The canonical URI, `urn:oid:` and the OID where there is none.
    std::string uriOf(std::string_view oid) const;

  private:
    std::map<std::string, std::string, std::less<>> oids_; ///< by any name
    std::map<std::string, std::string, std::less<>> uris_; ///< by OID
};

/// True for `http:`, `https:` and `urn:` identifiers: printable ASCII without blanks.
bool isUri(std::string_view text) noexcept;

} // namespace ncp::transform::terminology::import
