#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ncp::test {

/// Waits until the reloader has told so often what became of a change.
class Told {
  public:
    void tell(bool taken) {
        {
            const std::scoped_lock lock{mutex_};
            ++(taken ? taken_ : refused_);
        }
        changed_.notify_all();
    }
    void waitForTaken(int times) {
        wait([&] { return taken_ >= times; });
    }
    void waitForRefused(int times) {
        wait([&] { return refused_ >= times; });
    }

  private:
    template <class Happened>
    void wait(const Happened& happened) {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, std::chrono::seconds{60}, happened));
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int taken_ = 0;
    int refused_ = 0;
};

} // namespace ncp::test
