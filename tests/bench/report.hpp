#pragma once

#include "tests/bench/load.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ncp::bench {

/// Values of the same thing over the rounds of a run.
class Samples {
  public:
    void add(double value) { values_.push_back(value); }
    void add(const std::vector<double>& values) {
        values_.insert(values_.end(), values.begin(), values.end());
    }
    bool empty() const noexcept { return values_.empty(); }
    double minimum() const;
    double median() const;

  private:
    std::vector<double> values_;
};

/// One transaction over one kind of connection, all rounds.
struct Row {
    Samples requestsPerSecond, p50, p99, cpu, resumedShare;

    void add(const Measured& measured);
};

/// Everything that one run of the load benchmark measured.
struct Report {
    std::size_t connections = 0;
    std::size_t rounds = 0;
    Samples unit;          ///< U: 165 KB of the demonstration summary parsed and freed, µs
    Samples referenceUnit; ///< the same of the reference summary itself; empty where it is absent
    std::vector<std::pair<std::string, Row>> rows;        ///< "transaction, connection"
    double openRate = 0;                                  ///< requests a second
    Samples openP50, openP99;                             ///< of ITI-55, ms
    std::map<std::size_t, std::size_t> residentKilobytes; ///< by open connections
    std::size_t residentAfterLoad = 0;

    Row& row(const std::string& name);
    /// The unit that requests are measured by: the reference summary where it is there.
    double u() const { return referenceUnit.empty() ? unit.median() : referenceUnit.median(); }
    double kilobytesPerConnection() const;
};

/// For a terminal: a table, beside it the targets.
std::string toTable(const Report& report);
std::string toJson(const Report& report);

} // namespace ncp::bench
