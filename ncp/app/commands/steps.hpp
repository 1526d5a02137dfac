#pragma once

#include "ncp/app/commands/exchange.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ncp::app::commands {

/// Runs the steps of an exchange: times each, keeps it, tells it as it ends.
class Steps {
  public:
    Steps(std::vector<Step>& steps, const std::function<void(const Step&)>& onStep)
        : steps_(steps), onStep_(onStep) {}

    /// `work` gives a Result, `say` a sentence for its value.
    template <class Work, class Say>
    auto run(std::string name, Work&& work, Say&& say) {
        const auto started = std::chrono::steady_clock::now();
        auto result = work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
        steps_.push_back({std::move(name), took.count(),
                          result ? say(*result) : "failed: " + std::string{spec(result.error().code).id}});
        onStep_(steps_.back());
        return result;
    }

  private:
    std::vector<Step>& steps_;
    const std::function<void(const Step&)>& onStep_;
};

/// `1 match`, `2 matches`.
std::string countOf(std::size_t count, std::string_view one, std::string_view several);

} // namespace ncp::app::commands
