#include "base/uuid.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace ncp;

namespace {

class Zeros final : public Random {
  public:
    std::array<std::uint8_t, 16> sixteenBytes() override { return {}; }
};

} // namespace

TEST_CASE("a UUID has version and variant of RFC 4122", "[uuid]") {
    Zeros zeros;
    CHECK(makeUuid(zeros) == "00000000-0000-4000-8000-000000000000");
}

TEST_CASE("UUIDs do not repeat", "[uuid]") {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        REQUIRE(seen.insert(makeUuid(random)).second);
    }
}
