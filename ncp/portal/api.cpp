#include "ncp/portal/api.hpp"

#include "ncp/portal/api_call.hpp"
#include "ncp/portal/api_json.hpp"
#include "ncp/portal/json_body.hpp"
#include "ncp/portal/mask_form.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/routes.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {

using nlohmann::json;

namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string_view bearerToken(const http::Request& request) {
    const auto field = request.header("authorization");
    return field.starts_with(kBearer) ? field.substr(kBearer.size()) : std::string_view{};
}

std::string_view faultName(discovery::FieldFaultKind kind) {
    using Kind = discovery::FieldFaultKind;
    switch (kind) {
    case Kind::Missing:
        return "missing";
    case Kind::Format:
        return "format";
    case Kind::TooLong:
        return "too-long";
    case Kind::NotADate:
        return "not-a-date";
    case Kind::NothingEntered:
        return "nothing-entered";
    case Kind::ChoiceMissing:
        return "choice-missing";
    case Kind::ChoiceSeveral:
        return "choice-several";
    case Kind::Unknown:
        break;
    }
    return "unknown";
}

json problemJson(int status, std::string_view id, const std::string& title, const std::string& detail,
                 const CorrelationId& reference) {
    return {{"type", "urn:ncp:error:" + std::string{id}},
            {"title", title},
            {"status", status},
            {"detail", detail},
            {"error", id},
            {"reference", reference.str()}};
}

http::Response problemResponse(int status, const json& problem) {
    return plainResponse(status, "application/problem+json", dumped(problem));
}

} // namespace

const std::vector<Api::Route>& Api::routes() {
    static const std::vector<Route> table{
        {{"GET", "/openapi.yaml"}, false, &Api::openapi},
        {{"POST", "/sessions"}, false, &Api::startSession},
        {{"POST", "/sessions/end"}, true, &Api::endSession},
        {{"GET", "/countries"}, true, &Api::countries},
        {{"GET", "/countries/{code}/search-mask"}, true, &Api::searchMask},
        {{"POST", "/patients"}, true, &Api::patients},
        {{"POST", "/treatment-relations"}, true, &Api::treatmentRelations},
        {{"GET", "/treatment-relations/{id}/documents"}, true, &Api::documents},
        {{"GET", "/documents/{id}"}, true, &Api::document},
        {{"GET", "/documents/{id}/translated"}, true, &Api::translated},
        {{"GET", "/documents/{id}/original"}, true, &Api::original},
        {{"GET", "/documents/{id}/file"}, true, &Api::file},
        {{"GET", "/documents/{id}/findings"}, true, &Api::findings},
        {{"GET", "/documents/{id}/prescription"}, true, &Api::prescription},
        {{"POST", "/documents/{id}/dispensations"}, true, &Api::dispense},
        {{"GET", "/treatment-relations/{id}/reports"}, true, &Api::reports},
        {{"GET", "/treatment-relations/{id}/reports/{report}"}, true, &Api::report},
        {{"POST", "/treatment-relations/{id}/reports/{report}/discard"}, true, &Api::discard},
        {{"POST", "/treatment-relations/{id}/reports/{report}/resend"}, true, &Api::resend},
        {{"POST", "/treatment-relations/{id}/reports/{report}/close"}, true, &Api::close},
    };
    return table;
}

std::vector<Api::RouteName> Api::routeNames() {
    std::vector<RouteName> names;
    for (const auto& route : routes()) {
        names.push_back(route.name);
    }
    return names;
}

TextLanguage Api::languageOf(const http::Request& request) const {
    // The first range that we have, in the order written; weights are rarely sent and not worth more here.
    auto ranges = request.header("accept-language");
    while (!ranges.empty()) {
        auto range = ranges.substr(0, ranges.find(','));
        ranges.remove_prefix(std::min(ranges.size(), range.size() + 1));
        range.remove_prefix(std::min(range.find_first_not_of(' '), range.size()));
        const auto language = parseTextLanguage(range.substr(0, range.find(';')));
        if (language && std::ranges::find(parts_.languages, *language) != parts_.languages.end()) {
            return *language;
        }
    }
    return parts_.languages.front();
}

http::Response Api::problem(const Call& call, int status, std::string_view id,
                            std::string_view textKey) const {
    const auto detail = parts_.texts.get(call.language, textKey);
    auto response = problemResponse(status, problemJson(status, id, std::string{id}, detail, call.reference));
    if (status == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    }
    return response;
}

http::Response Api::failure(const Call& call, const Error& error) const {
    const auto& row = spec(error.code);
    return problem(call, row.httpStatus, row.id, "error." + std::string{row.id});
}

http::Response Api::invalid(const Call& call, const PortalCountry& country,
                            const std::vector<discovery::FieldFault>& faults) const {
    auto problem = problemJson(422, "input.invalid", "input.invalid",
                               parts_.texts.get(call.language, "error.input.refused"), call.reference);
    auto fields = discovery::fieldsOf(country.mask->patient);
    if (country.mask->nextOfKin) {
        const auto more = discovery::fieldsOf(*country.mask->nextOfKin);
        fields.insert(fields.end(), more.begin(), more.end());
    }
    const View view{parts_.texts, parts_.languages, call.language, nullptr, {}, {}, {}};
    problem["faults"] = json::array();
    for (const auto& fault : faults) {
        const auto field = std::ranges::find(fields, fault.field, &discovery::MaskField::name);
        const auto label = field == fields.end() ? fault.field : view.text(field->label);
        problem["faults"].push_back({{"field", fault.field},
                                     {"fault", faultName(fault.kind)},
                                     {"text", faultSentence(view, fault.kind, label)}});
    }
    return problemResponse(422, problem);
}

http::Response Api::handle(const http::Request& request) const {
    Call call{
        request, {}, nullptr, languageOf(request), CorrelationId::parse(makeUuid(parts_.random)).value()};
    const auto path = std::string_view{request.path}.substr(kPrefix.size());
    const auto method = request.method == "HEAD" ? std::string_view{"GET"} : std::string_view{request.method};
    bool known = false;
    for (const auto& route : routes()) {
        if (auto place = matchPath(route.name.pattern, path)) {
            known = true;
            if (route.name.method == method) {
                call.place = std::move(*place);
                return dispatch(route, call);
            }
        }
    }
    return known ? problem(call, 405, "method.not_allowed", "portal.problem.method")
                 : problem(call, 404, "route.unknown", "portal.problem.not_found");
}

http::Response Api::dispatch(const Route& route, Call& call) const {
    if (route.forClinicians) {
        call.session = parts_.sessions.find(SessionKind::Api, bearerToken(call.request));
        if (!call.session) {
            return problem(call, 401, "session.required", "portal.session.needed");
        }
    }
    if (route.name.method == "POST") {
        if (!call.request.header("content-type").starts_with("application/json")) {
            return failure(call, Error{ErrorCode::UnsupportedContentType, {}, {}});
        }
        auto body = parseJsonBody(call.request.body);
        if (!body) {
            return failure(call, body.error());
        }
        call.body = std::move(*body);
    }
    return (this->*route.answer)(call);
}

http::Response Api::openapi(Call&) const {
    return plainResponse(200, "application/yaml", parts_.description);
}

http::Response Api::startSession(Call& call) const {
    const auto now = parts_.clock.now();
    const auto id = textOf(call.body, "identity");
    const auto* identity = parts_.identities.find(id);
    const auto who = attemptsOf(identity);
    if (!parts_.attempts.allowed(who, now)) {
        return problem(call, 429, "session.locked", "portal.sign_in.locked");
    }
    if (identity == nullptr || identity->pin != textOf(call.body, "pin")) {
        parts_.attempts.failed(who, now);
        return problem(call, 403, "session.refused", "portal.sign_in.wrong");
    }
    parts_.attempts.succeeded(who);
    if (identity->duty != Duty::Clinician) {
        return problem(call, 403, "session.refused", "portal.problem.duty");
    }
    const auto session = parts_.sessions.start(SessionKind::Api, identity, call.language);
    if (!session) {
        return failure(call, session.error());
    }
    return jsonResponse(201, {{"token", (*session)->token},
                              {"expires", formatXmlDateTime((*session)->created + Sessions::kLife)},
                              {"name", identity->clinician.name},
                              {"organisation", identity->clinician.organisation}});
}

http::Response Api::endSession(Call& call) const {
    parts_.sessions.end(call.session->token);
    return jsonResponse(200, json::object());
}

http::Response Api::countries(Call& call) const {
    auto list = json::array();
    const auto countries = parts_.desk.countries();
    for (const auto& country : *countries) {
        if (country.code != parts_.own) {
            list.push_back(toJson(country, call.language));
        }
    }
    return jsonResponse(200, {{"countries", std::move(list)}});
}

http::Response Api::searchMask(Call& call) const {
    const auto country = parts_.desk.connected(call.place[0]);
    return country == nullptr ? problem(call, 404, "country.not_connected", "portal.problem.country")
                              : jsonResponse(200, toJson(*country->mask, parts_.texts, call.language));
}

} // namespace ncp::portal
