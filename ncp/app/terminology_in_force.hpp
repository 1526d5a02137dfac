#pragma once

#include "base/current.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ncp/app/reloader.hpp"
#include "transform/terminology/catalogue.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::app {

/// A node's terminology: the current release of its folder of releases, or the tables that ship with the
/// program where the configuration names no such folder. Who asks takes what is in force and keeps it to the
/// end of the request; a new release takes its place meanwhile. Safe to share between threads.
class TerminologyInForce {
  public:
    using Catalogue = transform::terminology::Catalogue;

    /// Where it comes from.
    struct Source {
        std::filesystem::path tables;
        std::filesystem::path releases;     ///< empty: the tables
        std::chrono::milliseconds period{}; ///< of looking for another release
    };

    /// InputRefused or ConfigurationInvalid says what is wrong with the release or the tables.
    static Result<std::unique_ptr<TerminologyInForce>> open(Source source, Logger& log);
    ~TerminologyInForce();

    const Current<Catalogue>& current() const noexcept { return current_; }

    /// Looks for another current release every few seconds from now on. `tell`: whether what was there could
    /// be taken; a release that can't be leaves the former in force.
    void watch(std::function<void(bool taken)> tell);
    /// Nothing is taken after it.
    void stopWatching();
    /// Takes the current release anew soon, changed or not. Does not wait.
    void renew();
    /// Why the newest release is not in force, and a terminology without a concept.
    std::vector<std::string> faults() const;

  private:
    TerminologyInForce(Source source, Logger& log);

    std::vector<std::filesystem::path> watched() const;
    Result<std::shared_ptr<const Catalogue>> load() const;
    Result<void> take();

    const Source source_;
    Logger& log_;
    std::vector<FileState> loaded_;
    Current<Catalogue> current_;
    std::optional<Reloader> reloader_;
};

} // namespace ncp::app
