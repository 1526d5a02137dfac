#include "ncp/store/store.hpp"
#include "tests/ncp/store/sample_event.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace ncp;
using ncp::store::Store;

namespace {

/// The other process and what it says.
class Process {
  public:
    explicit Process(std::vector<std::string> arguments) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        ::posix_spawn_file_actions_addclose(&actions, ends[0]);
        ::posix_spawn_file_actions_addclose(&actions, ends[1]);
        arguments.insert(arguments.begin(), STORE_PROCESS);
        std::vector<char*> pointers;
        for (auto& argument : arguments) {
            pointers.push_back(argument.data());
        }
        pointers.push_back(nullptr);
        REQUIRE(::posix_spawn(&id_, STORE_PROCESS, &actions, nullptr, pointers.data(), environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
    }

    ~Process() {
        if (id_ > 0) {
            kill();
            finish();
        }
        ::close(output_);
    }

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void kill() const { ::kill(id_, SIGKILL); }

    /// What it has said and will say until its end.
    std::vector<std::string> lines() const {
        std::string text;
        std::array<char, 65536> buffer{};
        ssize_t count = 0;
        while ((count = ::read(output_, buffer.data(), buffer.size())) > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
        std::vector<std::string> lines;
        std::istringstream stream{text};
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(line);
        }
        return lines;
    }

    /// Waits for its first word.
    void waitUntilItSpeaks() const {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(output_, &set);
        static_cast<void>(::select(output_ + 1, &set, nullptr, nullptr, nullptr));
    }

    int finish() {
        int status = 0;
        ::waitpid(id_, &status, 0);
        id_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

  private:
    pid_t id_ = -1;
    int output_ = -1;
};

struct Place {
    test::TemporaryDirectory directory;
    SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::filesystem::path file = directory.path() / "node.sqlite";

    std::unique_ptr<Store> open() {
        auto opened = Store::open(file, clock, log);
        INFO((opened ? std::string{} : opened.error().detail));
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }
};

/// Message ids by sequence, from the lines of acknowledged rows.
std::map<std::int64_t, std::string> acknowledged(const std::vector<std::string>& lines) {
    std::map<std::int64_t, std::string> rows;
    for (const auto& line : lines) {
        std::istringstream stream{line};
        std::int64_t sequence = 0;
        std::string id;
        if (stream >> sequence >> id) {
            rows[sequence] = id;
        }
    }
    return rows;
}

/// How many of the acknowledged rows are not in the store as they were recorded, or not known as answered.
std::size_t lost(const Store& store, const std::map<std::int64_t, std::string>& rows) {
    if (rows.empty()) {
        return 0;
    }
    audit::Filter filter;
    filter.afterSequence = rows.begin()->first - 1;
    filter.limit = 1'000'000;
    std::map<std::int64_t, std::string> stored;
    const auto records = store.list(filter).value();
    for (const auto& record : records) {
        stored[record.sequence] = record.event.messageId;
    }
    std::size_t missing = 0;
    for (const auto& [sequence, id] : rows) {
        const auto found = stored.find(sequence);
        const bool there = found != stored.end() && found->second == id;
        missing += there && store.wasAnswered("PT", id) == true ? 0U : 1U;
    }
    return missing;
}

/// How often the write-ahead log started anew (SQLite file format, 4.1: checkpoint sequence number).
std::string logGeneration(const std::filesystem::path& file) {
    std::ifstream log{file.string() + "-wal", std::ios::binary};
    std::string head(32, '\0');
    REQUIRE(log.read(head.data(), static_cast<std::streamsize>(head.size())));
    return head.substr(12, 4);
}

} // namespace

TEST_CASE("the log that a killed process left starts anew with the next one", "[store][durability]") {
    Place place;
    Process process{{"record", place.file.string(), "killed", "1", "0"}};
    process.waitUntilItSpeaks();
    process.kill();
    const auto rows = acknowledged(process.lines());
    REQUIRE(process.finish() == -SIGKILL);
    const auto left = logGeneration(place.file);

    const auto store = place.open();
    REQUIRE(store->record(test::sampleEvent("after")));
    CHECK(logGeneration(place.file) != left);
    CHECK(lost(*store, rows) == 0);
}

TEST_CASE("a file that is no database is refused by its name", "[store][durability]") {
    Place place;
    std::ofstream{place.file} << std::string(4096, 'x');
    const auto opened = Store::open(place.file, place.clock, place.log);
    REQUIRE_FALSE(opened);
    CHECK_THAT(opened.error().detail, Catch::Contains(place.file.string()));
}

TEST_CASE("a process killed 50 times at random moments loses no acknowledged row", "[store][durability]") {
    Place place;
    std::mt19937 random{20260601};
    std::size_t total = 0;
    for (int round = 0; round < 50; ++round) {
        Process process{{"record", place.file.string(), "round" + std::to_string(round), "4", "0"}};
        if (round % 5 != 0) { // every fifth is killed while it opens
            process.waitUntilItSpeaks();
        }
        std::this_thread::sleep_for(
            std::chrono::microseconds{std::uniform_int_distribution<int>{0, 20'000}(random)});
        process.kill();
        const auto rows = acknowledged(process.lines());
        REQUIRE(process.finish() == -SIGKILL);
        total += rows.size();

        const auto store = place.open();
        INFO("round " << round << ", " << rows.size() << " rows acknowledged");
        REQUIRE(lost(*store, rows) == 0);
        REQUIRE(store->verifyChain());
        REQUIRE(store->record(test::sampleEvent("between")));
    }
    CHECK(total > 50);
}

TEST_CASE("a process killed between the states of its dispensations loses none and doubles none",
          "[store][durability]") {
    Place place;
    std::mt19937 random{20261122};
    std::size_t entered = 0;
    for (int round = 0; round < 20; ++round) {
        Process process{{"dispense", place.file.string(), std::to_string(1 + round * 10'000)}};
        process.waitUntilItSpeaks();
        std::this_thread::sleep_for(
            std::chrono::microseconds{std::uniform_int_distribution<int>{0, 20'000}(random)});
        process.kill();
        std::map<std::string, std::string> said; // the last state by id
        for (const auto& line : process.lines()) {
            said[line.substr(0, 36)] = line.substr(std::min<std::size_t>(37, line.size()));
        }
        REQUIRE(process.finish() == -SIGKILL);
        entered += said.size();
        const auto store = place.open();
        std::size_t others = 0;
        for (const auto& [id, state] : said) {
            const auto found = store->findSent(id).value();
            REQUIRE(found.has_value());
            const auto stored = std::string{store::name(found->state)};
            // What was durable but not said yet is at most one step ahead.
            others += stored == state ? 0U : 1U;
            CHECK((stored == state || state == "sending"));
        }
        CHECK(others <= 1);
    }
    const auto store = place.open();
    store::SentFilter all;
    all.limit = 1'000'000;
    const auto rows = store->listSent(all).value().size();
    CHECK(rows >= entered);
    CHECK(rows <= entered + 20);
    CHECK(entered > 20);
}

TEST_CASE("two processes write the same file and neither loses a row", "[store][durability]") {
    constexpr std::size_t kRows = 200;
    Place place;
    const auto store = place.open();
    Process process{{"record", place.file.string(), "theirs", "2", "100"}};
    std::map<std::int64_t, std::string> ours;
    for (std::size_t i = 0; i < kRows; ++i) {
        const auto id = "ours-" + std::to_string(i);
        const auto sequence = store->recordAnswered(test::sampleEvent(id), "PT", id);
        REQUIRE(sequence.has_value());
        ours[*sequence] = id;
    }
    const auto theirs = acknowledged(process.lines());
    CHECK(process.finish() == 0);
    CHECK(ours.size() == kRows);
    CHECK(theirs.size() == kRows);
    CHECK(lost(*store, ours) == 0);
    CHECK(lost(*store, theirs) == 0);
    CHECK(store->auditHead()->sequence == static_cast<std::int64_t>(2 * kRows));
    CHECK(store->verifyChain());
}

TEST_CASE("a message that one process answered is a replay to another", "[store][durability]") {
    Place place;
    const auto store = place.open();
    REQUIRE(store->recordAnswered(test::sampleEvent("urn:uuid:1"), "PT", "urn:uuid:1"));
    Process again{{"answer", place.file.string(), "PT", "urn:uuid:1"}};
    CHECK(again.lines() == std::vector<std::string>{"message.replayed"});
    Process other{{"answer", place.file.string(), "PT", "urn:uuid:2"}};
    CHECK(other.lines() == std::vector<std::string>{"2 urn:uuid:2"});
    CHECK(store->wasAnswered("PT", "urn:uuid:2") == true);
}

TEST_CASE("a process that closes the file does not take the log away under another", "[store][durability]") {
    Place place;
    const auto store = place.open();
    static_cast<void>(place.open()); // opening and closing once more here drops no lock of the first
    Process other{{"answer", place.file.string(), "PT", "urn:uuid:1"}};
    CHECK(other.lines() == std::vector<std::string>{"1 urn:uuid:1"});
    CHECK(other.finish() == 0);
    CHECK(std::filesystem::exists(place.file.string() + "-wal"));

    CHECK(store->recordAnswered(test::sampleEvent("urn:uuid:2"), "PT", "urn:uuid:2") == 2);
    Process third{{"answer", place.file.string(), "PT", "urn:uuid:2"}};
    CHECK(third.lines() == std::vector<std::string>{"message.replayed"});
    CHECK(store->verifyChain());
}

TEST_CASE("a full disk fails the record, keeps what was acknowledged, and heals when there is room",
          "[store][durability]") {
    Place place;
    Process process{{"fill", place.file.string()}};
    const auto lines = process.lines();
    REQUIRE(process.finish() == 0);
    REQUIRE(lines.size() > 5);
    const std::vector<std::string> end(lines.end() - 4, lines.end());
    const auto rows = acknowledged(lines);
    CHECK(end == std::vector<std::string>{"storage.failed", "faults", std::to_string(rows.size()) + " after",
                                          "well"});
    const auto store = place.open();
    CHECK(store->auditHead()->sequence == static_cast<std::int64_t>(rows.size()));
    CHECK(store->verifyChain());
}
