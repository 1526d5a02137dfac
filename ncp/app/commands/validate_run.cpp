#include "ncp/app/commands/validate_run.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace ncp::app::commands {
namespace {

using Findings = std::vector<transform::Finding>;

constexpr std::size_t kAheadPerThread = 4;

/// What was found in files whose turn has not come.
class Waiting {
  public:
    Waiting(std::size_t count, std::size_t ahead) : count_(count), ahead_(ahead) {}

    /// The next file to judge, once it is near enough to the one that is handed over; nothing at the end.
    std::optional<std::size_t> take() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return next_ == count_ || next_ < handedOver_ + ahead_; });
        return next_ == count_ ? std::nullopt : std::optional{next_++};
    }

    void put(std::size_t index, Findings findings) {
        const std::scoped_lock lock{mutex_};
        done_.emplace(index, std::move(findings));
        changed_.notify_all();
    }

    Findings waitFor(std::size_t index) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return done_.contains(index); });
        auto findings = std::move(done_.extract(index).mapped());
        handedOver_ = index + 1;
        changed_.notify_all();
        return findings;
    }

  private:
    std::size_t count_;
    std::size_t ahead_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::size_t handedOver_ = 0;
    std::map<std::size_t, Findings> done_;
};

} // namespace

void judgeInOrder(std::size_t count, std::size_t threads, const std::function<Findings(std::size_t)>& judge,
                  const std::function<void(std::size_t, Findings)>& handOver) {
    threads = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(1, count));
    Waiting waiting{count, threads * kAheadPerThread};
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            while (const auto index = waiting.take()) {
                waiting.put(*index, judge(*index));
            }
        });
    }
    for (std::size_t index = 0; index < count; ++index) {
        handOver(index, waiting.waitFor(index));
    }
}

} // namespace ncp::app::commands
