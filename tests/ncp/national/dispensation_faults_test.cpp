#include "tests/ncp/national/dispensation_material.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <random>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace ncp;
using test::Dispensary;
using test::ToldAct;

namespace {

constexpr std::uint32_t kPrescribed = 60;

/// What the book should say, kept by other means.
class Model {
  public:
    /// Nothing for a receipt, with whether it is a repetition.
    struct Answer {
        std::optional<ErrorCode> refusal;
        bool repeated = false;
    };

    Answer take(const ToldAct& act) {
        const auto same = [&](const Known& known) {
            return known.act.packages == act.packages && known.act.second == act.second;
        };
        if (const auto found = known_.find(first(act.documentId)); found != known_.end()) {
            const bool again = !found->second.takenBack && same(found->second);
            return again ? Answer{{}, true} : Answer{ErrorCode::DispensationFormatNotValid};
        }
        for (const auto& [id, known] : known_) {
            if (!known.takenBack && same(known)) {
                retold_[act.documentId] = id;
                return {{}, true};
            }
        }
        if (handedOut() >= kPrescribed) {
            return {ErrorCode::PrescriptionAlreadyDispensed};
        }
        if (handedOut() + act.packages > kPrescribed) {
            return {ErrorCode::PrescriptionNotMatching};
        }
        known_.emplace(act.documentId, Known{act, false});
        return {};
    }

    Answer takeBack(const std::string& documentId) {
        const auto found = known_.find(first(documentId));
        if (found == known_.end()) {
            return {ErrorCode::DiscardFailed};
        }
        return {{}, std::exchange(found->second.takenBack, true)};
    }

    std::uint64_t handedOut() const {
        std::uint64_t packages = 0;
        for (const auto& [id, known] : known_) {
            packages += known.takenBack ? 0 : known.act.packages;
        }
        return packages;
    }

  private:
    struct Known {
        ToldAct act;
        bool takenBack = false;
    };

    std::string first(const std::string& documentId) const {
        const auto found = retold_.find(documentId);
        return found == retold_.end() ? documentId : found->second;
    }

    std::map<std::string, Known> known_;
    std::map<std::string, std::string> retold_; ///< document id to the one that told the act first
};

void checkSame(const Result<national::Receipt>& receipt, const Model::Answer& expected) {
    REQUIRE(receipt.has_value() == !expected.refusal.has_value());
    if (receipt) {
        CHECK(receipt->repeated == expected.repeated);
    } else {
        CHECK(receipt.error().code == *expected.refusal);
    }
}

/// Reports until it is killed; tells each receipt by its number.
[[noreturn]] void reportForEver(const std::filesystem::path& directory, int first, int pipe) {
    Dispensary dispensary{directory};
    const auto prescription = test::prescribed(9999);
    for (int number = first;; ++number) {
        const auto id = "ED-" + std::to_string(number);
        const bool taken = dispensary.take({.documentId = id, .second = number}, &prescription).has_value();
        const bool back = number % 3 != 0 || dispensary.takeBack(id).has_value();
        if (!taken || !back || ::write(pipe, &number, sizeof(number)) != sizeof(number)) {
            ::_exit(1);
        }
    }
}

/// Starts a reporter, kills it after so many receipts, and gives the numbers that it told.
std::vector<int> killedAfter(const std::filesystem::path& directory, int first, int receipts,
                             std::chrono::microseconds delay) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        reportForEver(directory, first, ends[1]);
    }
    ::close(ends[1]);
    std::vector<int> told;
    const auto readOne = [&] {
        int number = 0;
        const bool whole = ::read(ends[0], &number, sizeof(number)) == sizeof(number);
        if (whole) {
            told.push_back(number);
        }
        return whole;
    };
    for (int i = 0; i < receipts; ++i) {
        REQUIRE(readOne());
    }
    ::usleep(static_cast<useconds_t>(delay.count()));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    while (readOne()) {
    }
    ::close(ends[0]);
    return told;
}

} // namespace

TEST_CASE("thousands of random reports, repetitions and discards leave the book that they should",
          "[dispensations]") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    const test::TemporaryDirectory directory;
    std::mt19937 random{seed};
    const auto upTo = [&](int most) { return std::uniform_int_distribution{0, most}(random); };
    std::array<Dispensary, 2> books{Dispensary{directory.path()}, Dispensary{directory.path()}};
    const auto prescription = test::prescribed(kPrescribed);
    Model model;
    for (int step = 0; step < 1500; ++step) {
        CAPTURE(step);
        auto& book = books.at(static_cast<std::size_t>(upTo(1)));
        const auto id = "ED-" + std::to_string(upTo(250));
        if (upTo(2) == 0) {
            checkSame(book.takeBack(id), model.takeBack(id));
        } else {
            const ToldAct act{
                .documentId = id, .packages = static_cast<std::uint32_t>(1 + upTo(2)), .second = upTo(400)};
            checkSame(book.take(act, &prescription), model.take(act));
        }
        if (upTo(99) == 0) {
            books.at(0) = Dispensary{directory.path()};
        }
        REQUIRE(books.at(1).handedOut() == model.handedOut());
    }
    CHECK(model.handedOut() <= kPrescribed);
}

TEST_CASE("a process that is killed loses no receipt and leaves no half dispensation", "[dispensations]") {
    const test::TemporaryDirectory directory;
    constexpr int kKills = 25;
    constexpr int kEach = 1000;
    std::mt19937 random{4};
    const auto prescription = test::prescribed(9999);
    std::set<int> told;
    for (int round = 0; round < kKills; ++round) {
        const auto receipts = std::uniform_int_distribution{1, 6}(random);
        const std::chrono::microseconds delay{std::uniform_int_distribution{0, 4000}(random)};
        const auto numbers = killedAfter(directory.path(), round * kEach, receipts, delay);
        told.insert(numbers.begin(), numbers.end());
        Dispensary survivor{directory.path()};
        const auto page = survivor.book.read().value();
        REQUIRE(page->faults().empty());
        for (const auto number : told) {
            CAPTURE(number);
            const auto* entry = page->find(test::dispensationId("ED-" + std::to_string(number)));
            REQUIRE(entry != nullptr);
            CHECK(entry->dispensation != nullptr);
            CHECK((entry->takenBack != nullptr) == (number % 3 == 0));
        }
        // At most the one that was under way beyond those that were told of.
        CHECK(page->entries().size() <= told.size() + static_cast<std::size_t>(2 * (round + 1)));
        const auto again = survivor.take(
            {.documentId = "LATER-" + std::to_string(round), .second = -round - 1}, &prescription);
        REQUIRE(again);
        CHECK_FALSE(again->repeated);
    }
}
