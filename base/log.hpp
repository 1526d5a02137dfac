#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

namespace ncp {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// One named value of a log line. Patient data has types that don't convert to it.
struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Writes one JSON object a line: time, level, event, then the fields. Safe to share between threads.
class Logger {
  public:
    using Sink = std::function<void(std::string_view line)>;

    Logger(const Clock& clock, LogLevel threshold, Sink sink);

    /// `event` is a constant dotted name such as "exchange.refused"; texts for people go into fields.
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

    void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Error, event, fields);
    }

  private:
    const Clock& clock_;
    LogLevel threshold_;
    Sink sink_;
    std::mutex mutex_;
};

/// A sink that writes to the standard error stream.
Logger::Sink standardErrorSink();

} // namespace ncp
