#include "base/table.hpp"
#include "certs/digest.hpp"
#include "ncp/national/dispensation_book.hpp"
#include "tests/ncp/national/dispensation_material.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <numeric>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace ncp;
using test::checkRepeated;
using test::checkTaken;
using test::codeOf;
using test::Dispensary;
using test::prescribed;
using test::ToldAct;

namespace {

std::filesystem::path onlyFile(const std::filesystem::path& directory, std::string_view extension) {
    std::filesystem::path found;
    for (const auto& file : std::filesystem::directory_iterator{directory}) {
        if (file.path().extension() == extension) {
            REQUIRE(found.empty());
            found = file.path();
        }
    }
    REQUIRE_FALSE(found.empty());
    return found;
}

/// No file may grow beyond so many bytes while it lives: a write fails as on a full disk.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_{};
    void (*handler_)(int);
};

} // namespace

TEST_CASE("a file of the book has the form that the manual describes", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(4);
    checkTaken(dispensary.take({.documentId = "ED-1", .packages = 2}, &prescription));
    const auto file = onlyFile(directory.path(), ".dispensation");
    CHECK(file.stem().string() == certs::hex(certs::sha256("2.999.1^ED-1")));
    const auto text = readFile(file).value();
    CHECK(text.starts_with("ncp dispensation 1\ndocument: 2.999.1^ED-1\n"));
    CHECK(text.find("\ncountry: NO\n") != std::string::npos);
    CHECK(text.find("\nprescription: 2.999.50^RX-1\nitem: 2 prescribed 2.999.50^RX-1-1\n") !=
          std::string::npos);
    CHECK(text.ends_with("\n\n<document of=\"ED-1\"/>"));
    CHECK(text.substr(0, text.find("\n\n")).find("PAT-1") == std::string::npos);
    using std::filesystem::perms;
    CHECK((std::filesystem::status(file).permissions() & (perms::group_all | perms::others_all)) ==
          perms::none);
}

TEST_CASE("a record keeps a file's text whole, and a damaged file is no record", "[dispensations]") {
    const auto statement = test::told({.packages = 3, .substituted = true});
    const auto record =
        national::recordOf(statement, CountryCode::parse("NO").value(), Instant{std::chrono::hours{1}})
            .value();
    const auto text = national::formatRecord(record, "<x>\n\nsize: 1</x>");
    const auto read = national::parseDispensationRecord(text);
    REQUIRE(read);
    CHECK(read->documentId == record.documentId);
    CHECK(read->items == record.items);
    CHECK(read->patients == record.patients);
    CHECK(read->act == record.act);
    CHECK(read->timed);
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        CAPTURE(cut);
        CHECK_FALSE(national::parseDispensationRecord(text.substr(0, cut)));
    }
    CHECK_FALSE(national::parseDispensationRecord(text + " "));
    CHECK_FALSE(national::parseDiscardRecord(text));
}

TEST_CASE("nothing is taken while a file of the book can't be read", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription));
    const auto file = onlyFile(directory.path(), ".dispensation");
    const auto whole = readFile(file).value();
    directory.write(file.filename().string(), whole.substr(0, whole.size() - 1));
    Dispensary restarted{directory.path()};
    CHECK(codeOf(restarted.take({.documentId = "ED-2", .second = 2}, &prescription)) ==
          ErrorCode::DispensationNotStored);
    REQUIRE(restarted.book.read().value()->faults().size() == 1);
    CHECK(restarted.book.read().value()->faults().front().starts_with(file.filename().string()));
    directory.write(file.filename().string(), whole);
    checkTaken(restarted.take({.documentId = "ED-2", .second = 2}, &prescription));
}

TEST_CASE("a file under another document's name is a fault", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription));
    const auto file = onlyFile(directory.path(), ".dispensation");
    std::filesystem::copy_file(file, directory.path() / (std::string(64, 'a') + ".dispensation"));
    CHECK(codeOf(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription)) ==
          ErrorCode::DispensationNotStored);
}

TEST_CASE("a full disk refuses, keeps nothing half-written, and is forgotten when there is room",
          "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription));
    const auto room = GENERATE(rlim_t{0}, rlim_t{1}, rlim_t{100});
    {
        const FullDisk full{room};
        CHECK(codeOf(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription)) ==
              ErrorCode::DispensationNotStored);
        CHECK(codeOf(dispensary.takeBack("ED-1")) == ErrorCode::DiscardFailed);
    }
    CHECK(dispensary.book.read().value()->entries().size() == 1);
    CHECK(dispensary.handedOut() == 1);
    checkTaken(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription));
    checkTaken(dispensary.takeBack("ED-1"));
}

TEST_CASE("a directory that is gone refuses instead of starting anew", "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path() / "book"};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({.documentId = "ED-1"}, &prescription));
    std::filesystem::rename(directory.path() / "book", directory.path() / "elsewhere");
    CHECK(codeOf(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription)) ==
          ErrorCode::DispensationNotStored);
    CHECK(codeOf(dispensary.takeBack("ED-1")) == ErrorCode::DiscardFailed);
    CHECK(codeOf(dispensary.book.read()) == ErrorCode::StorageFailed);
    std::filesystem::rename(directory.path() / "elsewhere", directory.path() / "book");
    checkTaken(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription));
}

TEST_CASE("a book is made with all directories above it, and files that are not its own are left alone",
          "[dispensations]") {
    const test::TemporaryDirectory directory;
    const auto deep = directory.path() / "a" / "b" / "book" / "";
    Dispensary dispensary{deep};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({}, &prescription));
    directory.write("a/b/book/README", "not a dispensation");
    directory.write("a/b/book/.incoming", "left by a process that died");
    checkRepeated(Dispensary{deep}.take({}, &prescription));
    checkTaken(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription));
    CHECK(std::filesystem::exists(deep / "README"));
    CHECK_FALSE(std::filesystem::exists(deep / ".incoming"));
}

TEST_CASE("what a dead process left half-way is not the file that it had already put in place",
          "[dispensations]") {
    const test::TemporaryDirectory directory;
    Dispensary dispensary{directory.path()};
    const auto prescription = prescribed(5);
    checkTaken(dispensary.take({}, &prescription));
    const auto file = onlyFile(directory.path(), ".dispensation");
    const auto before = readFile(file).value();
    std::filesystem::create_hard_link(file, directory.path() / ".incoming");
    checkTaken(dispensary.take({.documentId = "ED-2", .second = 2}, &prescription));
    CHECK(readFile(file).value() == before);
}

TEST_CASE("a book can't be made where a file stands", "[dispensations]") {
    const test::TemporaryDirectory directory;
    directory.write("book", "a file");
    CHECK(codeOf(national::DispensationBook::open(directory.path() / "book")) == ErrorCode::StorageFailed);
    CHECK(codeOf(national::DispensationBook::open(directory.path() / "book" / "below")) ==
          ErrorCode::StorageFailed);
}

TEST_CASE("who waits for another writer gives up at the deadline", "[dispensations]") {
    const test::TemporaryDirectory directory;
    const auto held = national::DurableDirectory::open(directory.path()).value();
    const auto turn = held.turn(std::chrono::steady_clock::now() + std::chrono::hours{1});
    REQUIRE(turn);
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds{20};
    Dispensary other{directory.path()};
    const auto prescription = prescribed(1);
    const auto statement = test::told({});
    CHECK(codeOf(other.book.take(
              {statement, "<x/>", &prescription, {}, CountryCode::parse("NO").value(), Instant{}}, soon)) ==
          ErrorCode::DispensationNotStored);
    CHECK(codeOf(held.turn(soon)) == ErrorCode::DeadlineExceeded);
}

TEST_CASE("several books on one directory never hand out more than was prescribed", "[dispensations]") {
    const test::TemporaryDirectory directory;
    constexpr int kWriters = 4;
    constexpr int kTries = 20;
    const auto prescription = prescribed(kWriters * kTries / 2);
    std::array<std::array<std::optional<ErrorCode>, kTries>, kWriters> refusals{};
    std::array<int, kWriters> repeated{};
    {
        Dispensary first{directory.path()};
        Dispensary second{directory.path()};
        std::vector<std::jthread> writers;
        for (std::size_t writer = 0; writer < kWriters; ++writer) {
            writers.emplace_back([&, writer] {
                auto& dispensary = writer % 2 == 0 ? first : second;
                for (std::size_t i = 0; i < kTries; ++i) {
                    const auto number = static_cast<int>(writer * kTries + i);
                    const ToldAct act{.documentId = "ED-" + std::to_string(number), .second = number};
                    const auto taken = dispensary.take(act, &prescription);
                    refusals[writer][i] = taken ? std::nullopt : std::optional{taken.error().code};
                    const auto again = taken ? dispensary.take(act, &prescription) : taken;
                    repeated[writer] += again && again->repeated ? 1 : 0;
                }
            });
        }
    }
    int accepted = 0;
    for (const auto& writer : refusals) {
        for (const auto& refusal : writer) {
            accepted += refusal ? 0 : 1;
            CHECK((!refusal || *refusal == ErrorCode::PrescriptionAlreadyDispensed));
        }
    }
    CHECK(accepted == kWriters * kTries / 2);
    CHECK(std::accumulate(repeated.begin(), repeated.end(), 0) == accepted);
    CHECK(Dispensary{directory.path()}.handedOut() == kWriters * kTries / 2);
}
