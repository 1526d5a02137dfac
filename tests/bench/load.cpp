#include "tests/bench/load.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ncp::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

double percentile(const std::vector<double>& sorted, double part) {
    return sorted.empty() ? 0
                          : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

} // namespace

std::string_view name(Connecting connecting) noexcept {
    switch (connecting) {
    case Connecting::KeptAlive:
        return "kept alive";
    case Connecting::Resumed:
        return "resumed";
    case Connecting::Fresh:
        return "fresh";
    }
    return {};
}

/// One thread's side of the load: its copy of the request, its connection, its session.
class Load::Asker {
  public:
    Asker(Load& load, const RequestTemplate& request, Connecting connecting)
        : load_(load), request_(request), bytes_(request.bytes), connecting_(connecting) {
        connect();
    }

    void ask() {
        if (connecting_ != Connecting::KeptAlive && used_) {
            connect();
        }
        if (!request_.slots.empty()) {
            number(bytes_, request_.slots, load_.sent_++);
        }
        connection_->exchange(bytes_, answer_);
        used_ = true;
        if (answer_.status != request_.status || answer_.body.find(request_.sign) == std::string::npos) {
            stop(request_.name + ": a wrong answer, HTTP " + std::to_string(answer_.status) + "\n" +
                 answer_.body.substr(0, 2000));
        }
    }

    std::size_t resumed() const noexcept { return resumed_; }

  private:
    void connect() {
        TlsConnection::Session session;
        if (connecting_ == Connecting::Resumed && connection_) {
            session = connection_->session();
        }
        connection_.reset();
        connection_.emplace(load_.client_, load_.node_.port(), session.get());
        resumed_ += connection_->resumed() ? 1U : 0U;
    }

    Load& load_;
    const RequestTemplate& request_;
    std::string bytes_;
    Connecting connecting_;
    std::optional<TlsConnection> connection_;
    Answer answer_;
    bool used_ = false;
    std::size_t resumed_ = 0;
};

/// `turn` waits until a request is due and answers when that was; nothing at the end.
template <class Turn>
Measured Load::run(const RequestTemplate& request, Connecting connecting, std::chrono::milliseconds duration,
                   Turn&& turn) {
    std::vector<std::unique_ptr<Asker>> askers;
    for (std::size_t i = 0; i < connections_; ++i) {
        askers.push_back(std::make_unique<Asker>(*this, request, connecting));
        askers.back()->ask();
    }
    std::mutex mutex;
    std::vector<double> latencies;
    std::exception_ptr fault;
    Measured measured;
    const auto work = [&](Asker& asker) {
        std::vector<double> own;
        try {
            while (const std::optional<SteadyClock::time_point> due = turn()) {
                asker.ask();
                own.push_back(Milliseconds{SteadyClock::now() - *due}.count());
            }
        } catch (const std::exception&) {
            const std::lock_guard lock{mutex};
            fault = std::current_exception();
        }
        const std::lock_guard lock{mutex};
        latencies.insert(latencies.end(), own.begin(), own.end());
        measured.resumed += asker.resumed();
    };
    const auto cpuBefore = node_.cpu();
    {
        std::vector<std::jthread> threads;
        for (auto& asker : askers) {
            threads.emplace_back([&work, &asker] { work(*asker); });
        }
    }
    const auto cpu = node_.cpu() - cpuBefore;
    if (fault) {
        std::rethrow_exception(fault);
    }
    std::ranges::sort(latencies);
    const auto count = static_cast<double>(latencies.size());
    measured.requests = latencies.size();
    measured.requestsPerSecond = count / std::chrono::duration<double>(duration).count();
    measured.p50Milliseconds = percentile(latencies, 0.50);
    measured.p99Milliseconds = percentile(latencies, 0.99);
    measured.cpuMicroseconds = std::chrono::duration<double, std::micro>(cpu).count() / count;
    return measured;
}

Measured Load::saturate(const RequestTemplate& request, Connecting connecting,
                        std::chrono::milliseconds duration) {
    std::atomic<SteadyClock::rep> end = 0;
    return run(request, connecting, duration, [&]() -> std::optional<SteadyClock::time_point> {
        const auto now = SteadyClock::now();
        SteadyClock::rep unset = 0;
        end.compare_exchange_strong(unset, (now + duration).time_since_epoch().count());
        return now.time_since_epoch().count() < end ? std::optional{now} : std::nullopt;
    });
}

Measured Load::atRate(const RequestTemplate& request, double requestsPerSecond,
                      std::chrono::milliseconds duration) {
    const auto count =
        static_cast<std::uint64_t>(requestsPerSecond * std::chrono::duration<double>(duration).count());
    const std::chrono::duration<double> interval{1.0 / requestsPerSecond};
    std::atomic<std::uint64_t> next = 0;
    std::once_flag started;
    SteadyClock::time_point start;
    return run(request, Connecting::KeptAlive, duration, [&]() -> std::optional<SteadyClock::time_point> {
        std::call_once(started, [&] { start = SteadyClock::now(); });
        const auto mine = next++;
        if (mine >= count) {
            return std::nullopt;
        }
        const auto due =
            start + std::chrono::duration_cast<SteadyClock::duration>(interval * static_cast<double>(mine));
        std::this_thread::sleep_until(due);
        return due;
    });
}

std::size_t Load::residentWithIdle(const RequestTemplate& request, std::size_t count) {
    std::vector<std::unique_ptr<Asker>> idle;
    for (std::size_t i = 0; i < count; ++i) {
        idle.push_back(std::make_unique<Asker>(*this, request, Connecting::Fresh));
        idle.back()->ask();
    }
    return node_.residentKilobytes();
}

} // namespace ncp::bench
