#include "ncp/terminology/durable_file.hpp"

#include "base/table.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;

namespace {

/// In another working directory until the end of the scope.
class Inside {
  public:
    explicit Inside(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }
    ~Inside() { std::filesystem::current_path(before_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

  private:
    std::filesystem::path before_;
};

} // namespace

TEST_CASE("a file is written durably, also one of the working directory by its bare name",
          "[terminology][releases]") {
    const test::TemporaryDirectory folder;
    const Inside inside{folder.path()};
    CHECK(terminology::writeDurably("bare.txt", "bytes"));
    CHECK(terminology::writeDurably(folder.path() / "whole.txt", "bytes"));
    CHECK(readFile("bare.txt").value() == "bytes");
    CHECK(readFile("whole.txt").value() == "bytes");
}

TEST_CASE("a file that can't be written says why", "[terminology][releases]") {
    const test::TemporaryDirectory folder;
    const auto written = terminology::writeDurably(folder.path() / "none" / "file.txt", "bytes");
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::StorageFailed);
    CHECK_THAT(written.error().detail, Catch::Contains("No such file"));
}
