#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/data_directory.hpp"

namespace ncp::app::commands {

void addServe(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<ServeOptions>();
    auto& command = *program.add_subcommand("serve", "Run a node until SIGINT or SIGTERM");
    addConfiguration(command, options->configuration);
    onChoice<ServeOptions>(command, chosen, &serve, options);
}

void addDemo(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<DemoOptions>();
    auto& command = *program.add_subcommand(
        "demo", "Make a development PKI, run a node for Norway and one for Portugal, show one exchange");
    options->nodes = dataDirectory() / "nodes";
    // Where the nodes' files look for their keys, from whatever folder the program is started.
    options->folder = (options->nodes / ".." / ".." / "var").lexically_normal();
    command.add_flag("--once", options->once, "End after the exchange");
    command.add_option("--var", options->folder, "Where the demo keeps its files")->type_name("DIR");
    command.add_option("--nodes", options->nodes, "Folder of no.yaml and pt.yaml")->type_name("DIR");
    addLanguage(command, options->language);
    onChoice<DemoOptions>(command, chosen, &demo, options);
}

void addAudit(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<AuditOptions>();
    auto& trail = *program.add_subcommand("audit", "The audit trail: list it, verify it");
    trail.require_subcommand(1);
    auto& list = *trail.add_subcommand("list", "What happened, newest last");
    addConfiguration(list, options->configuration);
    list.add_option("--from", options->from, "From this date or time (UTC)");
    list.add_option("--until", options->until, "Until this date or time (UTC)");
    list.add_option("--transaction", options->transaction,
                    "ITI-55, ITI-38, ITI-39, ITI-41, EHDSI-94, EHDSI-193, EHDSI-194 or unknown");
    list.add_option("--outcome", options->outcome, "success, negative, refused or failed");
    list.add_option("--peer", options->peer, "Country of the other side");
    list.add_option("--correlation", options->correlation, "Correlation id");
    list.add_option("--limit", options->limit, "At most so many")->capture_default_str();
    list.add_flag("--json", options->json, "One JSON object a line, with clinician and patient");
    addLanguage(list, options->language);
    onChoice<AuditOptions>(list, chosen, &listAudit, options);
    auto& verify = *trail.add_subcommand("verify", "Check that no record was changed or removed");
    addConfiguration(verify, options->configuration);
    onChoice<AuditOptions>(verify, chosen, &verifyAudit, options);
}

void addConfigurationFiles(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<ConfigurationOptions>();
    auto& config =
        *program.add_subcommand("config", "Configuration files: check them, show what is in force");
    config.require_subcommand(1);
    auto& check = *config.add_subcommand("check", "Every fault with file, line and field");
    check.add_option("file", options->file, "Configuration file")->required();
    check.add_flag("--json", options->json, "As JSON");
    onChoice<ConfigurationOptions>(check, chosen, &checkConfigurationFile, options);
    auto& show = *config.add_subcommand("show", "What is in force, defaults included");
    show.add_option("file", options->file, "Configuration file")->required();
    onChoice<ConfigurationOptions>(show, chosen, &showConfiguration, options);
}

void addTolerances(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<TolerancesOptions>();
    auto& tolerances = *program.add_subcommand(
        "tolerances", "Departures from the profiles that we live with; counted by country in the metrics");
    tolerances
        .add_option("--config", options->configuration,
                    "Also tell whom a node's configuration refuses them to")
        ->type_name("FILE");
    tolerances.add_flag("--json", options->json, "As JSON");
    onChoice<TolerancesOptions>(tolerances, chosen, &listTolerances, options);
}

} // namespace ncp::app::commands
