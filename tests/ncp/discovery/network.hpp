#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "ncp/discovery/directory.hpp"
#include "ncp/discovery/own_services.hpp"
#include "ncp/discovery/smp_service.hpp"
#include "ncp/http/server.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_pki.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ncp::test {

/// A clock that a test moves.
class MovedClock final : public Clock {
  public:
    explicit MovedClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance(std::chrono::seconds by) { now_ = now_.load() + by; }

  private:
    std::atomic<Instant> now_;
};

/// The country's services at localhost, valid for a year from the PKI's now.
discovery::OwnServices servicesOf(TestPki& pki, const std::string& country);
/// A small mask of that country.
discovery::SearchMask maskOf(const std::string& country);
/// The service's metadata signed by that credential.
std::string nationalMetadata(const discovery::OwnServices& own, discovery::Service service,
                             const certs::Credential& signer);

/// A real SMP on a free port, over plain HTTP: what goes in for Portugal can be asked for.
class SmpUnderTest {
  public:
    SmpUnderTest();

    TestPki countries;
    TestPki smps;
    MovedClock clock;

    const certs::Credential& smpSigner() { return smps.signer("BE"); }
    std::string url() const;
    /// Publishes all services of the country.
    void publish(const std::string& country = "PT");
    void publish(const discovery::OwnServices& own, const certs::Credential& signer);
    std::filesystem::path folder() const { return directory_.path() / "smp"; }
    discovery::SmpService& service() { return *service_; }
    std::size_t requests() const { return requests_; }
    /// Answers every request instead of the SMP, until it is reset.
    void answerWith(std::function<http::Response(const http::Request&)> other);
    void stop() { server_.reset(); }

    discovery::SmpClient client();
    discovery::Directory::Parts parts(const std::filesystem::path& kept = {});
    std::unique_ptr<discovery::Directory> directory(const std::filesystem::path& kept = {},
                                                    discovery::Directory::Settings settings = {});

  private:
    http::Response handle(const http::Request& request);

    TemporaryDirectory directory_;
    std::shared_ptr<const certs::TrustStore> national_;
    std::shared_ptr<const certs::TrustStore> smpTrust_;
    Logger log_;
    std::optional<discovery::SmpService> service_;
    Guarded<std::function<http::Response(const http::Request&)>> other_;
    std::atomic<std::size_t> requests_ = 0;
    std::uint16_t port_ = 0;
    std::unique_ptr<http::Server> server_;
};

} // namespace ncp::test
