#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/consultation/dispensing.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "ncp/http/message.hpp"
#include "ncp/portal/country_list.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/inspection.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::portal {

/// The clinicians' pages and the JSON API below /api/v1, for a loopback listener. Answers every request,
/// keeps its sessions in memory: bounded, 30 minutes idle, 8 hours in all. Safe to share between threads.
class Portal {
  public:
    /// What it works with; what is referred to outlives the portal.
    struct Parts {
        const consultation::Consultation& consultation;
        const consultation::Dispensing& dispensing;
        const Identities& identities;
        ConfiguredCountries countries;
        const Texts& texts;
        Random& random;
        const Clock& clock;
        std::vector<TextLanguage> languages; ///< offered; the first is that of a page before the sign-in
        CountryCode own;
        std::string version;
        std::filesystem::path assets;     ///< directory with style.css and openapi.yaml, read at once
        PublishedMask publishedMask = {}; ///< masks that countries published; empty: the configured ones hold
        Judge judge = {};                 ///< of documents that operators drop; empty: they can't drop any
    };

    /// Throws std::runtime_error when a file of `assets` can't be read: the installation is broken.
    explicit Portal(Parts parts);
    ~Portal();

    http::Response handle(const http::Request& request);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::portal
