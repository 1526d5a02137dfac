// What was reported to other countries: take back, list, show, ask for, send again.
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/patient_search.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/report_output.hpp"
#include "ncp/app/commands/step_line.hpp"
#include "ncp/app/commands/steps.hpp"
#include "ncp/consultation/prescription_entry.hpp"

#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using consultation::TreatmentRelation;
using nlohmann::ordered_json;

/// A report with a treatment relation to its patient.
struct OpenReport {
    store::SentDispensation report;
    TreatmentRelation relation;
};

Result<OpenReport> open(Desk& desk, const ReportOptions& options) {
    auto found = desk.countryB->dispensing().report(options.id);
    if (!found) {
        return passOn(found);
    }
    PatientOptions who;
    who.clinician = options.clinician;
    who.emergency = options.emergency;
    const auto enquirer = enquirerFrom(desk, who);
    if (!enquirer) {
        return passOn(enquirer);
    }
    const auto patient = PatientId::parseCx(found->patient);
    const auto country = CountryCode::parse(found->country);
    if (!patient || !country) {
        return fail(ErrorCode::StorageFailed, "the report's row can't be read");
    }
    auto relation = desk.countryB->consultation().confirmTreatment(*enquirer, *country, *patient,
                                                                   {options.prescriptionKey, options.pin});
    if (!relation) {
        return passOn(relation);
    }
    return OpenReport{std::move(*found), std::move(*relation)};
}

/// Opens the report for a clinician and works with it; tells why it can't be opened.
template <class Work>
ExitCode withReport(const ReportOptions& options, const Work& work) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    Exchange exchange;
    const ReportTelling telling{*(*desk)->texts, options.language, options.json};
    const auto opened = open(**desk, options);
    if (!opened) {
        return tellFailure(telling, opened.error(), exchange);
    }
    exchange.correlationId = opened->relation.enquirer.correlation.str();
    return work(**desk, *opened, telling, exchange);
}

/// Sends something for a report and tells what came of it.
template <class Send>
ExitCode sendNow(Desk& desk, const OpenReport& opened, const ReportTelling& telling, Exchange& exchange,
                 const std::string& step, const Send& work) {
    const std::function<void(const Step&)> onStep = [&](const Step& done) {
        if (!telling.json) {
            print(stepLine(done));
        }
    };
    Steps steps{exchange.steps, onStep};
    const auto outcome = steps.run(
        step, [&] { return work(desk, opened); },
        [](const consultation::Report& sent) { return std::string{store::name(sent.sent.state)}; });
    return outcome ? tellReport(telling, *outcome, exchange)
                   : tellFailure(telling, outcome.error(), exchange);
}

/// The same where the person has agreed to it.
template <class Send>
ExitCode send(const ReportOptions& options, const std::string& step, std::string_view question,
              const Send& work) {
    return withReport(
        options, [&](Desk& desk, const OpenReport& opened, const ReportTelling& telling, Exchange& exchange) {
            if (options.yes) {
                return sendNow(desk, opened, telling, exchange, step, work);
            }
            if (!options.json) {
                print(reportLine(opened.report));
            }
            return tellFailure(telling, {ErrorCode::InputRefused, std::string{question}, {}}, exchange);
        });
}

std::string stateOf(const consultation::DocumentList& list, const std::string& prescription) {
    for (const auto& pair : list.documents) {
        for (const auto& entry : {pair.coded, pair.pdf}) {
            if (entry && entry->uniqueId == prescription) {
                const auto dispensable = consultation::prescriptionEntry(*entry).dispensable;
                return !dispensable ? "listed" : *dispensable ? "open" : "closed";
            }
        }
    }
    return "not listed";
}

} // namespace

ExitCode discard(const ReportOptions& options) {
    return send(options, "ITI-41 take dispensation back", "nothing was sent: add --yes to take it back",
                [](Desk& desk, const OpenReport& opened) {
                    return desk.countryB->dispensing().discard(opened.relation, opened.report.id,
                                                               "command-" + makeUuid(desk.random));
                });
}

ExitCode resendReport(const ReportOptions& options) {
    return send(
        options, "ITI-41 send the same report again",
        "nothing was sent. A country that has recorded the report and does not recognise it may record "
        "it twice: run `check` first, then add --yes",
        [](Desk& desk, const OpenReport& opened) {
            return desk.countryB->dispensing().resend(opened.relation, opened.report.id,
                                                      opened.report.attempt + 1);
        });
}

ExitCode listReports(const ReportOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    store::SentFilter filter;
    filter.country = options.country;
    filter.limit = options.limit;
    for (const auto state : {store::SentState::Sending, store::SentState::Accepted, store::SentState::Refused,
                             store::SentState::Unknown}) {
        if (options.state == store::name(state)) {
            filter.state = state;
        }
    }
    const auto reports = (*desk)->countryB->dispensing().reports(filter);
    if (!reports) {
        return report(reports.error());
    }
    for (const auto& one : *reports) {
        print(options.json ? reportJson(one).dump() : reportLine(one));
    }
    return ExitCode::Success;
}

ExitCode showReport(const ReportOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    const auto found = (*desk)->countryB->dispensing().report(options.id);
    if (!found) {
        return report(found.error());
    }
    print(options.json ? reportJson(*found).dump(2) : reportLine(*found));
    return ExitCode::Success;
}

ExitCode checkReport(const ReportOptions& options) {
    return withReport(options, [&](Desk& desk, const OpenReport& opened, const ReportTelling& telling,
                                   Exchange& exchange) {
        const auto list = desk.countryB->consultation().listDocuments(opened.relation,
                                                                      {{std::string{ihe::kEPrescription}}});
        if (!list) {
            return tellFailure(telling, list.error(), exchange);
        }
        const auto state = stateOf(*list, opened.report.prescription);
        if (options.json) {
            ordered_json json;
            json["correlation_id"] = exchange.correlationId;
            json["report"] = reportJson(opened.report);
            json["prescription_state"] = state;
            print(json.dump(2));
        } else {
            print(reportLine(opened.report));
            print("prescription " + opened.report.prescription + " in " + opened.report.country +
                  " now: " + state);
        }
        return ExitCode::Success;
    });
}

ExitCode closeReport(const ReportOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    const auto& texts = *(*desk)->texts;
    PatientOptions who;
    who.clinician = options.clinician;
    const auto enquirer = enquirerFrom(**desk, who);
    if (!enquirer) {
        return report(enquirer.error(), texts, options.language);
    }
    const auto closed = (*desk)->countryB->dispensing().close(*enquirer, options.id, options.reason);
    if (!closed) {
        return report(closed.error(), texts, options.language);
    }
    print(options.json ? reportJson(*closed).dump(2) : reportLine(*closed));
    return ExitCode::Success;
}

} // namespace ncp::app::commands
