#include "ncp/store/checkpointer.hpp"

#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

using namespace ncp;
using ncp::store::Checkpointer;
using ncp::store::Connection;

namespace {

Connection openLogged(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Connection::Mode::ReadWrite, std::chrono::seconds{5});
    REQUIRE(connection.has_value());
    REQUIRE(connection->execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"));
    return std::move(*connection);
}

bool grows(const std::filesystem::path& file, std::uintmax_t from) {
    for (int i = 0; i < 1000; ++i) {
        if (std::filesystem::file_size(file) > from) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}

} // namespace

TEST_CASE("what was committed moves from the log into the file", "[store]") {
    const test::TemporaryDirectory directory;
    const auto file = directory.path() / "node.sqlite";
    const SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    auto writer = openLogged(file);
    const auto settings = GENERATE(Checkpointer::Settings{10, 1000, std::chrono::milliseconds{1}},
                                   Checkpointer::Settings{1, 10, std::chrono::hours{1}});
    Checkpointer checkpointer{openLogged(file), settings, log};

    REQUIRE(writer.execute("CREATE TABLE page (bytes BLOB); INSERT INTO page VALUES (zeroblob(100000));"));
    const auto before = std::filesystem::file_size(file);
    checkpointer.committed(10);
    CHECK(grows(file, before));
}
