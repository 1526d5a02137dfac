#include "ncp/app/commands/report_output.hpp"

#include "ncp/app/commands/report.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using nlohmann::ordered_json;

ordered_json stepsOf(const Exchange& exchange) {
    auto steps = ordered_json::array();
    for (const auto& step : exchange.steps) {
        steps.push_back(
            {{"name", step.name}, {"milliseconds", step.milliseconds}, {"outcome", step.outcome}});
    }
    return steps;
}

/// Whether a report failed before a byte of it left, rather than by the country's refusal.
bool wasNotSent(ErrorCode code) {
    constexpr std::array kBefore{ErrorCode::ConnectionNotPossible, ErrorCode::PeerUntrusted,
                                 ErrorCode::PeerNotFound, ErrorCode::DiscoveryNotPossible,
                                 ErrorCode::DiscoveryUntrusted};
    return std::ranges::find(kBefore, code) != kBefore.end();
}

} // namespace

ordered_json reportJson(const store::SentDispensation& report) {
    return {{"id", report.id},
            {"kind", store::name(report.kind)},
            {"state", store::name(report.state)},
            {"error", report.errorId},
            {"closed", report.closed},
            {"attempt", report.attempt},
            {"country", report.country},
            {"prescription", report.prescription},
            {"item", report.item + 1},
            {"packages", report.packages},
            {"product", report.product},
            {"takes_back", report.takesBack},
            {"document_id", report.documentId},
            {"correlation_id", report.correlationId},
            {"created", formatXmlDateTime(report.created)},
            {"changed", formatXmlDateTime(report.changed)}};
}

std::string reportLine(const store::SentDispensation& report) {
    return report.id + "  " + std::string{store::name(report.kind)} + "  " +
           std::string{store::name(report.state)} +
           (report.errorId.empty() ? "" : " (" + report.errorId + ")") +
           (report.closed.empty() ? "" : ", closed: " + report.closed) + "  " + report.country + "  " +
           formatXmlDateTime(report.created) + "  " + std::to_string(report.packages) + " x " +
           report.product;
}

ExitCode tellReport(const ReportTelling& telling, const consultation::Report& outcome,
                    const Exchange& exchange) {
    if (telling.json) {
        ordered_json json;
        json["correlation_id"] = outcome.sent.correlationId;
        json["outcome"] = store::name(outcome.sent.state);
        json["repeated"] = outcome.repeated;
        json["report"] = reportJson(outcome.sent);
        json["steps"] = stepsOf(exchange);
        print(json.dump(2));
    } else {
        print("report " + reportLine(outcome.sent));
        if (outcome.repeated) {
            print("The same request had come before; nothing was sent this time.");
        }
    }
    if (outcome.sent.state == store::SentState::Accepted) {
        return ExitCode::Success;
    }
    if (outcome.sent.state != store::SentState::Refused) {
        if (!telling.json) {
            report(Error{ErrorCode::DispensationUnknown,
                         "ask the country: ncp dispensations check " + outcome.sent.id,
                         {}},
                   telling.texts, telling.language);
        }
        return ExitCode::OutcomeUnknown;
    }
    const auto error = outcome.error.value_or(Error{ErrorCode::DispensationFailed, "refused", {}});
    if (!telling.json) {
        report(error, telling.texts, telling.language);
    }
    return wasNotSent(error.code) ? ExitCode::PeerUnavailable : ExitCode::Negative;
}

ExitCode tellFailure(const ReportTelling& telling, const Error& error, const Exchange& exchange) {
    if (!telling.json) {
        return report(error, telling.texts, telling.language);
    }
    ordered_json json;
    json["correlation_id"] = exchange.correlationId;
    json["outcome"] = spec(error.code).id;
    json["detail"] = error.detail;
    json["rule"] = error.rule;
    json["steps"] = stepsOf(exchange);
    print(json.dump(2));
    return exitCode(error.code);
}

} // namespace ncp::app::commands
