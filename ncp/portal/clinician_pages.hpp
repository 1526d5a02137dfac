#pragma once

#include "ncp/http/message.hpp"
#include "ncp/portal/counter.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/form.hpp"
#include "ncp/portal/handout_form.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/session.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// The pages of clinicians and operators, by their routes: session by cookie, a token in every form, a
/// sentence for every outcome.
class ClinicianPages {
  public:
    struct Parts {
        const Desk& desk;
        const Counter& counter;
        const Identities& identities;
        Sessions& sessions;
        SignInAttempts& attempts;
        const Texts& texts;
        const std::vector<TextLanguage>& languages;
        const CountryCode& own;
        std::string version;
        Random& random;
        const Clock& clock;
        const Judge& judge; ///< empty: there are no pages for operators
    };
    explicit ClinicianPages(Parts parts) : parts_(std::move(parts)) {}

    http::Response handle(const http::Request& request) const;

  private:
    /// One request with what is known of who made it.
    struct Visitor {
        const http::Request& request;
        std::vector<std::string> place; ///< what stands in the braces of the route
        std::shared_ptr<Session> session;
        TextLanguage language;
        CorrelationId reference;
        Form form = {};
        std::string_view file = {}; ///< that came with the form
        bool sessionEnded = false;  ///< came with the cookie of a session that is no more
    };
    using Answer = http::Response (ClinicianPages::*)(Visitor&) const;
    enum class Audience : std::uint8_t { Everybody, Clinicians, Operators };
    /// What is asked before something is done with a report.
    enum class ReportQuestion : std::uint8_t { Discard, Resend, Close };
    struct Route {
        std::string_view method;
        std::string_view pattern;
        Audience audience;
        Answer answer;
    };
    static const std::vector<Route>& routes();

    static bool hasChosenLanguage(const Visitor& visitor);
    TextLanguage languageOf(const Identity& identity, const Visitor& visitor) const;
    http::Response dispatch(const Route& route, Visitor& visitor) const;
    std::optional<http::Response> refusedVisitor(const Route& route, Visitor& visitor) const;
    std::optional<http::Response> refusedForm(const Route& route, Visitor& visitor) const;

    http::Response start(Visitor& visitor) const;
    http::Response signIn(Visitor& visitor) const;
    http::Response signOut(Visitor& visitor) const;
    http::Response changeLanguage(Visitor& visitor) const;
    http::Response countries(Visitor& visitor) const;
    http::Response searchForm(Visitor& visitor) const;
    http::Response search(Visitor& visitor) const;
    http::Response matches(Visitor& visitor) const;
    http::Response patient(Visitor& visitor) const;
    http::Response confirm(Visitor& visitor) const;
    http::Response documents(Visitor& visitor) const;
    http::Response refresh(Visitor& visitor) const;
    http::Response moreDocuments(Visitor& visitor) const;
    http::Response translated(Visitor& visitor) const;
    http::Response original(Visitor& visitor) const;
    http::Response file(Visitor& visitor) const;
    http::Response source(Visitor& visitor) const;
    http::Response handoutForm(Visitor& visitor) const;
    http::Response prepareHandout(Visitor& visitor) const;
    http::Response handoutSummary(Visitor& visitor) const;
    http::Response sendHandout(Visitor& visitor) const;
    http::Response report(Visitor& visitor) const;
    http::Response discardForm(Visitor& visitor) const;
    http::Response discard(Visitor& visitor) const;
    http::Response resendForm(Visitor& visitor) const;
    http::Response resend(Visitor& visitor) const;
    http::Response closeForm(Visitor& visitor) const;
    http::Response close(Visitor& visitor) const;
    http::Response paper(Visitor& visitor) const;
    http::Response originalPaper(Visitor& visitor) const;
    http::Response dropForm(Visitor& visitor) const;
    http::Response inspect(Visitor& visitor) const;
    http::Response inspection(Visitor& visitor) const;
    http::Response reportJson(Visitor& visitor) const;
    http::Response reportSarif(Visitor& visitor) const;

    http::Response signInForm(Visitor& visitor, int status, std::string_view noticeKey,
                              std::string_view chosen) const;
    http::Response reading(Visitor& visitor, bool original, bool onPaper) const;
    http::Response refusedDrop(Visitor& visitor, const Error& error) const;
    static std::shared_ptr<const Inspection> inspectionOf(const Visitor& visitor);
    http::Response handoutPage(Visitor& visitor, int status, const Form& entered,
                               const std::vector<HandoutFault>& faults) const;
    http::Response reportQuestion(Visitor& visitor, ReportQuestion question, bool unanswered) const;
    http::Response problem(const Visitor& visitor, int status, std::string_view key,
                           std::string_view backPath) const;
    http::Response failure(const Visitor& visitor, const Error& error, std::string_view backPath) const;
    http::Response unknownHandle(const Visitor& visitor) const;
    View view(const Visitor& visitor, std::string returnPath) const;

    Parts parts_;
};

} // namespace ncp::portal
