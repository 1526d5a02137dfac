#include "ncp/terminology/manifest.hpp"

#include <nlohmann/json.hpp>

namespace ncp::terminology {
namespace {

using transform::terminology::Counts;

struct Count {
    const char* name;
    std::size_t Counts::* value;
};
constexpr Count kCounts[] = {{"code_systems", &Counts::systems},      {"concepts", &Counts::concepts},
                             {"designations", &Counts::designations}, {"value_sets", &Counts::valueSets},
                             {"members", &Counts::members},           {"maps", &Counts::maps},
                             {"map_elements", &Counts::mapElements}};

} // namespace

std::string toJson(const Manifest& manifest) {
    nlohmann::ordered_json counts;
    for (const auto& count : kCounts) {
        counts[count.name] = manifest.counts.*count.value;
    }
    const nlohmann::ordered_json json{{"release", manifest.name},
                                      {"previous", manifest.previous},
                                      {"built", formatXmlDateTime(manifest.built)},
                                      {"sha256", manifest.sha256},
                                      {"bytes", manifest.bytes},
                                      {"counts", std::move(counts)},
                                      {"languages", manifest.languages}};
    return json.dump(2) + "\n";
}

Result<Manifest> parseManifest(std::string_view text) {
    try {
        const auto json = nlohmann::json::parse(text);
        const auto built = parseXmlDateTime(json.at("built").get<std::string>());
        if (!built) {
            return fail(ErrorCode::InputRefused, "built is no time");
        }
        Manifest manifest{json.at("release").get<std::string>(),
                          json.at("previous").get<std::string>(),
                          *built,
                          json.at("sha256").get<std::string>(),
                          json.at("bytes").get<std::uint64_t>(),
                          {},
                          json.at("languages").get<std::vector<std::string>>()};
        for (const auto& count : kCounts) {
            manifest.counts.*count.value = json.at("counts").at(count.name).get<std::size_t>();
        }
        return manifest;
    } catch (const nlohmann::json::exception& error) {
        return fail(ErrorCode::InputRefused, error.what());
    }
}

} // namespace ncp::terminology
