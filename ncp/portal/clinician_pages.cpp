#include "ncp/portal/clinician_pages.hpp"

#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/documents_page.hpp"
#include "ncp/portal/multipart.hpp"
#include "ncp/portal/outcome.hpp"
#include "ncp/portal/problem_page.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/routes.hpp"
#include "ncp/portal/sign_in_page.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {
namespace {

constexpr std::string_view kCookie = "ncp_portal";

std::pair<std::string, std::string> sessionCookie(const Session& session) {
    return {"Set-Cookie", std::string{kCookie} + "=" + session.token + "; Path=/; HttpOnly; SameSite=Strict"};
}

std::pair<std::string, std::string> endedCookie() {
    return {"Set-Cookie", std::string{kCookie} + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"};
}

/// A path of ours to go back to; the start page for anything else.
std::string localPath(std::string_view path) {
    const bool plain = path.size() <= 200 && path.starts_with('/') && !path.starts_with("//") &&
                       std::ranges::all_of(path, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_' || c == '.';
                       });
    return plain ? std::string{path} : "/";
}

std::string_view firstPage(const Identity& identity) {
    return identity.duty == Duty::Operator ? "/inspections" : "/countries";
}

} // namespace

const std::vector<ClinicianPages::Route>& ClinicianPages::routes() {
    using Pages = ClinicianPages;
    static const std::vector<Route> table{
        {"GET", "/", Audience::Everybody, &Pages::start},
        {"POST", "/sign-in", Audience::Everybody, &Pages::signIn},
        {"POST", "/sign-out", Audience::Everybody, &Pages::signOut},
        {"POST", "/language", Audience::Everybody, &Pages::changeLanguage},
        {"GET", "/countries", Audience::Clinicians, &Pages::countries},
        {"GET", "/countries/{country}", Audience::Clinicians, &Pages::searchForm},
        {"POST", "/countries/{country}/search", Audience::Clinicians, &Pages::search},
        {"GET", "/results/{search}", Audience::Clinicians, &Pages::matches},
        {"GET", "/patients/{patient}", Audience::Clinicians, &Pages::patient},
        {"POST", "/patients/{patient}/confirm", Audience::Clinicians, &Pages::confirm},
        {"GET", "/relations/{relation}", Audience::Clinicians, &Pages::documents},
        {"POST", "/relations/{relation}/refresh", Audience::Clinicians, &Pages::refresh},
        {"POST", "/relations/{relation}/more", Audience::Clinicians, &Pages::moreDocuments},
        {"GET", "/relations/{relation}/reports/{report}", Audience::Clinicians, &Pages::report},
        {"GET", "/relations/{relation}/reports/{report}/discard", Audience::Clinicians, &Pages::discardForm},
        {"POST", "/relations/{relation}/reports/{report}/discard", Audience::Clinicians, &Pages::discard},
        {"GET", "/relations/{relation}/reports/{report}/resend", Audience::Clinicians, &Pages::resendForm},
        {"POST", "/relations/{relation}/reports/{report}/resend", Audience::Clinicians, &Pages::resend},
        {"GET", "/relations/{relation}/reports/{report}/close", Audience::Clinicians, &Pages::closeForm},
        {"POST", "/relations/{relation}/reports/{report}/close", Audience::Clinicians, &Pages::close},
        {"GET", "/documents/{document}", Audience::Clinicians, &Pages::translated},
        {"GET", "/documents/{document}/original", Audience::Clinicians, &Pages::original},
        {"GET", "/documents/{document}/file", Audience::Clinicians, &Pages::file},
        {"GET", "/documents/{document}/paper.pdf", Audience::Clinicians, &Pages::paper},
        {"GET", "/documents/{document}/original/paper.pdf", Audience::Clinicians, &Pages::originalPaper},
        {"GET", "/documents/{document}/source.xml", Audience::Clinicians, &Pages::source},
        {"GET", "/documents/{document}/handout", Audience::Clinicians, &Pages::handoutForm},
        {"POST", "/documents/{document}/handout", Audience::Clinicians, &Pages::prepareHandout},
        {"GET", "/handouts/{handout}", Audience::Clinicians, &Pages::handoutSummary},
        {"POST", "/handouts/{handout}/send", Audience::Clinicians, &Pages::sendHandout},
        {"GET", "/inspections", Audience::Operators, &Pages::dropForm},
        {"POST", "/inspections", Audience::Operators, &Pages::inspect},
        {"GET", "/inspections/{inspection}", Audience::Operators, &Pages::inspection},
        {"GET", "/inspections/{inspection}/report.json", Audience::Operators, &Pages::reportJson},
        {"GET", "/inspections/{inspection}/report.sarif", Audience::Operators, &Pages::reportSarif},
    };
    return table;
}

http::Response ClinicianPages::handle(const http::Request& request) const {
    const auto token = cookieOf(request.header("cookie"), kCookie);
    auto session = token.empty() ? nullptr : parts_.sessions.find(SessionKind::Page, token);
    const auto language = session ? session->visit.with([](const Visit& visit) { return visit.language; })
                                  : parts_.languages.front();
    Visitor visitor{request, {}, session, language, CorrelationId::parse(makeUuid(parts_.random)).value()};
    visitor.sessionEnded = !token.empty() && !session;

    const auto method = request.method == "HEAD" ? std::string_view{"GET"} : std::string_view{request.method};
    bool known = false;
    for (const auto& route : routes()) {
        if (auto place = matchPath(route.pattern, request.path)) {
            known = true;
            if (route.method == method) {
                visitor.place = std::move(*place);
                return dispatch(route, visitor);
            }
        }
    }
    return problem(visitor, known ? 405 : 404, known ? "portal.problem.method" : "portal.problem.not_found",
                   "/");
}

http::Response ClinicianPages::dispatch(const Route& route, Visitor& visitor) const {
    if (auto refused = refusedVisitor(route, visitor)) {
        return std::move(*refused);
    }
    if (route.method == "POST") {
        if (auto refused = refusedForm(route, visitor)) {
            return std::move(*refused);
        }
    }
    return (this->*route.answer)(visitor);
}

/// Before anything of the request's body is read.
std::optional<http::Response> ClinicianPages::refusedVisitor(const Route& route, Visitor& visitor) const {
    if (route.audience == Audience::Everybody) {
        return std::nullopt;
    }
    if (!visitor.session || visitor.session->identity == nullptr) {
        return signInForm(visitor, 401,
                          visitor.sessionEnded ? "portal.session.over" : "portal.session.needed", "");
    }
    const auto duty = route.audience == Audience::Operators ? Duty::Operator : Duty::Clinician;
    if (visitor.session->identity->duty != duty) {
        return problem(visitor, 403, "portal.problem.duty", "/");
    }
    if (duty == Duty::Operator && !parts_.judge) {
        return problem(visitor, 404, "portal.problem.not_found", "/");
    }
    return std::nullopt;
}

std::optional<http::Response> ClinicianPages::refusedForm(const Route& route, Visitor& visitor) const {
    const auto contentType = visitor.request.header("content-type");
    Result<FileForm> form = fail(ErrorCode::UnsupportedContentType, {});
    if (route.audience == Audience::Operators) {
        form = parseFileForm(contentType, visitor.request.body);
    } else if (contentType.starts_with("application/x-www-form-urlencoded")) {
        form =
            parseForm(visitor.request.body).map([](Form fields) { return FileForm{std::move(fields), {}}; });
    }
    if (!form) {
        return route.audience == Audience::Operators ? refusedDrop(visitor, form.error())
                                                     : failure(visitor, form.error(), "/");
    }
    if (!visitor.session) {
        return signInForm(visitor, 401, "portal.session.over", "");
    }
    if (fieldOf(form->fields, "csrf") != visitor.session->csrf) {
        return problem(visitor, 403, "portal.problem.csrf", "/");
    }
    visitor.form = std::move(form->fields);
    visitor.file = form->file;
    return std::nullopt;
}

View ClinicianPages::view(const Visitor& visitor, std::string returnPath) const {
    return {parts_.texts,
            parts_.languages,
            visitor.language,
            visitor.session ? visitor.session->identity : nullptr,
            visitor.session ? visitor.session->csrf : std::string{},
            std::move(returnPath),
            parts_.version};
}

http::Response ClinicianPages::problem(const Visitor& visitor, int status, std::string_view key,
                                       std::string_view backPath) const {
    const auto page = view(visitor, "/");
    return htmlResponse(
        status, problemPage(page, page.text(std::string{key} + ".title"), page.text(key), {}, backPath));
}

http::Response ClinicianPages::failure(const Visitor& visitor, const Error& error,
                                       std::string_view backPath) const {
    const auto page = view(visitor, "/");
    return htmlResponse(spec(error.code).httpStatus,
                        problemPage(page, outcomeHeading(page, error), errorSentence(page, error),
                                    visitor.reference.str(), backPath));
}

http::Response ClinicianPages::unknownHandle(const Visitor& visitor) const {
    return problem(visitor, 404, "portal.problem.handle", "/countries");
}

http::Response ClinicianPages::signInForm(Visitor& visitor, int status, std::string_view noticeKey,
                                          std::string_view chosen) const {
    bool fresh = false;
    if (!visitor.session) {
        auto session = parts_.sessions.start(SessionKind::Page, nullptr, visitor.language);
        if (!session) {
            return failure(visitor, session.error(), "/");
        }
        visitor.session = std::move(*session);
        fresh = true;
    }
    auto response =
        htmlResponse(status, signInPage(view(visitor, "/"), parts_.identities, noticeKey, chosen));
    if (fresh) {
        response.headers.push_back(sessionCookie(*visitor.session));
    }
    return response;
}

http::Response ClinicianPages::start(Visitor& visitor) const {
    if (visitor.session && visitor.session->identity != nullptr) {
        return seeOther(firstPage(*visitor.session->identity));
    }
    return signInForm(visitor, 200, visitor.sessionEnded ? "portal.session.over" : "", "");
}

bool ClinicianPages::hasChosenLanguage(const Visitor& visitor) {
    return visitor.session->visit.with([](const Visit& visit) { return visit.languageChosen; });
}

/// After the sign-in: what the person has just chosen, then what the identities file says.
TextLanguage ClinicianPages::languageOf(const Identity& identity, const Visitor& visitor) const {
    const bool offered = std::ranges::find(parts_.languages, identity.language) != parts_.languages.end();
    return offered && !hasChosenLanguage(visitor) ? identity.language : visitor.language;
}

http::Response ClinicianPages::signIn(Visitor& visitor) const {
    const auto now = parts_.clock.now();
    const auto chosen = fieldOf(visitor.form, "identity");
    const auto* identity = parts_.identities.find(chosen);
    // By the identity, as in the API: anybody can have a new session for each try.
    const auto who = attemptsOf(identity);
    if (!parts_.attempts.allowed(who, now)) {
        return signInForm(visitor, 429, "portal.sign_in.locked", chosen);
    }
    if (identity == nullptr || identity->pin != fieldOf(visitor.form, "pin")) {
        parts_.attempts.failed(who, now);
        const bool allowed = parts_.attempts.allowed(who, now);
        return signInForm(visitor, 403, allowed ? "portal.sign_in.wrong" : "portal.sign_in.locked", chosen);
    }
    // A new session at the sign-in: nobody can have planted its token.
    auto session = parts_.sessions.start(SessionKind::Page, identity, languageOf(*identity, visitor));
    if (!session) {
        return failure(visitor, session.error(), "/");
    }
    (*session)->visit.with([&](Visit& visit) { visit.languageChosen = hasChosenLanguage(visitor); });
    parts_.attempts.succeeded(who);
    parts_.sessions.end(visitor.session->token);
    auto response = seeOther(firstPage(*identity));
    response.headers.push_back(sessionCookie(**session));
    return response;
}

http::Response ClinicianPages::signOut(Visitor& visitor) const {
    parts_.sessions.end(visitor.session->token);
    auto response = seeOther("/");
    response.headers.push_back(endedCookie());
    return response;
}

http::Response ClinicianPages::changeLanguage(Visitor& visitor) const {
    const auto language = parseTextLanguage(fieldOf(visitor.form, "language"));
    if (!language || std::ranges::find(parts_.languages, *language) == parts_.languages.end()) {
        return failure(visitor, Error{ErrorCode::InputRefused, {}, {}}, "/");
    }
    visitor.session->visit.with([&](Visit& visit) {
        visit.language = *language;
        visit.languageChosen = true;
    });
    return seeOther(localPath(fieldOf(visitor.form, "return")));
}

http::Response ClinicianPages::countries(Visitor& visitor) const {
    return htmlResponse(200,
                        countriesPage(view(visitor, "/countries"), *parts_.desk.countries(), parts_.own));
}

} // namespace ncp::portal
