#include "ncp/app/commands/choice.hpp"

namespace ncp::app::commands {

CLI::Option& addPath(CLI::App& command, const std::string& name, std::filesystem::path& path,
                     const std::string& what, const std::string& variable) {
    const auto take = [&command, &path](const std::string& given) {
        if (command.parsed()) {
            path = given;
        }
    };
    return *command.add_option_function<std::string>(name, take, what)->envname(variable);
}

void addConfiguration(CLI::App& command, std::filesystem::path& file) {
    addPath(command, "--config", file, "Configuration of the node (YAML)", "NCP_CONFIG")
        .required()
        ->type_name("FILE");
}

void addLanguage(CLI::App& command, TextLanguage& language) {
    const auto choose = [&language](const std::string& written) {
        const auto known = parseTextLanguage(written);
        if (!known) {
            throw CLI::ValidationError{"--lang", written + " is unknown; one of: nb, nn, en"};
        }
        language = *known;
    };
    command
        .add_option_function<std::string>(
            "--lang", choose,
            "Language of the result: nb, nn or en (default: " + std::string{tag(language)} + ")")
        ->type_name("LANG");
}

} // namespace ncp::app::commands
