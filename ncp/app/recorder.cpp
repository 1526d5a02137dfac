#include "ncp/app/recorder.hpp"

#include <chrono>
#include <utility>

namespace ncp::app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLook{5}; ///< how late a row of counted refusals may come

} // namespace

Recorder::Recorder(store::Store& store, admin::Metrics& metrics, Logger& log, std::size_t refusalRows)
    : store_(store), metrics_(metrics), log_(log), refusals_(RefusalRows{refusalRows}),
      minutes_([this](const std::stop_token& stop) { watchMinutes(stop); }) {}

Recorder::~Recorder() {
    minutes_.request_stop();
    minutes_.join();
    writeRefusals(refusals_.with([](RefusalRows& rows) { return rows.remaining(); }));
}

void Recorder::watchMinutes(const std::stop_token& stop) {
    std::unique_lock lock{sleep_};
    while (!stop.stop_requested()) {
        woken_.wait_for(lock, stop, kLook, [] { return false; });
        writeRefusals(refusals_.with([](RefusalRows& rows) { return rows.due(steady_clock::now()); }));
    }
}

/// Rows of what was counted in the metrics when it came.
void Recorder::writeRefusals(const std::vector<audit::Event>& rows) {
    for (const auto& row : rows) {
        const auto stored = store_.record(row);
        if (!stored) {
            metrics_.storeFault();
            log_.error("audit.refusals_not_durable",
                       {{"rule", std::string_view{row.rule}}, {"further", row.further}});
            continue;
        }
        log_.info("refusals.counted", {{"audit", *stored},
                                       {"rule", std::string_view{row.rule}},
                                       {"peer", std::string_view{row.peerCountry}},
                                       {"further", row.further}});
    }
}

void Recorder::count(const audit::Event& event) {
    constexpr double microsecondsPerSecond = 1e6;
    metrics_.transaction(event.transaction, event.side, event.outcome, event.peerCountry,
                         static_cast<double>(event.durationMicroseconds) / microsecondsPerSecond);
    if (!event.rule.empty()) {
        metrics_.refusal(event.rule, event.peerCountry);
    }
    for (const auto& tolerance : event.tolerated) {
        metrics_.tolerance(tolerance, event.peerCountry);
    }
}

Result<void> Recorder::recordRefusal(const audit::Event& event) {
    if (refusals_.with([&](RefusalRows& rows) { return rows.add(event, steady_clock::now()); })) {
        return record(event).map([](std::int64_t) {});
    }
    count(event);
    return {};
}

Result<std::int64_t> Recorder::record(const audit::Event& event) {
    return tell(event, store_.record(event));
}

Result<std::int64_t> Recorder::recordAnswered(const audit::Event& event, const std::string& peer,
                                              const std::string& messageId) {
    auto stored = store_.recordAnswered(event, peer, messageId);
    if (!stored && stored.error().code == ErrorCode::Replayed) {
        return stored;
    }
    return tell(event, std::move(stored));
}

Result<std::vector<audit::Record>> Recorder::list(const audit::Filter& filter) const {
    return store_.list(filter);
}

Result<std::int64_t> Recorder::tell(const audit::Event& event, Result<std::int64_t> stored) {
    if (!stored) {
        metrics_.storeFault();
        log_.error("audit.not_durable", {{"correlation_id", std::string_view{event.correlationId}},
                                         {"transaction", std::string_view{event.transaction}},
                                         {"cause", std::string_view{stored.error().detail}}});
        return stored;
    }
    count(event);
    log_.info("transaction", {{"audit", *stored},
                              {"correlation_id", std::string_view{event.correlationId}},
                              {"side", audit::name(event.side)},
                              {"transaction", std::string_view{event.transaction}},
                              {"peer", std::string_view{event.peerCountry}},
                              {"outcome", audit::name(event.outcome)},
                              {"error", std::string_view{event.errorId}},
                              {"rule", std::string_view{event.rule}},
                              {"duration_us", event.durationMicroseconds},
                              {"request_bytes", event.requestBytes},
                              {"answer_bytes", event.answerBytes}});
    return stored;
}

} // namespace ncp::app
