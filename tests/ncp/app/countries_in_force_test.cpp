#include "ncp/app/countries_in_force.hpp"

#include "base/table.hpp"
#include "certs/development_pki.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/app/told.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <string>
#include <thread>
#include <vector>

using namespace ncp;

namespace {

const std::filesystem::path kConfig = std::filesystem::path{NCP_SOURCE_DIR} / "config";

std::string country(const std::string& code, const std::string& community, const std::string& more = {}) {
    return "  - code: \"" + code + "\"\n    name: {nb: " + code + ", nn: " + code + ", en: " + code +
           "}\n    home_community_id: " + community + "\n" + more;
}

const std::string kEndpoints = "    enabled: true\n    endpoints:\n"
                               "      patient_discovery: https://localhost:1/XCPD\n"
                               "      query_retrieve: https://localhost:1/XCA\n"
                               "      provide: https://localhost:1/XDR\n";
const std::string kNorway = "countries:\n" + country("NO", "2.16.578.1.12.4.5.10.1", "    enabled: true\n");
const std::string kSweden = country("SE", "2.999.5", kEndpoints);
const std::string kPoland = country("PL", "2.999.6", kEndpoints);

/// Keys and certificates, made once.
const std::filesystem::path& pki() {
    static const test::TemporaryDirectory directory;
    static const auto made = [] {
        const auto no = CountryCode::parse("NO").value();
        REQUIRE(certs::makeDevelopmentPki(directory.path(), {{no, {"localhost"}}}, SystemClock{}.now()));
        return directory.path();
    }();
    return made;
}

/// Norway's node, with a countries file that the tests write.
class World {
  public:
    explicit World(const std::string& countries, std::chrono::seconds period = std::chrono::hours{1}) {
        write(countries);
        auto text = readFile(kConfig / "nodes/no.yaml").value();
        text = std::regex_replace(text, std::regex{R"(\.\./\.\./var/pki)"}, pki().string());
        text = std::regex_replace(text, std::regex{R"(\.\./\.\./var/)"}, directory_.path().string() + "/");
        text = std::regex_replace(text, std::regex{R"(\.\./countries\.yaml)"}, file.string());
        text = std::regex_replace(text, std::regex{R"(\.\./)"}, kConfig.string() + "/");
        auto loaded = app::loadConfiguration(directory_.write("no.yaml", text), kConfig);
        INFO((loaded ? std::string{} : loaded.error().detail));
        REQUIRE(loaded);
        configuration_ = std::move(*loaded);
        configuration_->watchFiles = period;
        store_ = store::Store::open(directory_.path() / "node.sqlite", clock_, log_).value();
        countries_ = app::CountriesInForce::open(*configuration_, {*store_, clock_, random_, log_}).value();
    }

    void watch() {
        countries_->watch([this](bool taken) { told.tell(taken); });
    }
    /// As programs do that know of readers: beside, then renamed into its place.
    void replaceFile(const std::string& countries) {
        const auto beside = directory_.write("countries.new", countries);
        std::filesystem::rename(beside, file);
    }
    void write(const std::string& countries) { directory_.write("countries.yaml", countries); }
    std::string inForce() const {
        std::string codes;
        for (const auto& code : countryCodes(*countries_->current().get())) {
            codes += (codes.empty() ? "" : " ") + code;
        }
        return codes;
    }
    std::vector<audit::Record> rows() const { return store_->list({}).value(); }
    app::CountriesInForce& operator*() { return *countries_; }
    app::CountriesInForce* operator->() { return countries_.get(); }
    const std::string& logged() const { return logged_; }

  private:
    test::TemporaryDirectory directory_;
    SystemClock clock_;
    SystemRandom random_;
    std::string logged_;
    Logger log_{clock_, LogLevel::Info, [this](std::string_view line) { logged_.append(line); }};
    std::optional<app::NodeConfiguration> configuration_;
    std::unique_ptr<store::Store> store_;

  public:
    const std::filesystem::path file = directory_.path() / "countries.yaml";
    test::Told told;

  private:
    std::unique_ptr<app::CountriesInForce> countries_; ///< ends before what it tells
};

} // namespace

TEST_CASE("a running node takes another countries file, and a row says what changed", "[countries]") {
    World world{kNorway + kSweden};
    world.watch();
    const auto before = world->current().get();
    world.replaceFile(kNorway + kPoland);
    world->renew();
    world.told.waitForTaken(1);
    CHECK(world.inForce() == "NO PL");
    CHECK(world->current().get()->partners == std::set<std::string, std::less<>>{"NO", "PL"});
    CHECK(before->partners.contains("SE")); // who began with them ends with them
    CHECK(world->faults().empty());
    const auto rows = world.rows();
    REQUIRE(rows.size() == 1);
    const auto& event = rows.front().event;
    CHECK(event.transaction == "countries-changed");
    CHECK(event.outcome == audit::Outcome::Success);
    CHECK(event.reason == "added PL; removed SE");
}

TEST_CASE("what a reading leaves as it was makes no row", "[countries]") {
    World world{kNorway + kSweden};
    world.watch();
    world->renew();
    world.told.waitForTaken(1);
    CHECK(world.rows().empty());
}

TEST_CASE("a change is noticed without being asked for, renamed or written in place", "[countries]") {
    World world{kNorway + kSweden, std::chrono::seconds{1}};
    world.watch();
    world.replaceFile(kNorway);
    world.told.waitForTaken(1);
    CHECK(world.inForce() == "NO");
    world.write(kNorway + kSweden + kPoland);
    world.told.waitForTaken(2);
    CHECK(world.inForce() == "NO SE PL");
}

TEST_CASE("each field of a country counts as a change of it", "[countries]") {
    const std::string limits = "    limits: {requests_per_minute: 7}\n";
    const std::vector<std::string> others{
        country("SE", "2.999.5", kEndpoints + limits),
        country("SE", "2.999.5", kEndpoints + "    error_codes: numbers\n"),
        country("SE", "2.999.5", kEndpoints + "    validation: {received: {errors: refuse}}\n"),
        country("SE", "2.999.5", kEndpoints + "    services: [patient_summary]\n"),
        country("SE", "2.999.5",
                kEndpoints + "    search_mask: " +
                    (kConfig / "searchmasks/InternationalSearch_PT.xml").string() + "\n"),
        country("SE", "2.999.5", kEndpoints + "    patient_identifiers: [{domain: 2.999.9}]\n"),
        country("SE", "2.999.5", kEndpoints + "    accepted_communities: [2.999.7]\n"),
        country("SE", "2.999.8", kEndpoints),
        country("SE", "2.999.5", "    enabled: false\n"),
    };
    for (const auto& other : others) {
        INFO(other);
        World world{kNorway + kSweden};
        world.watch();
        world.replaceFile(kNorway + other);
        world->renew();
        world.told.waitForTaken(1);
        REQUIRE(world.rows().size() == 1);
        CHECK(world.rows().front().event.reason == "changed SE");
    }
}

TEST_CASE("a file that can't be taken leaves the former in force, and says where and why",
          "[countries][hostile]") {
    const std::vector<std::string> broken{
        "",
        kNorway + kSweden.substr(0, kSweden.size() / 2), // half written, in the middle of an address
        kNorway + "  - code: \"SE\"\n",
        kNorway + country("XX", "2.999.5", "    enabld: true\n"),
        "countries:\n" + kSweden, // without ourselves
        kNorway + kSweden + kSweden,
        kNorway + country("SE", "2.999.5", kEndpoints + "    search_mask: /nowhere.xml\n"),
        std::string{"\x00\xff\xfe", 3},
    };
    for (const auto& content : broken) {
        INFO(content);
        World world{kNorway + kSweden};
        world.watch();
        world.write(content);
        world->renew();
        world.told.waitForRefused(1);
        CHECK(world.inForce() == "NO SE");
        REQUIRE(world->faults().size() == 1);
        CHECK(world->faults()[0].find("countries.yaml") != std::string::npos);
        REQUIRE(world.rows().size() == 1);
        CHECK(world.rows().front().event.outcome == audit::Outcome::Refused);
        CHECK(world.rows().front().event.errorId == spec(ErrorCode::ConfigurationInvalid).id);

        world.write(kNorway + kSweden + kPoland);
        world->renew();
        world.told.waitForTaken(1);
        CHECK(world.inForce() == "NO SE PL");
        CHECK(world->faults().empty());
    }
}

TEST_CASE("a file that somebody is still writing is not taken at its first look", "[countries][hostile]") {
    test::TemporaryDirectory directory;
    const auto file = directory.write("a", "one");
    SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    test::Told told;
    std::atomic<int> looks{0};
    std::string taken;
    app::Reloader reloader{{"test", std::chrono::milliseconds{20},
                            [&] {
                                // Half of it before the first look, all of it before the second.
                                const int look = ++looks;
                                if (look == 1) {
                                    directory.write("a", "one\nand half");
                                } else if (look == 2) {
                                    directory.write("a", "one\nand half of two");
                                }
                                return std::vector{file};
                            },
                            [] { return false; },
                            [&]() -> Result<void> {
                                taken += readFile(file).value() + "|";
                                return {};
                            },
                            [&](bool was) { told.tell(was); }, log},
                           app::statesOf({file})};
    told.waitForTaken(1);
    reloader.stop();
    CHECK(taken == "one\nand half of two|");
}

TEST_CASE("whoever takes the tables has one version of them while they change", "[countries]") {
    const auto limited = [](int rate) {
        const auto limits = "    limits: {requests_per_minute: " + std::to_string(rate) +
                            ", clinician_requests_per_minute: " + std::to_string(rate) + "}\n";
        return kNorway + country("SE", "2.999.5", kEndpoints + limits) +
               country("PL", "2.999.6", kEndpoints + limits);
    };
    World world{limited(1)};
    world.watch();
    std::atomic<bool> stop{false};
    std::atomic<int> mixed{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto tables = world->current().get();
                const auto& sweden = tables->limitsOf("SE");
                mixed += sweden.requestsPerMinute != tables->limitsOf("PL").requestsPerMinute ||
                         sweden.requestsPerMinute != sweden.clinicianRequestsPerMinute;
                std::this_thread::yield();
            }
        });
    }
    for (int round = 1; round <= 10; ++round) {
        world.replaceFile(limited(round + 1));
        world->renew();
        world.told.waitForTaken(round);
    }
    stop = true;
    for (auto& reader : readers) {
        reader.join();
    }
    CHECK(mixed == 0);
    CHECK(world->current().get()->limitsOf("SE").requestsPerMinute == 11);
}
