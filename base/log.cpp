#include "base/log.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp {
namespace {

std::string_view levelName(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "error";
}

} // namespace

Logger::Logger(const Clock& clock, LogLevel threshold, Sink sink)
    : clock_(clock), threshold_(threshold), sink_(std::move(sink)) {}

void Logger::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < threshold_) {
        return;
    }
    nlohmann::ordered_json line;
    line["time"] = formatXmlDateTime(clock_.now());
    line["level"] = levelName(level);
    line["event"] = event;
    for (const auto& field : fields) {
        std::visit([&](const auto& value) { line[std::string{field.name}] = value; }, field.value);
    }
    auto text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.push_back('\n');
    const std::scoped_lock lock{mutex_};
    sink_(text);
}

Logger::Sink standardErrorSink() {
    return [](std::string_view line) { std::fwrite(line.data(), 1, line.size(), stderr); };
}

} // namespace ncp
