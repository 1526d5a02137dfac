#pragma once

#include "base/current.hpp"
#include "base/log.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/store/store.hpp"
#include "ncp/transformation/transformer.hpp"
#include "tests/ncp/portal/browser.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_pki.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ncp::test {

/// A clock that stands until it is set on.
class StandingClock final : public Clock {
  public:
    explicit StandingClock(Instant start) : milliseconds_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant{std::chrono::milliseconds{milliseconds_.load()}}; }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> milliseconds_;
};

/// The texts, search masks and countries of the configuration.
Texts portalTexts();
portal::ConfiguredCountries portalCountries();
portal::Identities demoIdentities();

/// A portal of a Norwegian node for which every connected country is a port on which nobody listens.
class PortalWorld {
  public:
    PortalWorld();

    StandingClock clock{SystemClock{}.now()};
    audit::Trail& trail() { return *store_; }
    Browser& browser() { return *browser_; }

  private:
    TemporaryDirectory directory_;
    Logger log_{clock, LogLevel::Error, [](std::string_view) {}};
    SystemRandom random_;
    Texts texts_ = portalTexts();
    portal::Identities identities_ = demoIdentities();
    std::unique_ptr<store::Store> store_;
    std::optional<saml::Issuer> issuer_;
    std::unique_ptr<discovery::PeerDirectory> peers_;
    std::optional<http::Client> client_;
    Current<transform::terminology::Catalogue> terminology_{nullptr};
    transform::cda::CodedElements codedElements_ =
        transform::cda::CodedElements::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/pivot").value();
    transformation::Transformer transformer_{codedElements_};
    std::optional<consultation::Consultation> consultation_;
    std::optional<consultation::Dispensing> dispensing_;
    std::optional<portal::Portal> portal_;
    std::optional<Browser> browser_;
};

} // namespace ncp::test
