#include "ncp/app/commands/choice.hpp"

namespace ncp::app::commands {

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

} // namespace ncp::app::commands
