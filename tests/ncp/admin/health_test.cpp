#include "ncp/admin/health.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace ncp::admin;
using Faults = std::vector<std::string>;

TEST_CASE("a node without faults is ready", "[admin]") {
    Health health;
    health.add("store", [] { return Faults{}; });
    health.add("terminology", [] { return Faults{}; });
    const auto results = health.ready();
    CHECK(isReady(results));
    CHECK(toJson(results) ==
          R"({"status":"ready","checks":[{"name":"store","faults":[]},{"name":"terminology","faults":[]}]})");
}

TEST_CASE("one fault makes the node not ready and is named", "[admin]") {
    Health health;
    health.add("store", [] { return Faults{"writing fails"}; });
    health.add("terminology", [] { return Faults{}; });
    const auto results = health.ready();
    CHECK_FALSE(isReady(results));
    CHECK(toJson(results) == R"({"status":"not ready","checks":[{"name":"store","faults":["writing fails"]},)"
                             R"({"name":"terminology","faults":[]}]})");
}

TEST_CASE("a check that throws is a fault and does not hide the others", "[admin]") {
    Health health;
    health.add("broken", []() -> Faults { throw std::runtime_error{"no answer"}; });
    health.add("store", [] { return Faults{"full"}; });
    const auto results = health.ready();
    REQUIRE(results.size() == 2);
    CHECK(results[0].faults == Faults{"the check itself failed: no answer"});
    CHECK(results[1].faults == Faults{"full"});
}
