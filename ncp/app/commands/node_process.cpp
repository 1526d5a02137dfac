#include "ncp/app/commands/node_process.hpp"

#include "base/table.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::milliseconds kPoll{20};
constexpr std::size_t kLogTail = 600;

bool answersReady(std::uint16_t port) {
    try {
        Poco::Net::HTTPClientSession session{"127.0.0.1", port};
        session.setTimeout(Poco::Timespan{1, 0});
        Poco::Net::HTTPRequest request{"GET", "/health/ready", "HTTP/1.1"};
        session.sendRequest(request);
        Poco::Net::HTTPResponse response;
        session.receiveResponse(response);
        return response.getStatus() == Poco::Net::HTTPResponse::HTTP_OK;
    } catch (const Poco::Exception&) {
        return false;
    }
}

/// Becomes the node; only what is safe between fork and exec.
[[noreturn]] void becomeNode(const char* configuration, int log, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(1);
    }
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    setpgid(0, 0); // Ctrl-C is for the owner, who then ends the node
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    const std::array<const char*, 5> arguments{"ncp", "serve", "--config", configuration, nullptr};
    execv("/proc/self/exe", const_cast<char* const*>(arguments.data()));
    _exit(127);
}

} // namespace

Result<NodeProcess> NodeProcess::start(const std::filesystem::path& configuration,
                                       const std::filesystem::path& logFile) {
    const int log = open(logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (log < 0) {
        return fail(ErrorCode::StorageFailed, logFile.string() + ": can't be written");
    }
    const auto parent = getpid();
    const auto process = fork();
    if (process == 0) {
        becomeNode(configuration.c_str(), log, parent);
    }
    close(log);
    if (process < 0) {
        return fail(ErrorCode::Internal, "no process can be started");
    }
    return NodeProcess{process, logFile};
}

NodeProcess::NodeProcess(NodeProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)), logFile_(std::move(other.logFile_)) {}

NodeProcess::~NodeProcess() {
    if (process_ > 0) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
}

Result<void> NodeProcess::waitUntilReady(std::uint16_t adminPort, std::chrono::seconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (!running()) {
            const auto log = readFile(logFile_).value_or("");
            return fail(ErrorCode::Internal, "the node ended at its start; the end of " + logFile_.string() +
                                                 ":\n" +
                                                 log.substr(log.size() - std::min(log.size(), kLogTail)));
        }
        if (answersReady(adminPort)) {
            return {};
        }
        std::this_thread::sleep_for(kPoll);
    }
    return fail(ErrorCode::DeadlineExceeded, "the node is not ready after " +
                                                 std::to_string(patience.count()) + " s; see " +
                                                 logFile_.string());
}

bool NodeProcess::running() {
    if (process_ <= 0) {
        return false;
    }
    if (waitpid(process_, nullptr, WNOHANG) == process_) {
        process_ = -1;
        return false;
    }
    return true;
}

} // namespace ncp::app::commands
