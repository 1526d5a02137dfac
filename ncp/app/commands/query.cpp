#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/step_line.hpp"
#include "ncp/consultation/prescription_entry.hpp"

#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using nlohmann::ordered_json;

ordered_json documentJson(const ihe::DocumentEntry& entry) {
    ordered_json json{{"id", entry.uniqueId},
                      {"class", entry.classCode},
                      {"format", entry.formatCode},
                      {"title", entry.title},
                      {"created", entry.creationTime}};
    if (entry.classCode == ihe::kEPrescription) {
        const auto prescription = consultation::prescriptionEntry(entry);
        json["product"] = productLine(prescription);
        json["atc"] = prescription.atc;
        json["description"] = entry.description;
        json["dispensable"] =
            prescription.dispensable ? ordered_json(*prescription.dispensable) : ordered_json(nullptr);
    }
    return json;
}

ordered_json toJson(const Exchange& exchange) {
    ordered_json json;
    json["correlation_id"] = exchange.correlationId;
    json["outcome"] = exchange.error ? std::string{spec(exchange.error->code).id} : "success";
    if (exchange.error) {
        json["detail"] = exchange.error->detail;
        json["rule"] = exchange.error->rule;
    }
    json["incomplete"] = exchange.incomplete.has_value();
    json["steps"] = ordered_json::array();
    for (const auto& step : exchange.steps) {
        json["steps"].push_back(
            {{"name", step.name}, {"milliseconds", step.milliseconds}, {"outcome", step.outcome}});
    }
    json["patients"] = ordered_json::array();
    for (const auto& patient : exchange.patients) {
        json["patients"].push_back({{"id", patient.id.revealCx()},
                                    {"family_name", patient.demographics.familyName},
                                    {"given_name", patient.demographics.givenName},
                                    {"birth_date", patient.demographics.birthDate},
                                    {"gender", patient.demographics.gender}});
    }
    json["documents"] = ordered_json::array();
    for (const auto& pair : exchange.documents) {
        for (const auto& entry : {pair.coded, pair.pdf}) {
            if (entry) {
                json["documents"].push_back(documentJson(*entry));
            }
        }
    }
    return json;
}

void listDocuments(const Exchange& exchange) {
    for (const auto& pair : exchange.documents) {
        for (const auto& entry : {pair.coded, pair.pdf}) {
            if (!entry) {
                continue;
            }
            const auto prescription = consultation::prescriptionEntry(*entry);
            const auto state = !prescription.dispensable   ? std::string_view{}
                               : *prescription.dispensable ? std::string_view{"  open"}
                                                           : std::string_view{"  closed"};
            print("  " + entry->uniqueId + "  " + entry->classCode + "  " + entry->creationTime + "  " +
                  entry->title + "  " + productLine(prescription) +
                  (prescription.atc.empty() ? "" : " (" + prescription.atc + ")") + std::string{state} +
                  (entry->description.empty() ? "" : "  " + entry->description));
        }
    }
}

ordered_json findingsOf(const consultation::ReadDocument& document) {
    auto list = ordered_json::array();
    for (const auto& finding : document.findings) {
        list.push_back({{"code", finding.code}, {"path", finding.path}, {"element", finding.element}});
    }
    return list;
}

void listPatients(const Exchange& exchange) {
    for (const auto& patient : exchange.patients) {
        print("  " + patient.id.revealCx() + "  " + patient.demographics.familyName + ", " +
              patient.demographics.givenName + "  " + patient.demographics.birthDate + "  " +
              patient.demographics.gender);
    }
}

ExitCode tellPeople(const Desk& desk, const QueryOptions& options, const Exchange& exchange,
                    const ExchangeFiles& files) {
    if (exchange.error) {
        if (exchange.error->code == ErrorCode::PatientSeveralMatches) {
            listPatients(exchange);
        }
        return report(*exchange.error, *desk.texts, options.language);
    }
    if (options.listOnly || exchange.documents.size() > 1) {
        listDocuments(exchange);
    }
    if (exchange.incomplete) {
        report(*exchange.incomplete, *desk.texts, options.language);
    }
    if (exchange.coded) {
        const auto text = textOf(desk, *exchange.coded, options.language);
        if (!text) {
            return report(text.error(), *desk.texts, options.language);
        }
        print(*text);
    }
    for (const auto& [what, file] : files.files) {
        print(what + ": " + file.string());
    }
    return ExitCode::Success;
}

} // namespace

ExitCode query(const QueryOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    const auto exchange = runExchange(**desk, options, [&](const Step& step) {
        if (!options.json && !options.quiet) {
            print(stepLine(step));
        }
    });
    ExchangeFiles files;
    if (!options.out.empty()) {
        auto written = writeExchange(**desk, exchange, options.language, options.out);
        if (!written) {
            return report(written.error());
        }
        files = std::move(*written);
    }
    if (!options.json) {
        return tellPeople(**desk, options, exchange, files);
    }
    auto json = toJson(exchange);
    for (const auto& [what, file] : files.files) {
        json["files"][what] = file.string();
    }
    if (exchange.coded) {
        json["findings"] = findingsOf(*exchange.coded);
    }
    print(json.dump(2));
    return exchange.error ? exitCode(exchange.error->code) : ExitCode::Success;
}

} // namespace ncp::app::commands
