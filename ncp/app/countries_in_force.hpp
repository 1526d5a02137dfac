#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "ncp/app/country_tables.hpp"
#include "ncp/app/reloader.hpp"
#include "ncp/audit/trail.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app {

/// What a node knows of the countries: the tables of the countries file, replaced as a whole when the file,
/// or a search mask that it names, changes. Who works with them takes the tables that are in force and keeps
/// them to the end of the request. Safe to share between threads.
class CountriesInForce {
  public:
    /// What a change is told to; all of it outlives the object.
    struct Desk {
        audit::Trail& trail;
        const Clock& clock;
        Random& random;
        Logger& log;
    };

    /// The tables of `configuration` as it was read, which outlives the object. ConfigurationInvalid for a
    /// search mask that can't be read.
    static Result<std::unique_ptr<CountriesInForce>> open(const NodeConfiguration& configuration, Desk desk);
    ~CountriesInForce();

    const Current<CountryTables>& current() const noexcept { return current_; }

    /// Told of new tables after they are in force; before watch().
    void onRenewal(std::function<void(const CountryTables&)> user);
    /// Looks for changes every few seconds from now on. `tell`: whether they could be taken; a file that
    /// can't be leaves the former tables in force. What changed is an audit row (`countries-changed`),
    /// durable before it is in force.
    void watch(std::function<void(bool taken)> tell);
    /// Nothing is taken after it.
    void stopWatching();
    /// Reads the file anew soon, changed or not. Does not wait.
    void renew();
    /// Why the newest file is not in force.
    std::vector<std::string> faults() const;

  private:
    CountriesInForce(const NodeConfiguration& configuration, Desk desk);

    std::vector<std::filesystem::path> watched() const;
    Result<CountryTables> read() const;
    Result<void> take();
    Result<void> record(const CountryChanges& changes, const std::optional<Error>& error) const;

    const NodeConfiguration& configuration_;
    Desk desk_;
    Current<CountryTables> current_;
    std::vector<FileState> loaded_;
    std::vector<std::function<void(const CountryTables&)>> users_;
    std::optional<Reloader> reloader_;
};

} // namespace ncp::app
