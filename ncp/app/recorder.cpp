#include "ncp/app/recorder.hpp"

#include <utility>

namespace ncp::app {

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
    constexpr double microsecondsPerSecond = 1e6;
    metrics_.transaction(event.transaction, event.side, event.outcome, event.peerCountry,
                         static_cast<double>(event.durationMicroseconds) / microsecondsPerSecond);
    if (!event.rule.empty()) {
        metrics_.refusal(event.rule, event.peerCountry);
    }
    for (const auto& tolerance : event.tolerated) {
        metrics_.tolerance(tolerance, event.peerCountry);
    }
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
