#include "ncp/app/command_line.hpp"

#include "ncp/app/commands/commands.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/version.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iostream>
#include <optional>

namespace ncp::app {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 success; 1 negative result (no match, no document, findings with errors);\n"
    "2 input refused; 64 wrong usage; 69 peer unavailable; 70 internal error.";

void addLanguage(CLI::App& command, TextLanguage& language) {
    const auto choose = [&language](const std::string& written) {
        const auto known = parseTextLanguage(written);
        if (!known) {
            throw CLI::ValidationError{"--lang", written + " is unknown; one of: nb, nn, en"};
        }
        language = *known;
    };
    command.add_option_function<std::string>("--lang", choose, "Language of the result: nb, nn or en")
        ->type_name("LANG");
}

void addConfiguration(CLI::App& command, std::filesystem::path& file) {
    command.add_option("--config", file, "Configuration of the node (YAML)")
        ->envname("NCP_CONFIG")
        ->required()
        ->type_name("FILE");
}

/// The whole command line: options stand here while they are read, `chosen` is what to do then.
class CommandLine {
  public:
    CommandLine() : app_("ncp: a National Contact Point for eHealth (MyHealth@EU)", "ncp") {
        app_.set_version_flag("--version", std::string{kVersion});
        app_.require_subcommand(1);
        app_.footer(kExitCodes);
        addServe();
        addDemo();
        addQuery();
        addDocuments();
        addCertificates();
        addAudit();
        addConfigurationCommands();
    }

    ExitCode run(int count, const char* const* arguments) {
        try {
            app_.parse(count, arguments);
        } catch (const CLI::ParseError& error) {
            const int code = app_.exit(error, std::cout, std::cerr);
            return code == 0 ? ExitCode::Success : ExitCode::WrongUsage;
        }
        return chosen_();
    }

  private:
    template <class Options>
    void onChoice(CLI::App& command, ExitCode (*execute)(const Options&), const Options& options) {
        command.callback(
            [this, execute, &options] { chosen_ = [execute, &options] { return execute(options); }; });
    }

    void addServe() {
        auto& command = *app_.add_subcommand("serve", "Run a node until SIGINT or SIGTERM");
        addConfiguration(command, serve_.configuration);
        onChoice(command, &commands::serve, serve_);
    }

    void addDemo() {
        auto& command = *app_.add_subcommand(
            "demo", "Make a development PKI, run a node for Norway and one for Portugal, show one exchange");
        demo_.nodes = dataDirectory() / "nodes";
        command.add_flag("--once", demo_.once, "End after the exchange");
        command.add_option("--var", demo_.folder, "Where the demo keeps its files")->type_name("DIR");
        command.add_option("--nodes", demo_.nodes, "Folder of no.yaml and pt.yaml")->type_name("DIR");
        addLanguage(command, demo_.language);
        onChoice(command, &commands::demo, demo_);
    }

    void addQuery() {
        auto& command = *app_.add_subcommand(
            "query", "Find a patient in another country, retrieve and translate a document");
        auto& o = query_;
        addConfiguration(command, o.configuration);
        command.add_option("--country", o.country, "Country to ask, such as PT")->required()->type_name("CC");
        command.add_option("--id", o.identifiers, "Patient identifier, or root^extension; may be repeated");
        command.add_option("--family", o.familyName, "Family name");
        command.add_option("--given", o.givenName, "Given name");
        command.add_option("--birth-date", o.birthDate, "Birth date, 1970-01-31");
        command.add_option("--sex", o.gender, "F, M or UN")->check(CLI::IsMember({"F", "M", "UN"}));
        command.add_option("--street", o.street, "Street of the address");
        command.add_option("--city", o.city, "City of the address");
        command.add_option("--postal-code", o.postalCode, "Postal code of the address");
        command.add_option("--document", o.document, "ps (Patient Summary) or ep (ePrescription)")
            ->check(CLI::IsMember({"ps", "ep"}))
            ->capture_default_str();
        command.add_option("--as", o.clinician, "Clinician's id in the identities file (default: the first)");
        command.add_flag("--emergency", o.emergency, "Purpose of use EMERGENCY instead of TREATMENT");
        command.add_option("--next-of-kin", o.nextOfKin, "Identifier of the next of kin who acts");
        command.add_option("--prescription-id", o.prescriptionId,
                           "Prescription id, where the country asks for it");
        command.add_option("--pin", o.pin, "Dispensation PIN, where the country asks for it");
        command.add_option("--out", o.out, "Write pivot, translation, page and PDF here")->type_name("DIR");
        command.add_flag("--json", o.json, "Outcome as JSON");
        command.add_flag("--quiet", o.quiet, "No steps");
        addLanguage(command, o.language);
        onChoice(command, &commands::query, o);
    }

    void addDocuments() {
        auto& validating = *app_.add_subcommand("validate", "Check clinical documents against the rules");
        validating.add_option("files", validate_.files, "CDA documents or folders")->required();
        validating.add_flag("--json", validate_.json, "Findings as JSON");
        validating.add_flag("--friendly", validate_.friendly, "Judge the national form instead of the pivot");
        validating.add_flag("--received", validate_.received,
                            "Judge another country's document: what is tolerated there is a warning");
        addLanguage(validating, validate_.language);
        onChoice(validating, &commands::validate, validate_);

        auto& translating =
            *app_.add_subcommand("translate", "Translate the coded elements of a pivot document");
        translating.add_option("file", translate_.files, "CDA document")->required()->expected(1);
        translating.add_option("--out", translate_.out,
                               "Write the document here instead of the standard output");
        translating.add_flag("--json", translate_.json, "Report as JSON; the document only with --out");
        addLanguage(translating, translate_.language);
        onChoice(translating, &commands::translate, translate_);

        auto& rendering = *app_.add_subcommand("render", "Show a document as a page or as text");
        rendering.add_option("file", render_.files, "CDA document")->required()->expected(1);
        rendering.add_option("--format", render_.format, "text or html")
            ->check(CLI::IsMember({"text", "html"}))
            ->capture_default_str();
        rendering.add_option("--out", render_.out, "Write here instead of the standard output");
        addLanguage(rendering, render_.language);
        onChoice(rendering, &commands::render, render_);
    }

    void addCertificates() {
        auto& certs = *app_.add_subcommand("certs", "Certificates: development PKI, status");
        certs.require_subcommand(1);
        auto& init = *certs.add_subcommand("init-dev", "Make a development PKI (never for production)");
        init.add_option("--out", certificates_.folder, "Folder of the PKI")->required()->type_name("DIR");
        init.add_option("--country", certificates_.countries,
                        "CC:host,host; may be repeated (default NO and PT)");
        onChoice(init, &commands::makeDevelopmentCertificates, certificates_);
        auto& status = *certs.add_subcommand("status", "What there is, whose it is, until when");
        addConfiguration(status, certificates_.configuration);
        status.add_flag("--json", certificates_.json, "As JSON");
        onChoice(status, &commands::certificateStatus, certificates_);
    }

    void addAudit() {
        auto& trail = *app_.add_subcommand("audit", "The audit trail: list it, verify it");
        trail.require_subcommand(1);
        auto& list = *trail.add_subcommand("list", "What happened, newest last");
        addConfiguration(list, audit_.configuration);
        list.add_option("--from", audit_.from, "From this date or time (UTC)");
        list.add_option("--until", audit_.until, "Until this date or time (UTC)");
        list.add_option("--transaction", audit_.transaction, "ITI-55, ITI-38, ITI-39 or unknown");
        list.add_option("--outcome", audit_.outcome, "success, negative, refused or failed");
        list.add_option("--peer", audit_.peer, "Country of the other side");
        list.add_option("--correlation", audit_.correlation, "Correlation id");
        list.add_option("--limit", audit_.limit, "At most so many")->capture_default_str();
        list.add_flag("--json", audit_.json, "One JSON object a line, with clinician and patient");
        addLanguage(list, audit_.language);
        onChoice(list, &commands::listAudit, audit_);
        auto& verify = *trail.add_subcommand("verify", "Check that no record was changed or removed");
        addConfiguration(verify, audit_.configuration);
        onChoice(verify, &commands::verifyAudit, audit_);
    }

    void addConfigurationCommands() {
        auto& config =
            *app_.add_subcommand("config", "Configuration files: check them, show what is in force");
        config.require_subcommand(1);
        auto& check = *config.add_subcommand("check", "Every fault with file, line and field");
        check.add_option("file", configuration_.file, "Configuration file")->required();
        check.add_flag("--json", configuration_.json, "As JSON");
        onChoice(check, &commands::checkConfigurationFile, configuration_);
        auto& show = *config.add_subcommand("show", "What is in force, defaults included");
        show.add_option("file", configuration_.file, "Configuration file")->required();
        onChoice(show, &commands::showConfiguration, configuration_);
        auto& tolerances = *app_.add_subcommand(
            "tolerances",
            "Departures from the profiles that we live with; counted by country in the metrics");
        tolerances
            .add_option("--config", tolerances_.configuration,
                        "Also tell whom a node's configuration refuses them to")
            ->type_name("FILE");
        tolerances.add_flag("--json", tolerances_.json, "As JSON");
        onChoice(tolerances, &commands::listTolerances, tolerances_);
    }

    CLI::App app_;
    std::function<ExitCode()> chosen_;
    commands::ServeOptions serve_;
    commands::DemoOptions demo_;
    commands::QueryOptions query_;
    commands::DocumentOptions validate_;
    commands::DocumentOptions translate_;
    commands::DocumentOptions render_;
    commands::CertificateOptions certificates_;
    commands::AuditOptions audit_;
    commands::ConfigurationOptions configuration_;
    commands::TolerancesOptions tolerances_;
};

} // namespace

ExitCode runCommandLine(int count, const char* const* arguments) {
    return CommandLine{}.run(count, arguments);
}

} // namespace ncp::app
