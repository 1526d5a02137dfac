#pragma once

#include "base/clock.hpp"
#include "ncp/audit/event.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::admin {

/// The numbers that an operator watches, as Prometheus reads them. Labels come from closed sets: a peer that
/// is not among the countries that are configured counts as "other" (empty: "unknown"), and so does any
/// transaction that the node does not know. Holds no patient data. Safe to share between threads.
class Metrics {
  public:
    /// `countries`: codes of the configured countries. `version`: of the program.
    Metrics(const std::vector<std::string>& countries, std::string_view version);
    ~Metrics();

    /// Other countries are configured from now on; what was counted stays.
    void renewCountries(const std::vector<std::string>& countries);

    /// One finished transaction: ITI-55, ITI-38, ITI-39, ITI-41, EHDSI-94, EHDSI-193 or EHDSI-194; how long
    /// it took in seconds.
    void transaction(std::string_view kind, audit::Side side, audit::Outcome outcome, std::string_view peer,
                     double seconds);
    /// A message refused by a named security rule.
    void refusal(std::string_view rule, std::string_view peer);
    /// A deviation of a peer that a named rule tolerates.
    void tolerance(std::string_view name, std::string_view peer);
    /// A document that was transformed: `to_pivot` or `from_pivot`; its heaviest finding `success`, `warning`
    /// or `error`; how long it took in seconds; its findings by severity.
    void transformation(std::string_view direction, std::string_view outcome, double seconds,
                        std::size_t errors, std::size_t warnings);
    /// A document that was judged by its rules: what that led to, and its broken rules by class.
    void judged(std::string_view direction, std::string_view country, std::string_view reaction,
                const std::map<std::string, std::size_t, std::less<>>& broken);
    /// A connection refused below HTTP.
    void connectionRefusal(std::string_view rule);
    /// An audit event or answered message that could not be stored.
    void storeFault();

    /// A certificate of ours; the days left are computed from `now` each time. A role that is given again
    /// (after a renewal) replaces the former.
    void certificate(std::string_view role, std::string_view commonName, Instant notAfter, Instant now);
    /// New certificate files were taken, or could not be.
    void reload(bool taken);
    /// The release of the terminology that is in force, and its concepts; the former one is shown no more.
    void terminology(std::string_view release, std::size_t concepts);
    /// A release was put in force in the running node, or could not be.
    void terminologyReload(bool taken);
    /// The countries file was taken while the node runs, or could not be.
    void countriesReload(bool taken);
    /// What is known of a country by discovery: how old it is, or nothing usable.
    void discovery(std::string_view country, std::optional<std::chrono::seconds> age);
    void auditQueue(std::size_t events);
    void openConnections(std::size_t connections);
    void runningRequests(std::size_t requests);

    /// Prometheus text exposition format 0.0.4.
    std::string text() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::admin
