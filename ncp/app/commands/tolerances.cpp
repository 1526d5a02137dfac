#include "base/tolerance.hpp"
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

/// The countries that the configuration does not allow a departure to.
std::vector<std::string> refusedTo(const std::vector<CountryConfiguration>& countries,
                                   std::string_view tolerance) {
    std::vector<std::string> codes;
    for (const auto& country : countries) {
        if (std::ranges::find(country.refusedTolerances, tolerance) != country.refusedTolerances.end()) {
            codes.push_back(country.code.str());
        }
    }
    return codes;
}

nlohmann::ordered_json toJson(const Tolerance& tolerance, const std::vector<std::string>& refused) {
    return {{"name", tolerance.name},
            {"where", tolerance.where},
            {"peer", tolerance.peer},
            {"we", tolerance.we},
            {"affects_data", tolerance.affectsData},
            {"refused_to", refused}};
}

std::string toLine(const Tolerance& tolerance, const std::vector<std::string>& refused) {
    auto line = std::string{tolerance.name} + " (" + std::string{tolerance.where} + "): a country " +
                std::string{tolerance.peer} + ": " + std::string{tolerance.we};
    if (tolerance.affectsData) {
        line += "; affects data";
    }
    for (std::string_view between = "; refused to "; const auto& code : refused) {
        line.append(between).append(code);
        between = ", ";
    }
    return line;
}

} // namespace

ExitCode listTolerances(const TolerancesOptions& options) {
    std::vector<CountryConfiguration> countries;
    if (!options.configuration.empty()) {
        auto configuration = loadConfiguration(options.configuration, dataDirectory());
        if (!configuration) {
            return report(configuration.error());
        }
        countries = std::move(configuration->countries);
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& tolerance : tolerances()) {
        const auto refused = refusedTo(countries, tolerance.name);
        if (options.json) {
            list.push_back(toJson(tolerance, refused));
        } else {
            print(toLine(tolerance, refused));
        }
    }
    if (options.json) {
        print(list.dump(2));
    }
    return ExitCode::Success;
}

} // namespace ncp::app::commands
