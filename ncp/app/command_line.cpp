#include "ncp/app/command_line.hpp"

#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/document_class.hpp"
#include "ncp/app/commands/smp.hpp"
#include "ncp/app/commands/terminology.hpp"
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
    "2 input refused; 3 a report was sent and its outcome is unknown;\n"
    "64 wrong usage; 69 peer unavailable; 70 internal error.";

void addConfiguration(CLI::App& command, std::filesystem::path& file) {
    commands::addPath(command, "--config", file, "Configuration of the node (YAML)", "NCP_CONFIG")
        .required()
        ->type_name("FILE");
}

using commands::addLanguage;

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
        addDispense();
        addReports();
        commands::addValidate(app_, chosen_);
        commands::addTranslate(app_, chosen_);
        commands::addPivot(app_, chosen_);
        commands::addRender(app_, chosen_);
        commands::addTerminology(app_, chosen_);
        addCertificates();
        addSmp();
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
        // Where the nodes' files look for their keys, from whatever folder the program is started.
        demo_.folder = (demo_.nodes / ".." / ".." / "var").lexically_normal();
        command.add_flag("--once", demo_.once, "End after the exchange");
        command.add_option("--var", demo_.folder, "Where the demo keeps its files")->type_name("DIR");
        command.add_option("--nodes", demo_.nodes, "Folder of no.yaml and pt.yaml")->type_name("DIR");
        addLanguage(command, demo_.language);
        onChoice(command, &commands::demo, demo_);
    }

    /// Who asks, and why.
    static void addClinician(CLI::App& command, std::string& clinician, bool& emergency) {
        command.add_option("--as", clinician, "Clinician's id in the identities file (default: the first)");
        command.add_flag("--emergency", emergency,
                         "Purpose of use EMERGENCY instead of TREATMENT, in every assertion");
    }

    static void addKeys(CLI::App& command, std::string& prescription, std::string& pin) {
        command.add_option("--prescription-key,--prescription-id", prescription,
                           "Prescription id as the patient has it, where the country asks for it");
        command.add_option("--pin", pin, "Dispensation PIN, where the country asks for it");
    }

    static void addNextOfKin(CLI::App& command, commands::NextOfKinOptions& kin) {
        command.add_option("--next-of-kin", kin.id, "Identifier of the next of kin who acts");
        command.add_option("--next-of-kin-family", kin.familyName, "Family name of the next of kin");
        command.add_option("--next-of-kin-given", kin.givenName, "Given name of the next of kin");
        command.add_option("--next-of-kin-birth-date", kin.birthDate, "Birth date, 1970-01-31");
        command.add_option("--next-of-kin-sex", kin.gender, "F, M or UN")
            ->check(CLI::IsMember({"F", "M", "UN"}));
        command.add_option("--next-of-kin-street", kin.street, "Street of the address");
        command.add_option("--next-of-kin-city", kin.city, "City of the address");
        command.add_option("--next-of-kin-postal-code", kin.postalCode, "Postal code of the address");
        command.add_option("--next-of-kin-country", kin.country, "Country of the address");
    }

    static void addPatient(CLI::App& command, commands::PatientOptions& o) {
        addConfiguration(command, o.configuration);
        command.add_option("--country", o.country, "Country to ask, such as PT")->required()->type_name("CC");
        command.add_option("--id,--patient", o.identifiers,
                           "Patient identifier, or root^extension; may be repeated");
        command.add_option("--family", o.familyName, "Family name");
        command.add_option("--given", o.givenName, "Given name");
        command.add_option("--birth-date", o.birthDate, "Birth date, 1970-01-31");
        command.add_option("--sex", o.gender, "F, M or UN")->check(CLI::IsMember({"F", "M", "UN"}));
        command.add_option("--street", o.street, "Street of the address");
        command.add_option("--city", o.city, "City of the address");
        command.add_option("--postal-code", o.postalCode, "Postal code of the address");
        addClinician(command, o.clinician, o.emergency);
        command.add_option("--on-behalf-of", o.onBehalfOf,
                           "ISCO code of the role for which clerical staff (role 44) act");
        addNextOfKin(command, o.nextOfKin);
        addKeys(command, o.prescriptionKey, o.pin);
        command.add_flag("--json", o.json, "Outcome as JSON");
        command.add_flag("--quiet", o.quiet, "No steps");
        addLanguage(command, o.language);
    }

    void addQuery() {
        auto& command = *app_.add_subcommand(
            "query", "Find a patient in another country, retrieve and translate a document");
        auto& o = query_;
        addPatient(command, o);
        command
            .add_option(
                "--class,--document", o.classes,
                "Document classes: ps, ep, overview, discharge, laboratory, imaging, images, or LOINC "
                "codes; several with commas")
            ->delimiter(',')
            ->check([](const std::string& name) {
                const auto known = commands::documentClass(name);
                return known ? std::string{} : known.error().detail;
            })
            ->capture_default_str();
        command.add_option("--created-after", o.createdAfter,
                           "Original clinical documents from this date or time (UTC)");
        command.add_option("--created-before", o.createdBefore,
                           "Original clinical documents until this date or time (UTC)");
        command.add_option("--max-size", o.maximumSize,
                           "Original clinical documents of at most so many bytes");
        command.add_option("--read", o.read, "Id of the document to read (default: the first of the list)");
        command.add_flag("--list", o.listOnly, "Only the list, read nothing");
        command.add_option("--out", o.out, "Write pivot, translation, page and file here")->type_name("DIR");
        onChoice(command, &commands::query, o);
    }

    void addDispense() {
        auto& command = *app_.add_subcommand(
            "dispense", "Report to a country that something was handed out on a prescription");
        auto& o = dispense_;
        addPatient(command, o);
        command.add_option("--prescription", o.prescription,
                           "Id of the prescription in the list (default: the only one)");
        command.add_option("--item", o.item, "Item of the prescription, from 1")->capture_default_str();
        command.add_option("--packages", o.packages, "Number of packages")->capture_default_str();
        command.add_option("--substitute-name", o.substituteName, "Another product was handed out: its name");
        command.add_option("--substitute-strength", o.substituteStrength, "Its strength as text");
        command.add_option("--substitute-size", o.substituteSize, "Units in one package of it");
        command.add_option("--key", o.key,
                           "Key of the request: run again with the same key, nothing is sent twice");
        command.add_flag("--yes", o.yes, "Report it; without this only show what would be reported");
        onChoice(command, &commands::dispense, o);
        auto& discarding = *app_.add_subcommand("discard", "Take back a dispensation that was accepted");
        addReportSending(discarding, &commands::discard);
    }

    void addReportSending(CLI::App& command, ExitCode (*execute)(const commands::ReportOptions&)) {
        auto& o = reports_;
        addReport(command, execute);
        addClinician(command, o.clinician, o.emergency);
        addKeys(command, o.prescriptionKey, o.pin);
        command.add_flag("--yes", o.yes, "Send it; without this nothing is sent");
    }

    void addReport(CLI::App& command, ExitCode (*execute)(const commands::ReportOptions&)) {
        auto& o = reports_;
        addConfiguration(command, o.configuration);
        command.add_option("id", o.id, "Id of the report, as the list has it")->required();
        command.add_flag("--json", o.json, "As JSON");
        addLanguage(command, o.language);
        onChoice(command, execute, o);
    }

    void addReports() {
        auto& all = *app_.add_subcommand("dispensations", "What was reported to other countries");
        all.require_subcommand(1);
        auto& o = reports_;
        auto& list = *all.add_subcommand("list", "Reports with their outcome, newest last");
        addConfiguration(list, o.configuration);
        list.add_option("--country", o.country, "Country that it was reported to")->type_name("CC");
        list.add_option("--state", o.state, "sending, accepted, refused or unknown")
            ->check(CLI::IsMember({"sending", "accepted", "refused", "unknown"}));
        list.add_option("--limit", o.limit, "At most so many")->capture_default_str();
        list.add_flag("--json", o.json, "One JSON object a line");
        onChoice(list, &commands::listReports, o);
        addReport(*all.add_subcommand("show", "One report"), &commands::showReport);
        auto& check = *all.add_subcommand("check", "Ask the country for the prescription's state now");
        addReport(check, &commands::checkReport);
        addClinician(check, o.clinician, o.emergency);
        addKeys(check, o.prescriptionKey, o.pin);
        addReportSending(*all.add_subcommand("resend", "Send the very same report of unknown outcome again"),
                         &commands::resendReport);
    }

    void addCertificates() {
        auto& certs = *app_.add_subcommand("certs", "Certificates: development PKI, status, renewal");
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
        auto& check = *certs.add_subcommand(
            "check", "Validity, trust and revocation; exit code 1 when something is wrong or ends soon");
        addConfiguration(check, certificateCheck_.configuration);
        check.add_option("--days", certificateCheck_.days, "Fewer days left are a problem")
            ->capture_default_str();
        check.add_flag("--json", certificateCheck_.json, "As JSON");
        onChoice(check, &commands::checkCertificates, certificateCheck_);
        addCertificateFiles(certs);
    }

    static void addRole(CLI::App& command, std::string& role) {
        command.add_option("--role", role, "tls-server, tls-client or signature")
            ->required()
            ->check(CLI::IsMember({"tls-server", "tls-client", "signature"}));
    }

    void addCertificateFiles(CLI::App& certs) {
        auto& o = certificateFiles_;
        auto& request = *certs.add_subcommand("request", "Make a key and a signing request for an authority");
        addRole(request, o.role);
        request.add_option("--out", o.folder, "Where key and request are written")
            ->required()
            ->type_name("DIR");
        request.add_option("--country", o.country, "Country of the certificate (C)")->required();
        request.add_option("--organisation", o.organisation, "Organisation (O)")->required();
        request.add_option("--unit", o.unit, "Organisational unit (OU)");
        request.add_option("--common-name", o.commonName, "Common name (CN)")->required();
        request.add_option("--host", o.hostNames, "Host name or address of a server; may be repeated");
        request.add_option("--key-type", o.keyKind, "rsa-2048, rsa-3072 or ec-p256")
            ->check(CLI::IsMember({"rsa-2048", "rsa-3072", "ec-p256"}))
            ->capture_default_str();
        request.add_flag("--json", o.json, "As JSON");
        onChoice(request, &commands::requestCertificate, o);

        auto& importing =
            *certs.add_subcommand("import", "Take an authority's answer: PEM, DER, PKCS #7 or #12");
        addRole(importing, o.role);
        importing.add_option("answer", o.answer, "What the authority sent")->required()->type_name("FILE");
        importing.add_option("--key", o.key, "Key of the request; not needed for PKCS #12")
            ->type_name("FILE");
        importing.add_option("--pass-phrase-file", o.passPhraseFile, "Its first line opens a PKCS #12 file")
            ->type_name("FILE");
        importing.add_option("--out", o.folder, "Where key and chain are placed")
            ->required()
            ->type_name("DIR");
        importing.add_flag("--replace", o.replace, "Replace the files that stand there");
        importing.add_flag("--json", o.json, "As JSON");
        onChoice(importing, &commands::importCertificate, o);

        auto& exporting = *certs.add_subcommand("export", "Our public certificate of a role");
        addConfiguration(exporting, o.configuration);
        addRole(exporting, o.role);
        exporting.add_option("--out", o.out, "Write here instead of the standard output")->type_name("FILE");
        exporting.add_flag("--chain", o.chain, "With what leads to the authority");
        exporting.add_flag("--der", o.der, "DER instead of PEM (the certificate only)");
        exporting.add_flag("--json", o.json, "As JSON");
        onChoice(exporting, &commands::exportCertificate, o);
    }

    void addSmp() {
        auto& smp = *app_.add_subcommand(
            "smp", "Service metadata and search masks: ours, those of others, and a small SMP");
        smp.require_subcommand(1);
        addSmpPublication(smp);
        addSmpInspection(smp);
    }

    void addSmpPublication(CLI::App& smp) {
        auto& o = smp_;
        const auto add = [&](const char* command, const char* what,
                             ExitCode (*execute)(const commands::SmpOptions&)) -> CLI::App& {
            auto& added = *smp.add_subcommand(command, what);
            addConfiguration(added, o.configuration);
            onChoice(added, execute, o);
            return added;
        };
        auto& build =
            add("build", "Write the metadata of our services, unsigned", &commands::buildServiceMetadata);
        build.add_option("--out", o.out, "Folder")->required()->type_name("DIR");
        build.add_option("--service", o.services,
                         "iti-55, iti-38, iti-39, iti-41, search-mask (default all)");
        build.add_flag("--json", o.json, "As JSON");
        auto& sign = add("sign", "Put the national signature into metadata", &commands::signServiceMetadata);
        sign.add_option("files", o.files, "ServiceMetadata")->required();
        sign.add_option("--out", o.out, "Folder (default: in place)")->type_name("DIR");
        sign.add_flag("--json", o.json, "As JSON");
        auto& publish = add("publish", "Sign and PUT our metadata to the SMP, or DELETE them",
                            &commands::publishServiceMetadata);
        publish.add_option("files", o.files,
                           "Signed metadata (default: those of our services as they are now)");
        publish.add_option("--service", o.services,
                           "iti-55, iti-38, iti-39, iti-41, search-mask (default all)");
        publish.add_flag("--delete", o.remove, "Remove them from the SMP");
        publish.add_flag("--json", o.json, "As JSON");
        add("serve", "Run the SMP of the configuration until SIGINT or SIGTERM", &commands::serveSmp);
    }

    void addSmpInspection(CLI::App& smp) {
        auto& o = smp_;
        auto& verify = *smp.add_subcommand("verify", "Check the signatures of metadata");
        addConfiguration(verify, o.configuration);
        verify.add_option("files", o.files, "ServiceMetadata or SignedServiceMetadata")->required();
        verify.add_option("--country", o.country, "Whose they must be (default: ours)")->type_name("CC");
        verify.add_flag("--json", o.json, "As JSON");
        onChoice(verify, &commands::verifyServiceMetadata, o);
        auto& show = *smp.add_subcommand("show", "What is known of countries by SML and SMP, and from where");
        addConfiguration(show, o.configuration);
        show.add_option("--country", o.country, "One country (default: all)")->type_name("CC");
        show.add_flag("--refresh", o.refresh, "Ask the network now");
        show.add_flag("--json", o.json, "As JSON");
        onChoice(show, &commands::showDiscovery, o);
        auto& mask = *smp.add_subcommand("mask", "Check search masks, write one anew");
        mask.add_option("files", o.files, "International search masks")->required();
        mask.add_option("--out", o.out, "Write the last one here, in the schema's order")->type_name("FILE");
        mask.add_flag("--json", o.json, "As JSON");
        onChoice(mask, &commands::checkSearchMasks, o);
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
    commands::Choice chosen_;
    commands::ServeOptions serve_;
    commands::DemoOptions demo_;
    commands::QueryOptions query_;
    commands::DispenseOptions dispense_;
    commands::ReportOptions reports_;
    commands::CertificateOptions certificates_;
    commands::CertificateCheckOptions certificateCheck_;
    commands::CertificateFileOptions certificateFiles_;
    commands::SmpOptions smp_;
    commands::AuditOptions audit_;
    commands::ConfigurationOptions configuration_;
    commands::TolerancesOptions tolerances_;
};

} // namespace

ExitCode runCommandLine(int count, const char* const* arguments) {
    return CommandLine{}.run(count, arguments);
}

} // namespace ncp::app
