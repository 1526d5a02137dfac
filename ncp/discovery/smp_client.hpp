#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "certs/trust_store.hpp"
#include "ncp/discovery/resolver.hpp"
#include "ncp/discovery/service_names.hpp"
#include "ncp/discovery/signed_metadata.hpp"
#include "ncp/http/resource_client.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ncp::discovery {

/// The trust lists in force: of SMPs, and of the countries' signatures. They may be renewed at any time.
struct MetadataTrust {
    std::function<std::shared_ptr<const certs::TrustStore>()> smp;
    std::function<std::shared_ptr<const certs::TrustStore>()> national;
};

/// Finds the SMP of a country: by the SML, or as configured.
class Locator {
  public:
    struct Settings {
        std::string smpUrl;      ///< an SMP for all countries, without SML; empty: by the SML
        std::string smlDomain;   ///< such as ehealth.testa.eu
        bool cnameNames = false; ///< the older names (MD5, plain HTTP) where there is no NAPTR record
        Resolver::Settings resolver;
    };
    explicit Locator(Settings settings);

    /// The base URL of the country's SMP, without a slash at its end. Errors of Resolver::naptr and smpUrl.
    Result<std::string> smpOf(const CountryCode& country, Deadline deadline) const;

  private:
    Settings settings_;
    Resolver resolver_;
};

/// Service metadata as they came and as they were verified.
struct FetchedMetadata {
    std::string bytes;
    SignedMetadata metadata; ///< holds ServiceInformation
};

/// Asks SMPs for service metadata (OASIS BDXR SMP 1.0, section 5). Safe to share between threads.
class SmpClient {
  public:
    /// `settings`: our TLS key and the trust list in force, asked for at each request.
    SmpClient(std::function<http::ResourceClient::Settings()> settings, MetadataTrust trust,
              const Clock& clock);

    /// The verified metadata of one service. One Redirect is followed, to an SMP whose certificate is the one
    /// that the Redirect names (else DiscoveryUntrusted: "redirect-certificate"; a second one is
    /// "redirect-twice"). PeerNotFound when the SMP does not have them; DiscoveryNotPossible when it can't be
    /// reached or answers with anything else; the errors of verifySignedMetadata.
    Result<FetchedMetadata> fetch(const std::string& smp, const CountryCode& country, Service service,
                                  Deadline deadline) const;

    /// Metadata kept from an earlier answer, verified again.
    Result<FetchedMetadata> verify(std::string bytes, const CountryCode& country) const;
    /// Whether both signers are trusted now.
    Result<void> checkSigners(const SignedMetadata& metadata) const;

  private:
    Result<FetchedMetadata> get(const std::string& url, const CountryCode& country, Deadline deadline) const;

    std::function<http::ResourceClient::Settings()> settings_;
    MetadataTrust trust_;
    const Clock& clock_;
};

} // namespace ncp::discovery
