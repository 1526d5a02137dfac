#pragma once

#include "base/log.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/store/store.hpp"

#include <string>

namespace ncp::app {

/// The one way an audit event takes: durable in the store first, then counted, then a log line that holds
/// nothing of patient or clinician.
class Recorder final : public audit::Trail {
  public:
    Recorder(store::Store& store, admin::Metrics& metrics, Logger& log)
        : store_(store), metrics_(metrics), log_(log) {}

    Result<std::int64_t> record(const audit::Event& event) override;
    /// Also remembers that the message was answered; Replayed when it already was.
    Result<std::int64_t> recordAnswered(const audit::Event& event, const std::string& peer,
                                        const std::string& messageId);
    Result<std::vector<audit::Record>> list(const audit::Filter& filter) const override;

  private:
    Result<std::int64_t> tell(const audit::Event& event, Result<std::int64_t> stored);

    store::Store& store_;
    admin::Metrics& metrics_;
    Logger& log_;
};

} // namespace ncp::app
