#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/commands.hpp"

namespace ncp::app::commands {
namespace {

void addRole(CLI::App& command, std::string& role) {
    command.add_option("--role", role, "tls-server, tls-client or signature")
        ->required()
        ->check(CLI::IsMember({"tls-server", "tls-client", "signature"}));
}

void addCertificateFiles(CLI::App& certs, Choice& chosen) {
    const auto options = std::make_shared<CertificateFileOptions>();
    auto& o = *options;
    auto& request = *certs.add_subcommand("request", "Make a key and a signing request for an authority");
    addRole(request, o.role);
    request.add_option("--out", o.folder, "Where key and request are written")->required()->type_name("DIR");
    request.add_option("--country", o.country, "Country of the certificate (C)")->required();
    request.add_option("--organisation", o.organisation, "Organisation (O)")->required();
    request.add_option("--unit", o.unit, "Organisational unit (OU)");
    request.add_option("--common-name", o.commonName, "Common name (CN)")->required();
    request.add_option("--host", o.hostNames, "Host name or address of a server; may be repeated");
    request.add_option("--key-type", o.keyKind, "rsa-2048, rsa-3072 or ec-p256")
        ->check(CLI::IsMember({"rsa-2048", "rsa-3072", "ec-p256"}))
        ->capture_default_str();
    request.add_flag("--json", o.json, "As JSON");
    onChoice<CertificateFileOptions>(request, chosen, &requestCertificate, options);

    auto& importing = *certs.add_subcommand("import", "Take an authority's answer: PEM, DER, PKCS #7 or #12");
    addRole(importing, o.role);
    importing.add_option("answer", o.answer, "What the authority sent")->required()->type_name("FILE");
    importing.add_option("--key", o.key, "Key of the request; not needed for PKCS #12")->type_name("FILE");
    importing.add_option("--pass-phrase-file", o.passPhraseFile, "Its first line opens a PKCS #12 file")
        ->type_name("FILE");
    importing.add_option("--out", o.folder, "Where key and chain are placed")->required()->type_name("DIR");
    importing.add_flag("--replace", o.replace, "Replace the files that stand there");
    importing.add_flag("--json", o.json, "As JSON");
    onChoice<CertificateFileOptions>(importing, chosen, &importCertificate, options);

    auto& exporting = *certs.add_subcommand("export", "Our public certificate of a role");
    addConfiguration(exporting, o.configuration);
    addRole(exporting, o.role);
    exporting.add_option("--out", o.out, "Write here instead of the standard output")->type_name("FILE");
    exporting.add_flag("--chain", o.chain, "With what leads to the authority");
    exporting.add_flag("--der", o.der, "DER instead of PEM (the certificate only)");
    exporting.add_flag("--json", o.json, "As JSON");
    onChoice<CertificateFileOptions>(exporting, chosen, &exportCertificate, options);
}

} // namespace

void addCertificates(CLI::App& program, Choice& chosen) {
    auto& certs = *program.add_subcommand("certs", "Certificates: development PKI, status, renewal");
    certs.require_subcommand(1);
    const auto options = std::make_shared<CertificateOptions>();
    const auto checking = std::make_shared<CertificateCheckOptions>();
    auto& init = *certs.add_subcommand("init-dev", "Make a development PKI (never for production)");
    init.add_option("--out", options->folder, "Folder of the PKI")->required()->type_name("DIR");
    init.add_option("--country", options->countries, "CC:host,host; may be repeated (default NO and PT)");
    onChoice<CertificateOptions>(init, chosen, &makeDevelopmentCertificates, options);
    auto& status = *certs.add_subcommand("status", "What there is, whose it is, until when");
    addConfiguration(status, options->configuration);
    status.add_flag("--json", options->json, "As JSON");
    onChoice<CertificateOptions>(status, chosen, &certificateStatus, options);
    auto& check = *certs.add_subcommand(
        "check", "Validity, trust and revocation; exit code 1 when something is wrong or ends soon");
    addConfiguration(check, checking->configuration);
    check.add_option("--days", checking->days, "Fewer days left are a problem")->capture_default_str();
    check.add_flag("--json", checking->json, "As JSON");
    onChoice<CertificateCheckOptions>(check, chosen, &checkCertificates, checking);
    addCertificateFiles(certs, chosen);
}

} // namespace ncp::app::commands
