// A process of its own that uses a store, for the tests that kill it, run it beside another or take its disk
// away. Every acknowledged row is one line on the standard output: sequence, blank, message id.
#include "ncp/store/store.hpp"
#include "tests/ncp/store/sample_dispensation.hpp"
#include "tests/ncp/store/sample_event.hpp"

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using ncp::store::Store;

void say(const std::string& line) {
    const auto text = line + "\n"; // one write, so that a kill never leaves half a line
    if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        std::_Exit(3);
    }
}

std::size_t number(const char* text) {
    std::size_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

/// Records `count` answered messages on each of the threads; 0 goes on until the process is killed.
int recordRows(Store& store, const std::string& prefix, std::size_t threads, std::size_t count) {
    std::vector<std::thread> running;
    for (std::size_t t = 0; t < threads; ++t) {
        running.emplace_back([&store, &prefix, t, count] {
            for (std::size_t i = 0; count == 0 || i < count; ++i) {
                const auto id = prefix + "-" + std::to_string(t) + "-" + std::to_string(i);
                const auto sequence = store.recordAnswered(ncp::test::sampleEvent(id), "PT", id);
                if (!sequence) {
                    std::_Exit(2);
                }
                say(std::to_string(*sequence) + " " + id);
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
    return 0;
}

/// Takes dispensations from `first` on through their states until it is killed; says each state that is
/// durable.
int dispense(Store& store, std::size_t first) {
    using ncp::store::SentState;
    for (std::size_t number = first;; ++number) {
        const auto sent = ncp::test::sampleDispensation(number);
        if (!store.enter(sent)) {
            return 2;
        }
        say(sent.id + " sending");
        const auto outcome = number % 2 == 0 ? SentState::Accepted : SentState::Unknown;
        if (!store.settle(sent.id, 1, outcome, number % 2 == 0 ? "" : "dispensation.unknown")) {
            return 2;
        }
        say(sent.id + " " + std::string{ncp::store::name(outcome)});
    }
}

int answerOnce(Store& store, const std::string& peer, const std::string& id) {
    const auto sequence = store.recordAnswered(ncp::test::sampleEvent(id), peer, id);
    if (sequence) {
        say(std::to_string(*sequence) + " " + id);
        return 0;
    }
    say(std::string{ncp::spec(sequence.error().code).id});
    return 0;
}

void limitFileSize(rlim_t bytes) {
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

/// Records until files may not grow any more, says so, and goes on once they may again.
int fillDisk(Store& store) {
    std::signal(SIGXFSZ, SIG_IGN);
    limitFileSize(rlim_t{256} * 1024);
    for (int i = 0; i < 100'000; ++i) {
        const auto id = "row-" + std::to_string(i);
        const auto sequence = store.record(ncp::test::sampleEvent(id));
        if (sequence) {
            say(std::to_string(*sequence) + " " + id);
            continue;
        }
        say(std::string{ncp::spec(sequence.error().code).id});
        say(store.faults().empty() ? "well" : "faults");
        limitFileSize(RLIM_INFINITY);
        const auto after = store.record(ncp::test::sampleEvent("after"));
        say(after ? std::to_string(*after) + " after" : "still failing");
        say(store.faults().empty() ? "well" : "faults");
        return 0;
    }
    return 4;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv, argv + argc);
    if (arguments.size() < 3) {
        return 64;
    }
    const ncp::SystemClock clock;
    ncp::Logger log{clock, ncp::LogLevel::Error, [](std::string_view) {}};
    const auto store = Store::open(arguments[2], clock, log);
    if (!store) {
        return 1;
    }
    if (arguments[1] == "record" && arguments.size() == 6) {
        return recordRows(**store, arguments[3], number(argv[4]), number(argv[5]));
    }
    if (arguments[1] == "answer" && arguments.size() == 5) {
        return answerOnce(**store, arguments[3], arguments[4]);
    }
    if (arguments[1] == "dispense" && arguments.size() == 4) {
        return dispense(**store, number(argv[3]));
    }
    return arguments[1] == "fill" ? fillDisk(**store) : 64;
}
