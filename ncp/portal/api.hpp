#pragma once

#include "ncp/http/message.hpp"
#include "ncp/portal/counter.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/session.hpp"

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// The JSON API below /api/v1, as config/portal/openapi.yaml describes it. Sessions by bearer token (RFC
/// 6750), errors as application/problem+json (RFC 9457) with the id of the error table and a sentence in the
/// language of Accept-Language.
class Api {
  public:
    static constexpr std::string_view kPrefix = "/api/v1";

    struct Parts {
        const Desk& desk;
        const Counter& counter;
        const Identities& identities;
        Sessions& sessions;
        SignInAttempts& attempts;
        const Texts& texts;
        const std::vector<TextLanguage>& languages;
        const CountryCode& own;
        Random& random;
        const Clock& clock;
        const std::string& description; ///< OpenAPI
    };
    explicit Api(Parts parts) : parts_(parts) {}

    http::Response handle(const http::Request& request) const;

    /// Method and path below the prefix of every route; the OpenAPI description lists the same.
    struct RouteName {
        std::string_view method;
        std::string_view pattern;
    };
    static std::vector<RouteName> routeNames();

  private:
    struct Call;
    using Answer = http::Response (Api::*)(Call&) const;
    struct Route {
        RouteName name;
        bool forClinicians;
        Answer answer;
    };
    static const std::vector<Route>& routes();

    http::Response openapi(Call& call) const;
    http::Response startSession(Call& call) const;
    http::Response endSession(Call& call) const;
    http::Response countries(Call& call) const;
    http::Response searchMask(Call& call) const;
    http::Response patients(Call& call) const;
    http::Response treatmentRelations(Call& call) const;
    http::Response documents(Call& call) const;
    http::Response document(Call& call) const;
    http::Response translated(Call& call) const;
    http::Response original(Call& call) const;
    http::Response file(Call& call) const;
    http::Response findings(Call& call) const;
    http::Response prescription(Call& call) const;
    http::Response dispense(Call& call) const;
    http::Response reports(Call& call) const;
    http::Response report(Call& call) const;
    http::Response discard(Call& call) const;
    http::Response resend(Call& call) const;
    http::Response close(Call& call) const;

    http::Response dispatch(const Route& route, Call& call) const;
    http::Response reported(const Call& call, const Result<consultation::Report>& report) const;
    Result<std::shared_ptr<const consultation::ReadDocument>> read(Call& call, bool anyLanguage) const;
    http::Response problem(const Call& call, int status, std::string_view id, std::string_view textKey) const;
    http::Response failure(const Call& call, const Error& error) const;
    http::Response invalid(const Call& call, const PortalCountry& country,
                           const std::vector<discovery::FieldFault>& faults) const;
    TextLanguage languageOf(const http::Request& request) const;

    Parts parts_;
};

} // namespace ncp::portal
