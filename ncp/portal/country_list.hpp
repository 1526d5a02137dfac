#pragma once

#include "base/identifiers.hpp"
#include "ncp/discovery/search_mask.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ncp::portal {

/// A country that a clinician can choose, or sees as not connected.
struct PortalCountry {
    CountryCode code;
    std::string nb;
    std::string nn;
    std::string en;
    bool connected = false;
    std::optional<discovery::SearchMask> mask;
};

/// The search mask that a country published, nothing where none is known.
using PublishedMask = std::function<std::optional<discovery::SearchMask>(const CountryCode&)>;

/// The countries that are configured now.
using ConfiguredCountries = std::function<std::shared_ptr<const std::vector<PortalCountry>>()>;

/// The countries of the portal with the masks that hold now: those that countries published in the place of
/// the configured ones. Safe to share between threads.
class CountryList {
  public:
    /// Without `published` the configured masks hold.
    CountryList(ConfiguredCountries configured, PublishedMask published)
        : configured_(std::move(configured)), published_(std::move(published)) {}

    /// The list as it is now.
    std::shared_ptr<const std::vector<PortalCountry>> current() const;

  private:
    const ConfiguredCountries configured_;
    const PublishedMask published_;
};

} // namespace ncp::portal
