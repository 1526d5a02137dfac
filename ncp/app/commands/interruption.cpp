#include "ncp/app/commands/interruption.hpp"

namespace ncp::app::commands {

Interruption::Interruption() {
    sigemptyset(&taken_);
    sigaddset(&taken_, SIGINT);
    sigaddset(&taken_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &taken_, &before_);
}

Interruption::~Interruption() {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool Interruption::isAsked() const {
    sigset_t pending;
    sigemptyset(&pending);
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

} // namespace ncp::app::commands
