#include "ncp/store/store.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace ncp;
using store::Delivery;

namespace {

class SettableClock final : public Clock {
  public:
    Instant now() const override { return Instant{std::chrono::milliseconds{milliseconds_.load()}}; }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> milliseconds_{1'780'000'000'000};
};

struct Place {
    test::TemporaryDirectory directory;
    SettableClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};

    std::unique_ptr<store::Store> open() {
        return std::move(*store::Store::open(directory.path() / "node.sqlite", clock, log));
    }
};

const std::string kContent(64, 'a');
const std::string kOther(64, 'b');

} // namespace

TEST_CASE("a message id stands for the content that came first", "[store]") {
    Place place;
    const auto store = place.open();
    CHECK(store->noteDelivery("peer", "id", kContent) == Delivery::First);
    CHECK(store->noteDelivery("peer", "id", kContent) == Delivery::Repeated);
    CHECK(store->noteDelivery("peer", "id", kOther) == Delivery::Differs);
    CHECK(store->noteDelivery("peer", "id", kContent) == Delivery::Repeated);
    CHECK(store->noteDelivery("another peer", "id", kOther) == Delivery::First);
    CHECK(store->noteDelivery("peer", "another id", kOther) == Delivery::First);
}

TEST_CASE("a delivery is known to another node of the same store and after a restart", "[store]") {
    Place place;
    auto first = place.open();
    const auto second = place.open();
    CHECK(first->noteDelivery("peer", "id", kContent) == Delivery::First);
    CHECK(second->noteDelivery("peer", "id", kOther) == Delivery::Differs);
    first.reset();
    CHECK(place.open()->noteDelivery("peer", "id", kContent) == Delivery::Repeated);
}

TEST_CASE("a delivery is forgotten after the replay window, not before", "[store]") {
    Place place;
    const auto store = place.open();
    CHECK(store->noteDelivery("peer", "id", kContent) == Delivery::First);
    place.clock.advance(std::chrono::hours{24});
    CHECK(store->noteDelivery("peer", "id", kContent) == Delivery::Repeated);
    place.clock.advance(std::chrono::milliseconds{1});
    CHECK(store->noteDelivery("peer", "id", kOther) == Delivery::First);
}

TEST_CASE("of deliveries at the same time exactly one is the first", "[store]") {
    Place place;
    const auto store = place.open();
    std::vector<Delivery> outcomes(8, Delivery::Differs);
    std::vector<std::thread> threads;
    for (auto& outcome : outcomes) {
        threads.emplace_back([&] { outcome = store->noteDelivery("peer", "id", kContent).value(); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(std::ranges::count(outcomes, Delivery::First) == 1);
    CHECK(std::ranges::count(outcomes, Delivery::Repeated) == 7);
}
