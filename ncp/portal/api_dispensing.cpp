// The calls of the counter: what is left of a prescription, dispensing, taking back, finding out.
#include "ncp/portal/api_call.hpp"
#include "ncp/portal/api_json.hpp"
#include "ncp/portal/json_body.hpp"
#include "ncp/portal/responses.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace ncp::portal {

using nlohmann::json;

namespace {

constexpr std::size_t kKeyLimit = 128;

/// The request's Idempotency-Key: 1 to 128 printable characters; empty for none, or one that is none.
std::string keyOf(const http::Request& request) {
    const auto key = request.header("idempotency-key");
    const bool printable = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7F'; });
    return printable && key.size() <= kKeyLimit ? std::string{key} : std::string{};
}

/// A whole number of a member; nothing for anything else.
std::optional<std::uint32_t> numberOf(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned()) {
        return std::nullopt;
    }
    const auto value = found->get<std::uint64_t>();
    return value <= std::numeric_limits<std::uint32_t>::max()
               ? std::optional{static_cast<std::uint32_t>(value)}
               : std::nullopt;
}

std::optional<transform::dispensation::Handout> handoutOf(const json& body) {
    const auto item = numberOf(body, "item");
    const auto packages = numberOf(body, "packages");
    if (!item || !packages || *packages == 0) {
        return std::nullopt;
    }
    transform::dispensation::Handout handout{*item, *packages, std::nullopt};
    if (const auto other = body.find("substitute"); other != body.end()) {
        transform::dispensation::Substitute substitute;
        if (!other->is_object() || textOf(*other, "name").empty()) {
            return std::nullopt;
        }
        substitute.name = textOf(*other, "name");
        substitute.strength = textOf(*other, "strength");
        substitute.packageSize = textOf(*other, "packageSize");
        handout.substitute = std::move(substitute);
    }
    return handout;
}

} // namespace

http::Response Api::prescription(Call& call) const {
    const auto open = parts_.counter.prescription(*call.session, call.place[0], call.language);
    if (!open) {
        return failure(call, open.error());
    }
    call.reference = open->relation.patient.correlation();
    auto items = json::array();
    for (std::size_t i = 0; i < open->items.size(); ++i) {
        items.push_back(toJson(open->items[i], i));
    }
    return jsonResponse(200, {{"reference", call.reference.str()}, {"items", std::move(items)}});
}

http::Response Api::reported(const Call& call, const Result<consultation::Report>& report) const {
    return report
               ? jsonResponse(report->repeated ? 200 : 201, toJson(report->sent, parts_.texts, call.language))
               : failure(call, report.error());
}

http::Response Api::dispense(Call& call) const {
    const auto key = keyOf(call.request);
    auto handout = handoutOf(call.body);
    if (key.empty() || !handout) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    return reported(call, parts_.counter.dispense(*call.session, {call.place[0], std::move(*handout)},
                                                  "api-" + key, call.language));
}

http::Response Api::reports(Call& call) const {
    const auto reports = parts_.counter.reports(*call.session, call.place[0]);
    if (!reports) {
        return failure(call, reports.error());
    }
    auto list = json::array();
    for (const auto& report : *reports) {
        list.push_back(toJson(report, parts_.texts, call.language));
    }
    return jsonResponse(200, {{"reports", std::move(list)}});
}

http::Response Api::report(Call& call) const {
    const auto report = parts_.counter.report(*call.session, call.place[0], call.place[1]);
    return report ? jsonResponse(200, toJson(*report, parts_.texts, call.language))
                  : problem(call, 404, "handle.unknown", "portal.problem.handle");
}

http::Response Api::discard(Call& call) const {
    const auto key = keyOf(call.request);
    if (key.empty()) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    return reported(call, parts_.counter.discard(*call.session, call.place[0], call.place[1], "api-" + key));
}

http::Response Api::resend(Call& call) const {
    const auto attempt = numberOf(call.body, "attempt");
    const auto confirmed = call.body.find("confirmed");
    if (!attempt || confirmed == call.body.end() || *confirmed != true) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    return reported(call, parts_.counter.resend(*call.session, call.place[0], call.place[1], *attempt));
}

http::Response Api::close(Call& call) const {
    const auto reason = closingReason(textOf(call.body, "reason"));
    if (reason.empty()) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    const auto report = parts_.counter.close(*call.session, call.place[0], call.place[1], reason);
    return report ? jsonResponse(200, toJson(*report, parts_.texts, call.language))
                  : failure(call, report.error());
}

} // namespace ncp::portal
