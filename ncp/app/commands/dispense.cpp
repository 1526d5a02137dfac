#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/patient_search.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/report_output.hpp"
#include "ncp/app/commands/step_line.hpp"
#include "ncp/app/commands/steps.hpp"
#include "ncp/consultation/prescription_items.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using consultation::PrescriptionItem;
using consultation::TreatmentRelation;

/// A prescription at hand, with what is left of it.
struct Prescription {
    consultation::ReadDocument document;
    std::vector<PrescriptionItem> items;
};

Result<ihe::DocumentEntry> chosenFrom(const std::vector<ihe::DocumentPair>& documents,
                                      const std::string& id) {
    std::vector<ihe::DocumentEntry> coded;
    for (const auto& pair : documents) {
        if (pair.coded && (id.empty() || pair.coded->uniqueId == id)) {
            coded.push_back(*pair.coded);
        }
    }
    if (coded.empty()) {
        return fail(ErrorCode::PrescriptionNotFound, "the country lists no such prescription");
    }
    if (coded.size() > 1) {
        std::string ids;
        for (const auto& entry : coded) {
            ids += "\n  " + entry.uniqueId;
        }
        return fail(ErrorCode::InputRefused, "several prescriptions; choose one with --prescription:" + ids);
    }
    return coded.front();
}

Result<Prescription> fetch(Desk& desk, const TreatmentRelation& relation, const DispenseOptions& options,
                           Steps& steps) {
    const auto& consultation = desk.countryB->consultation();
    const auto list = steps.run(
        "ITI-38 list prescriptions",
        [&] { return consultation.listDocuments(relation, {{std::string{ihe::kEPrescription}}}); },
        [](const consultation::DocumentList& found) {
            return countOf(found.documents.size(), "prescription", "prescriptions");
        });
    if (!list) {
        return passOn(list);
    }
    const auto entry = chosenFrom(list->documents, options.prescription);
    if (!entry) {
        return passOn(entry);
    }
    auto document = steps.run(
        "ITI-39 retrieve prescription",
        [&] { return consultation.readDocument(relation, *entry, options.language); },
        [](const consultation::ReadDocument& read) {
            return countOf(read.original.size(), "byte", "bytes");
        });
    if (!document) {
        return passOn(document);
    }
    const auto sent = desk.countryB->dispensing().reports(relation);
    if (!sent) {
        return passOn(sent);
    }
    auto items = consultation::prescriptionItems(*document, *sent);
    if (!items) {
        return passOn(items);
    }
    return Prescription{std::move(*document), std::move(*items)};
}

Result<transform::dispensation::Handout> handoutFrom(const DispenseOptions& options,
                                                     const std::vector<PrescriptionItem>& items) {
    if (options.item == 0 || options.item > items.size()) {
        return fail(ErrorCode::InputRefused,
                    "--item: the prescription has " + countOf(items.size(), "item", "items"));
    }
    if (options.packages == 0) {
        return fail(ErrorCode::InputRefused, "--packages: at least 1");
    }
    transform::dispensation::Handout handout{options.item - 1, options.packages, std::nullopt};
    if (!options.substituteName.empty()) {
        transform::dispensation::Substitute substitute;
        substitute.name = options.substituteName;
        substitute.strength = options.substituteStrength;
        substitute.packageSize = options.substituteSize;
        handout.substitute = std::move(substitute);
    }
    return handout;
}

void tellPlan(const DispenseOptions& options, const Prescription& prescription,
              const transform::dispensation::Handout& handout) {
    const auto& item = prescription.items[handout.item];
    print("This will be reported to " + options.country + ":");
    print("  prescription " + prescription.document.entry.uniqueId + ", item " +
          std::to_string(handout.item + 1) + ": " + item.product);
    if (handout.substitute) {
        print("  handed out instead: " + handout.substitute->name);
    }
    print("  packages: " + std::to_string(handout.packages) + " (" + std::to_string(item.packages) +
          " prescribed, " + std::to_string(item.left()) + " left as far as we know)");
}

} // namespace

ExitCode dispense(const DispenseOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    const auto inquiry = inquiryFrom(**desk, options);
    if (!inquiry) {
        return report(inquiry.error(), *(*desk)->texts, options.language);
    }
    Exchange exchange;
    const std::function<void(const Step&)> onStep = [&](const Step& step) {
        if (!options.json && !options.quiet) {
            print(stepLine(step));
        }
    };
    Steps steps{exchange.steps, onStep};
    const ReportTelling telling{*(*desk)->texts, options.language, options.json};
    const auto relation = openRelation(**desk, *inquiry, steps, exchange);
    if (!relation) {
        return tellFailure(telling, *exchange.error, exchange);
    }
    const auto prescription = fetch(**desk, *relation, options, steps);
    if (!prescription) {
        return tellFailure(telling, prescription.error(), exchange);
    }
    const auto handout = handoutFrom(options, prescription->items);
    if (!handout) {
        return tellFailure(telling, handout.error(), exchange);
    }
    if (!options.json) {
        tellPlan(options, *prescription, *handout);
    }
    if (!options.yes) {
        return tellFailure(telling, {ErrorCode::InputRefused, "nothing was sent: add --yes to report it", {}},
                           exchange);
    }
    const auto key = "command-" + (options.key.empty() ? makeUuid((*desk)->random) : options.key);
    const auto outcome = steps.run(
        "ITI-41 report dispensation",
        [&] {
            return (*desk)->countryB->dispensing().dispense(*relation, prescription->document, *handout, key);
        },
        [](const consultation::Report& sent) { return std::string{store::name(sent.sent.state)}; });
    return outcome ? tellReport(telling, *outcome, exchange)
                   : tellFailure(telling, outcome.error(), exchange);
}

} // namespace ncp::app::commands
