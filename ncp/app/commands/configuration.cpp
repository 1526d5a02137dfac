#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"

#include <nlohmann/json.hpp>

namespace ncp::app::commands {

ExitCode checkConfigurationFile(const ConfigurationOptions& options) {
    const auto faults = checkConfiguration(options.file, dataDirectory());
    if (options.json) {
        auto list = nlohmann::ordered_json::array();
        for (const auto& fault : faults) {
            list.push_back({{"file", fault.file},
                            {"line", fault.line},
                            {"field", fault.field},
                            {"message", fault.message}});
        }
        print(nlohmann::ordered_json{{"faults", list}}.dump(2));
    } else if (faults.empty()) {
        print(options.file.string() + ": no fault");
    } else {
        for (const auto& fault : faults) {
            print(toLine(fault));
        }
    }
    return faults.empty() ? ExitCode::Success : ExitCode::InputRefused;
}

ExitCode showConfiguration(const ConfigurationOptions& options) {
    const auto configuration = loadConfiguration(options.file, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    print(toDisplay(*configuration));
    return ExitCode::Success;
}

} // namespace ncp::app::commands
