#include "ncp/app/commands/validate_run.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace ncp::app::commands {
namespace {

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

    void put(std::size_t index, JudgedDocument judged) {
        const std::scoped_lock lock{mutex_};
        done_.emplace(index, std::move(judged));
        changed_.notify_all();
    }

    JudgedDocument waitFor(std::size_t index) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return done_.contains(index); });
        auto judged = std::move(done_.extract(index).mapped());
        handedOver_ = index + 1;
        changed_.notify_all();
        return judged;
    }

    /// Nothing is taken any more.
    void stop() {
        const std::scoped_lock lock{mutex_};
        count_ = next_;
        changed_.notify_all();
    }

  private:
    std::size_t count_;
    std::size_t ahead_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::size_t handedOver_ = 0;
    std::map<std::size_t, JudgedDocument> done_;
};

/// Ends the work of the threads, whatever ends that of the caller.
class Stop {
  public:
    explicit Stop(Waiting& waiting) noexcept : waiting_(waiting) {}
    ~Stop() { waiting_.stop(); }
    Stop(const Stop&) = delete;
    Stop& operator=(const Stop&) = delete;

  private:
    Waiting& waiting_;
};

} // namespace

std::size_t judgeInOrder(std::size_t count, std::size_t threads,
                         const std::function<JudgedDocument(std::size_t)>& judge,
                         const std::function<bool(std::size_t, JudgedDocument)>& handOver) {
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
    const Stop stop{waiting};
    for (std::size_t index = 0; index < count; ++index) {
        if (!handOver(index, waiting.waitFor(index))) {
            return index + 1;
        }
    }
    return count;
}

} // namespace ncp::app::commands
