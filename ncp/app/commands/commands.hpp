#pragma once

#include "base/texts.hpp"
#include "ncp/app/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app::commands {

/// Each subcommand of the program: its options as parsed, and what it does. They write results to the
/// standard output, and what went wrong with the way out to the standard error stream.

struct ServeOptions {
    std::filesystem::path configuration;
};
/// Runs a node until SIGINT or SIGTERM; SIGHUP has it read keys, trust, countries and terminology anew.
ExitCode serve(const ServeOptions& options);

struct DemoOptions {
    std::filesystem::path folder = "var"; ///< everything that the demo makes
    std::filesystem::path nodes;          ///< folder of no.yaml and pt.yaml
    bool once = false;
    TextLanguage language = TextLanguage::Bokmaal;
};
/// A development PKI, two nodes, one exchange shown step by step.
ExitCode demo(const DemoOptions& options);

/// A next of kin who acts; the identifier is `extension` or `root^extension`.
struct NextOfKinOptions {
    std::string id, familyName, givenName, birthDate, gender;
    std::string street, city, postalCode, country;
};

/// Whom a country is asked for, by whom and why.
struct PatientOptions {
    std::filesystem::path configuration;
    std::string country;
    std::vector<std::string> identifiers; ///< `extension`, or `root^extension` where the mask has several
    std::string familyName, givenName, birthDate, gender;
    std::string street, city, postalCode;
    std::string clinician; ///< id in the identities file; empty: the first one
    bool emergency = false;
    std::string onBehalfOf; ///< ISCO code, for clerical staff
    NextOfKinOptions nextOfKin;
    std::string prescriptionKey, pin; ///< where the country asks for them
    TextLanguage language = TextLanguage::Bokmaal;
    bool json = false;
    bool quiet = false; ///< no steps, only the outcome
};

struct QueryOptions : PatientOptions {
    std::vector<std::string> classes{"ps"};
    std::string createdAfter, createdBefore;
    std::optional<std::uint64_t> maximumSize; ///< bytes
    std::string read;                         ///< unique id of the document to read; empty: the first
    bool listOnly = false;
    std::filesystem::path out; ///< empty: nothing is written
};
/// The whole exchange: find the patient, confirm treatment, list, retrieve, translate, render.
ExitCode query(const QueryOptions& options);

struct DispenseOptions : PatientOptions {
    std::string prescription; ///< unique id of the ePrescription; empty: the only one
    std::size_t item = 1;     ///< of the prescription, from 1
    std::uint32_t packages = 1;
    std::string substituteName, substituteStrength, substituteSize;
    std::string key; ///< of the request; empty: a new one
    bool yes = false;
};
/// Reports that something was handed out on a prescription (ITI-41). Without `yes` it shows what would be
/// reported, and sends nothing. OutcomeUnknown when no answer says what became of it.
ExitCode dispense(const DispenseOptions& options);

struct ReportOptions {
    std::filesystem::path configuration;
    std::string id;
    std::string country, state; ///< of a list
    std::size_t limit = 100;
    std::string clinician;
    bool emergency = false;
    std::string prescriptionKey, pin;
    TextLanguage language = TextLanguage::Bokmaal;
    std::string reason; ///< of closing
    bool yes = false;
    bool json = false;
};
/// Takes an accepted dispensation back.
ExitCode discard(const ReportOptions& options);
ExitCode listReports(const ReportOptions& options);
ExitCode showReport(const ReportOptions& options);
/// Asks the country for the state of the prescription: what a list says today.
ExitCode checkReport(const ReportOptions& options);
/// Sends the very same report again; only one of unknown outcome.
ExitCode resendReport(const ReportOptions& options);
/// Closes a report of unknown outcome with a reason. Sends nothing.
ExitCode closeReport(const ReportOptions& options);

struct CertificateOptions {
    std::filesystem::path folder;
    std::filesystem::path configuration;
    std::vector<std::string> countries; ///< `NO:localhost,127.0.0.1`
    bool json = false;
};
ExitCode makeDevelopmentCertificates(const CertificateOptions& options);
/// What, whose, until when; Negative when one is not valid now.
ExitCode certificateStatus(const CertificateOptions& options);

struct CertificateCheckOptions {
    std::filesystem::path configuration;
    long days = 30; ///< fewer days left than this are a problem
    bool json = false;
};
/// Validity, trust and revocation of our own certificates, and what of the trust list ends soon; Negative
/// when there is a problem.
ExitCode checkCertificates(const CertificateCheckOptions& options);

struct CertificateFileOptions {
    std::string role; ///< tls-server, tls-client or signature
    std::filesystem::path folder;
    std::filesystem::path configuration;
    std::string country, organisation, unit, commonName;
    std::vector<std::string> hostNames;
    std::string keyKind = "rsa-3072";
    std::filesystem::path key;            ///< import: of the request
    std::filesystem::path answer;         ///< import: what the authority sent
    std::filesystem::path passPhraseFile; ///< import: of a PKCS #12 answer
    std::filesystem::path out;            ///< export: empty is the standard output
    bool chain = false;
    bool der = false;
    bool replace = false;
    bool json = false;
};
/// A new key and a certificate signing request, `<role>.key` and `<role>.csr` in the folder.
ExitCode requestCertificate(const CertificateFileOptions& options);
/// The authority's answer, checked against the key: `<role>.key` and `<role>.pem` in the folder.
ExitCode importCertificate(const CertificateFileOptions& options);
/// Our public certificate of a role.
ExitCode exportCertificate(const CertificateFileOptions& options);

struct AuditOptions {
    std::filesystem::path configuration;
    std::string from, until, transaction, outcome, peer, correlation;
    std::size_t limit = 100;
    TextLanguage language = TextLanguage::English;
    bool json = false;
};
ExitCode listAudit(const AuditOptions& options);
/// Recomputes the trail's hash chain; Negative when it does not hold.
ExitCode verifyAudit(const AuditOptions& options);

struct ConfigurationOptions {
    std::filesystem::path file;
    bool json = false;
};
ExitCode checkConfigurationFile(const ConfigurationOptions& options);
ExitCode showConfiguration(const ConfigurationOptions& options);

struct TolerancesOptions {
    std::filesystem::path configuration; ///< empty: what countries are refused is not told
    bool json = false;
};
/// The departures from the profiles that are lived with, and whom they are refused to.
ExitCode listTolerances(const TolerancesOptions& options);

} // namespace ncp::app::commands
