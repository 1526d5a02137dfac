#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/smp.hpp"

namespace ncp::app::commands {
namespace {

void addSmpPublication(CLI::App& smp, Choice& chosen) {
    const auto options = std::make_shared<SmpOptions>();
    auto& o = *options;
    const auto add = [&](const char* command, const char* what,
                         ExitCode (*execute)(const SmpOptions&)) -> CLI::App& {
        auto& added = *smp.add_subcommand(command, what);
        addConfiguration(added, o.configuration);
        onChoice<SmpOptions>(added, chosen, execute, options);
        return added;
    };
    auto& build = add("build", "Write the metadata of our services, unsigned", &buildServiceMetadata);
    build.add_option("--out", o.out, "Folder")->required()->type_name("DIR");
    build.add_option("--service", o.services, "iti-55, iti-38, iti-39, iti-41, search-mask (default all)");
    build.add_flag("--json", o.json, "As JSON");
    auto& sign = add("sign", "Put the national signature into metadata", &signServiceMetadata);
    sign.add_option("files", o.files, "ServiceMetadata")->required();
    sign.add_option("--out", o.out, "Folder (default: in place)")->type_name("DIR");
    sign.add_flag("--json", o.json, "As JSON");
    auto& publish =
        add("publish", "Sign and PUT our metadata to the SMP, or DELETE them", &publishServiceMetadata);
    publish.add_option("files", o.files, "Signed metadata (default: those of our services as they are now)");
    publish.add_option("--service", o.services, "iti-55, iti-38, iti-39, iti-41, search-mask (default all)");
    publish.add_flag("--delete", o.remove, "Remove them from the SMP");
    publish.add_flag("--json", o.json, "As JSON");
    add("serve", "Run the SMP of the configuration until SIGINT or SIGTERM", &serveSmp);
}

void addSmpInspection(CLI::App& smp, Choice& chosen) {
    const auto options = std::make_shared<SmpOptions>();
    auto& o = *options;
    auto& verify = *smp.add_subcommand("verify", "Check the signatures of metadata");
    addConfiguration(verify, o.configuration);
    verify.add_option("files", o.files, "ServiceMetadata or SignedServiceMetadata")->required();
    verify.add_option("--country", o.country, "Whose they must be (default: ours)")->type_name("CC");
    verify.add_flag("--json", o.json, "As JSON");
    onChoice<SmpOptions>(verify, chosen, &verifyServiceMetadata, options);
    auto& show = *smp.add_subcommand("show", "What is known of countries by SML and SMP, and from where");
    addConfiguration(show, o.configuration);
    show.add_option("--country", o.country, "One country (default: all)")->type_name("CC");
    show.add_flag("--refresh", o.refresh, "Ask the network now");
    show.add_flag("--json", o.json, "As JSON");
    onChoice<SmpOptions>(show, chosen, &showDiscovery, options);
    auto& mask = *smp.add_subcommand("mask", "Check search masks, write one anew");
    mask.add_option("files", o.files, "International search masks")->required();
    mask.add_option("--out", o.out, "Write the last one here, in the schema's order")->type_name("FILE");
    mask.add_flag("--json", o.json, "As JSON");
    onChoice<SmpOptions>(mask, chosen, &checkSearchMasks, options);
}

} // namespace

void addSmp(CLI::App& program, Choice& chosen) {
    auto& smp = *program.add_subcommand(
        "smp", "Service metadata and search masks: ours, those of others, and a small SMP");
    smp.require_subcommand(1);
    addSmpPublication(smp, chosen);
    addSmpInspection(smp, chosen);
}

} // namespace ncp::app::commands
