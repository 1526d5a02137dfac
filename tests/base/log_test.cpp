#include "base/log.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;

namespace {

class FixedClock final : public Clock {
  public:
    Instant now() const override { return Instant{}; }
};

} // namespace

TEST_CASE("a log line is one JSON object, whatever its values hold", "[log]") {
    const FixedClock clock;
    std::string lines;
    Logger log{clock, LogLevel::Info, [&](std::string_view line) { lines += line; }};
    log.info("a.b",
             {{"text", std::string_view{"quote \" and\nline"}}, {"n", std::int64_t{7}}, {"yes", true}});
    CHECK(lines == "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\",\"event\":\"a.b\","
                   "\"text\":\"quote \\\" and\\nline\",\"n\":7,\"yes\":true}\n");
}

TEST_CASE("bytes that are no UTF-8 do not break the log", "[log]") {
    const FixedClock clock;
    std::string lines;
    Logger log{clock, LogLevel::Info, [&](std::string_view line) { lines += line; }};
    log.error("x", {{"text", std::string_view{"\xff\xfe"}}});
    CHECK(lines.find("\"level\":\"error\"") != std::string::npos);
}

TEST_CASE("lines under the threshold are not written", "[log]") {
    const FixedClock clock;
    std::string lines;
    Logger log{clock, LogLevel::Warning, [&](std::string_view line) { lines += line; }};
    log.info("quiet");
    CHECK(lines.empty());
    log.warning("loud");
    CHECK_FALSE(lines.empty());
}
