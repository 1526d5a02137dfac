#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/log.hpp"
#include "base/uuid.hpp"
#include "ncp/app/country_tables.hpp"
#include "ncp/app/recorder.hpp"
#include "ncp/app/request_limiter.hpp"
#include "ncp/dispense/server_a.hpp"
#include "ncp/documents/server_a.hpp"
#include "ncp/http/message.hpp"
#include "ncp/http/server.hpp"
#include "ncp/identify/server_a.hpp"
#include "ncp/saml/verify.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ncp::app {

/// One transaction that NCP-A serves.
struct Route {
    std::string_view path; ///< as the reference implementation has it
    std::string_view action;
    saml::Transaction transaction;
};
std::span<const Route> routes() noexcept;

/// The SOAP side of NCP-A: takes a POST apart, verifies, calls the transaction, records, answers. Every
/// request to a service path ends in exactly one audit row, durable before the answer leaves.
class Inbound {
  public:
    struct Parts {
        const saml::Verifier& verifier;
        const identify::ServerA& identify;
        const documents::ServerA& documents;
        const dispense::ServerA& dispense;
        const store::AnsweredMessages& answered;
        store::Deliveries& deliveries;
        Recorder& recorder;
        const Clock& clock;
        Random& random;
        Logger& log;
        /// Who may ask us, and how we deal with them; taken once for each request. The TLS client's
        /// certificate tells whose a request is.
        const Current<CountryTables>& countries;
        RequestLimiter* limiter = nullptr; ///< null: no limits
    };
    explicit Inbound(Parts parts) : parts_(std::move(parts)) {}

    http::Response handle(const http::Request& request) const;
    /// Records what was refused below HTTP (no certificate, body over the limit, …).
    void refused(const http::ConnectionRefusal& refusal) const;

  private:
    Parts parts_;
};

} // namespace ncp::app
