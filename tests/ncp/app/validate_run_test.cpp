#include "ncp/app/commands/validate_run.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>

using ncp::app::commands::JudgedDocument;
using ncp::app::commands::judgeInOrder;

namespace {

JudgedDocument numbered(std::size_t index) {
    return {{}, std::to_string(index)};
}

} // namespace

TEST_CASE("files are handed over in their order, whoever judged them", "[validate]") {
    std::vector<std::string> order;
    const auto done = judgeInOrder(200, 4, numbered, [&](std::size_t, const JudgedDocument& judged) {
        order.push_back(judged.bytes);
        return true;
    });
    CHECK(done == 200);
    REQUIRE(order.size() == 200);
    for (std::size_t i = 0; i < order.size(); ++i) {
        CHECK(order[i] == std::to_string(i));
    }
}

TEST_CASE("who has enough ends the run", "[validate]") {
    CHECK(judgeInOrder(200, 4, numbered,
                       [](std::size_t index, const JudgedDocument&) { return index < 2; }) == 3);
}

TEST_CASE("a report that fails ends the run and leaves no thread waiting", "[validate][hostile]") {
    const auto full = [](std::size_t, const JudgedDocument&) -> bool { throw std::runtime_error{"full"}; };
    CHECK_THROWS_AS(judgeInOrder(200, 4, numbered, full), std::runtime_error);
}
