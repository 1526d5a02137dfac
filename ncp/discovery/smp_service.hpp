#pragma once

#include "base/clock.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/discovery/service_names.hpp"
#include "ncp/http/message.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ncp::discovery {

/// A small SMP (OASIS BDXR SMP 1.0, section 5; eHDSI SMP profile) for development and small installations.
/// GET of a participant answers its ServiceGroup, of `…/services/<document>` its SignedServiceMetadata,
/// signed when they are asked for. PUT takes nationally signed ServiceMetadata from a TLS client whose
/// certificate is of the participant's country, DELETE removes them; both where the connection showed a
/// verified client certificate only. Refusals are ErrorResponse with BusinessCode, as the Commission's SMP
/// answers. Safe to share between threads.
class SmpService {
  public:
    struct Parts {
        std::filesystem::path folder; ///< a folder for each participant's country
        certs::Credential signer;     ///< the SMP's key
        std::function<std::shared_ptr<const certs::TrustStore>()> national;
        const Clock& clock;
    };
    explicit SmpService(Parts parts) : parts_(std::move(parts)) {}

    http::Response handle(const http::Request& request) const;

  private:
    struct Address {
        CountryCode country;
        std::optional<std::string> document; ///< identifier without scheme
    };

    static std::optional<Address> addressOf(std::string_view path);
    std::filesystem::path fileOf(const Address& address) const;
    http::Response serviceGroup(const http::Request& request, const Address& address) const;
    http::Response metadata(const Address& address) const;
    http::Response put(const http::Request& request, const Address& address) const;
    http::Response remove(const Address& address) const;

    Parts parts_;
};

/// What an SMP answered to a PUT or DELETE.
struct PublishAnswer {
    int status = 0;
    std::string businessCode; ///< of a refusal: XSD_INVALID, MISSING_FIELD, …; empty where there is none
    std::string description;
};
/// Reads the answer, also one that is no ErrorResponse.
PublishAnswer readPublishAnswer(int status, std::string_view body);

} // namespace ncp::discovery
