#pragma once

#include "base/guarded.hpp"
#include "base/identifiers.hpp"
#include "ncp/discovery/search_mask.hpp"

#include <functional>
#include <list>
#include <optional>
#include <string>
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

/// The countries of the portal with the masks that hold now: those that countries published in the place of
/// the configured ones. Safe to share between threads.
class CountryList {
  public:
    /// Without `published` the configured masks hold.
    CountryList(std::vector<PortalCountry> configured, PublishedMask published)
        : configured_(std::move(configured)), published_(std::move(published)) {}

    /// The list as it is now. What was given out once stays there as long as this object: a mask changes a
    /// few times a year.
    const std::vector<PortalCountry>& current() const;

  private:
    const std::vector<PortalCountry> configured_;
    const PublishedMask published_;
    mutable Guarded<std::list<std::vector<PortalCountry>>> versions_;
};

} // namespace ncp::portal
