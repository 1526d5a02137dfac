#include "base/tolerance.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string_view>

using namespace ncp;

TEST_CASE("every tolerance has a name of its own and says what is done", "[tolerances]") {
    std::set<std::string_view> names;
    for (const auto& tolerance : tolerances()) {
        INFO(tolerance.name);
        CHECK(names.insert(tolerance.name).second);
        CHECK_FALSE(tolerance.where.empty());
        CHECK_FALSE(tolerance.peer.empty());
        CHECK_FALSE(tolerance.we.empty());
        CHECK(findTolerance(tolerance.name) == &tolerance);
    }
}

TEST_CASE("a name in no row is no tolerance", "[tolerances]") {
    CHECK(findTolerance("soap.anything-goes") == nullptr);
    CHECK(findTolerance("") == nullptr);
}
