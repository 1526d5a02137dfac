#pragma once

#include "base/texts.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/exit_code.hpp"
#include "ncp/consultation/dispensing.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ncp::app::commands {

/// How the outcome of a report is told.
struct ReportTelling {
    const Texts& texts;
    TextLanguage language;
    bool json;
};

/// What became of a report; the exit code says it, too.
ExitCode tellReport(const ReportTelling& telling, const consultation::Report& report,
                    const Exchange& exchange);
/// Why nothing was reported.
ExitCode tellFailure(const ReportTelling& telling, const Error& error, const Exchange& exchange);

nlohmann::ordered_json reportJson(const store::SentDispensation& report);
/// `id  dispensation  accepted  PT  2026-01-31T10:15:00.000Z  2 x product`
std::string reportLine(const store::SentDispensation& report);

} // namespace ncp::app::commands
