#pragma once

#include <csignal>

namespace ncp::app::commands {

/// SIGINT and SIGTERM wait while this lives, for this thread and those started meanwhile, so that a long
/// command can end its report; what waited acts when this ends.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// True when one of them was sent.
    bool isAsked() const;

  private:
    sigset_t taken_;
    sigset_t before_;
};

} // namespace ncp::app::commands
