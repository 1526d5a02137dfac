#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/document_class.hpp"

namespace ncp::app::commands {
namespace {

/// Who asks, and why.
void addClinician(CLI::App& command, std::string& clinician, bool& emergency) {
    command.add_option("--as", clinician, "Clinician's id in the identities file (default: the first)");
    command.add_flag("--emergency", emergency,
                     "Purpose of use EMERGENCY instead of TREATMENT, in every assertion");
}

void addKeys(CLI::App& command, std::string& prescription, std::string& pin) {
    command.add_option("--prescription-key,--prescription-id", prescription,
                       "Prescription id as the patient has it, where the country asks for it");
    command.add_option("--pin", pin, "Dispensation PIN, where the country asks for it");
}

/// What describes a person, each option with this before its name: `--` for the patient, `--next-of-kin-`.
template <class Person>
void addPerson(CLI::App& command, const std::string& prefix, Person& person) {
    command.add_option(prefix + "family", person.familyName, "Family name");
    command.add_option(prefix + "given", person.givenName, "Given name");
    command.add_option(prefix + "birth-date", person.birthDate, "Birth date, 1970-01-31");
    command.add_option(prefix + "sex", person.gender, "F, M or UN")->check(CLI::IsMember({"F", "M", "UN"}));
    command.add_option(prefix + "street", person.street, "Street of the address");
    command.add_option(prefix + "city", person.city, "City of the address");
    command.add_option(prefix + "postal-code", person.postalCode, "Postal code of the address");
}

void addNextOfKin(CLI::App& command, NextOfKinOptions& kin) {
    command.add_option("--next-of-kin", kin.id, "Identifier of the next of kin who acts");
    addPerson(command, "--next-of-kin-", kin);
    command.add_option("--next-of-kin-country", kin.country, "Country of the address");
}

void addPatient(CLI::App& command, PatientOptions& o) {
    addConfiguration(command, o.configuration);
    command.add_option("--country", o.country, "Country to ask, such as PT")->required()->type_name("CC");
    command.add_option("--id,--patient", o.identifiers,
                       "Patient identifier, or root^extension; may be repeated");
    addPerson(command, "--", o);
    addClinician(command, o.clinician, o.emergency);
    command.add_option("--on-behalf-of", o.onBehalfOf,
                       "ISCO code of the role for which clerical staff (role 44) act");
    addNextOfKin(command, o.nextOfKin);
    addKeys(command, o.prescriptionKey, o.pin);
    command.add_flag("--json", o.json, "Outcome as JSON");
    command.add_flag("--quiet", o.quiet, "No steps");
    addLanguage(command, o.language);
}

/// A subcommand about one report; its options, for more of them.
ReportOptions& addReport(CLI::App& command, Choice& chosen, ExitCode (*execute)(const ReportOptions&)) {
    const auto options = std::make_shared<ReportOptions>();
    auto& o = *options;
    addConfiguration(command, o.configuration);
    command.add_option("id", o.id, "Id of the report, as the list has it")->required();
    command.add_flag("--json", o.json, "As JSON");
    addLanguage(command, o.language);
    onChoice<ReportOptions>(command, chosen, execute, options);
    return o;
}

/// The same for one that sends something.
void addReportSending(CLI::App& command, Choice& chosen, ExitCode (*execute)(const ReportOptions&)) {
    auto& o = addReport(command, chosen, execute);
    addClinician(command, o.clinician, o.emergency);
    addKeys(command, o.prescriptionKey, o.pin);
    command.add_flag("--yes", o.yes, "Send it; without this nothing is sent");
}

} // namespace

void addQuery(CLI::App& program, Choice& chosen) {
    auto& command = *program.add_subcommand(
        "query", "Find a patient in another country, retrieve and translate a document");
    const auto options = std::make_shared<QueryOptions>();
    auto& o = *options;
    addPatient(command, o);
    command
        .add_option("--class,--document", o.classes,
                    "Document classes: ps, ep, overview, discharge, laboratory, imaging, images, or LOINC "
                    "codes; several with commas")
        ->delimiter(',')
        ->check([](const std::string& name) {
            const auto known = documentClass(name);
            return known ? std::string{} : known.error().detail;
        })
        ->capture_default_str();
    command.add_option("--created-after", o.createdAfter,
                       "Original clinical documents from this date or time (UTC)");
    command.add_option("--created-before", o.createdBefore,
                       "Original clinical documents until this date or time (UTC)");
    command.add_option("--max-size", o.maximumSize, "Original clinical documents of at most so many bytes");
    command.add_option("--read", o.read, "Id of the document to read (default: the first of the list)");
    command.add_flag("--list", o.listOnly, "Only the list, read nothing");
    command.add_option("--out", o.out, "Write pivot, translation, page and file here")->type_name("DIR");
    onChoice<QueryOptions>(command, chosen, &query, options);
}

void addDispense(CLI::App& program, Choice& chosen) {
    auto& command = *program.add_subcommand(
        "dispense", "Report to a country that something was handed out on a prescription");
    const auto options = std::make_shared<DispenseOptions>();
    auto& o = *options;
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
    onChoice<DispenseOptions>(command, chosen, &dispense, options);
}

void addDiscard(CLI::App& program, Choice& chosen) {
    addReportSending(*program.add_subcommand("discard", "Take back a dispensation that was accepted"), chosen,
                     &discard);
}

void addReports(CLI::App& program, Choice& chosen) {
    auto& all = *program.add_subcommand("dispensations", "What was reported to other countries");
    all.require_subcommand(1);
    const auto options = std::make_shared<ReportOptions>();
    auto& o = *options;
    auto& list = *all.add_subcommand("list", "Reports with their outcome, newest last");
    addConfiguration(list, o.configuration);
    list.add_option("--country", o.country, "Country that it was reported to")->type_name("CC");
    list.add_option("--state", o.state, "sending, accepted, refused or unknown")
        ->check(CLI::IsMember({"sending", "accepted", "refused", "unknown"}));
    list.add_option("--limit", o.limit, "At most so many")->capture_default_str();
    list.add_flag("--json", o.json, "One JSON object a line");
    onChoice<ReportOptions>(list, chosen, &listReports, options);
    addReport(*all.add_subcommand("show", "One report"), chosen, &showReport);
    auto& check = *all.add_subcommand("check", "Ask the country for the prescription's state now");
    auto& asked = addReport(check, chosen, &checkReport);
    addClinician(check, asked.clinician, asked.emergency);
    addKeys(check, asked.prescriptionKey, asked.pin);
    addReportSending(*all.add_subcommand("resend", "Send the very same report of unknown outcome again"),
                     chosen, &resendReport);
    auto& close = *all.add_subcommand(
        "close", "Close a report of unknown outcome by hand; nothing is sent, and it is never sent again");
    auto& closing = addReport(close, chosen, &closeReport);
    close.add_option("--reason", closing.reason, "What was found out, and how; kept in the audit trail")
        ->required();
    close.add_option("--as", closing.clinician,
                     "Pharmacist's id in the identities file (default: the first)");
}

} // namespace ncp::app::commands
