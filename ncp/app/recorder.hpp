#pragma once

#include "base/guarded.hpp"
#include "base/log.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/app/refusal_rows.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/store/store.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace ncp::app {

/// The one way an audit event takes: durable in the store first, then counted, then a log line that holds
/// nothing of patient or clinician.
class Recorder final : public audit::Trail {
  public:
    /// `refusalRows`: audit rows a minute for what one address is refused (see RefusalRows).
    Recorder(store::Store& store, admin::Metrics& metrics, Logger& log, std::size_t refusalRows = 30);
    /// Writes the rows of what was counted and has none yet.
    ~Recorder() override;

    Result<std::int64_t> record(const audit::Event& event) override;
    /// Also remembers that the message was answered; Replayed when it already was.
    Result<std::int64_t> recordAnswered(const audit::Event& event, const std::string& peer,
                                        const std::string& messageId);
    /// A refusal that no transaction stands behind: a row, or one of those that a later row tells the number
    /// of.
    Result<void> recordRefusal(const audit::Event& event);
    Result<std::vector<audit::Record>> list(const audit::Filter& filter) const override;

  private:
    Result<std::int64_t> tell(const audit::Event& event, Result<std::int64_t> stored);

    void count(const audit::Event& event);
    void writeRefusals(const std::vector<audit::Event>& rows);
    void watchMinutes(const std::stop_token& stop);

    store::Store& store_;
    admin::Metrics& metrics_;
    Logger& log_;
    Guarded<RefusalRows> refusals_;
    std::mutex sleep_;
    std::condition_variable_any woken_;
    std::jthread minutes_; ///< last: it uses what stands above
};

} // namespace ncp::app
