#include "ncp/app/countries_in_force.hpp"

#include <utility>

namespace ncp::app {

CountriesInForce::CountriesInForce(const NodeConfiguration& configuration, Desk desk)
    : configuration_(configuration), desk_(desk), current_(nullptr) {}

CountriesInForce::~CountriesInForce() = default;

Result<std::unique_ptr<CountriesInForce>> CountriesInForce::open(const NodeConfiguration& configuration,
                                                                 Desk desk) {
    auto tables = countryTables(configuration);
    if (!tables) {
        return passOn(tables);
    }
    std::unique_ptr<CountriesInForce> made{new CountriesInForce{configuration, desk}};
    made->current_.replace(std::make_shared<const CountryTables>(*std::move(tables)));
    made->loaded_ = statesOf(made->watched());
    return made;
}

std::vector<std::filesystem::path> CountriesInForce::watched() const {
    auto files = maskFiles(*current_.get());
    files.push_back(configuration_.countriesFile);
    return files;
}

Result<CountryTables> CountriesInForce::read() const {
    auto countries = loadCountries(configuration_);
    if (!countries) {
        return passOn(countries);
    }
    auto configuration = configuration_;
    configuration.countries = *std::move(countries);
    return countryTables(configuration);
}

/// Recorded before it is in force: nobody is let in or shut out without a row.
Result<void> CountriesInForce::take() {
    auto tables = read();
    if (!tables) {
        if (auto recorded = record({}, tables.error()); !recorded) {
            desk_.log.error("countries.refusal_not_durable");
        }
        return passOn(tables);
    }
    const auto changes = changesBetween(*current_.get(), *tables);
    if (changes.empty()) {
        return {};
    }
    if (auto recorded = record(changes, std::nullopt); !recorded) {
        return passOn(recorded);
    }
    const auto inForce = std::make_shared<const CountryTables>(*std::move(tables));
    current_.replace(inForce);
    for (const auto& user : users_) {
        user(*inForce);
    }
    desk_.log.write(changes.removed.empty() ? LogLevel::Info : LogLevel::Warning, "countries.taken",
                    {{"changes", std::string_view{toLine(changes)}},
                     {"connected", static_cast<std::int64_t>(inForce->partners.size())}});
    return {};
}

Result<void> CountriesInForce::record(const CountryChanges& changes,
                                      const std::optional<Error>& error) const {
    audit::Event event;
    event.time = desk_.clock.now();
    event.side = configuration_.national ? audit::Side::CountryA : audit::Side::CountryB;
    event.transaction = "countries-changed";
    event.outcome = error ? audit::Outcome::Refused : audit::Outcome::Success;
    event.errorId = error ? std::string{spec(error->code).id} : std::string{};
    event.reason = toLine(changes);
    event.correlationId = makeUuid(desk_.random);
    return desk_.trail.record(event).map([](std::int64_t) {});
}

void CountriesInForce::onRenewal(std::function<void(const CountryTables&)> user) {
    users_.push_back(std::move(user));
}

void CountriesInForce::watch(std::function<void(bool taken)> tell) {
    reloader_.emplace(Reloader::Parts{"countries", configuration_.watchFiles, [this] { return watched(); },
                                      [] { return false; }, [this] { return take(); }, std::move(tell),
                                      desk_.log},
                      loaded_);
}

void CountriesInForce::stopWatching() {
    if (reloader_) {
        reloader_->stop();
    }
}

void CountriesInForce::renew() {
    if (reloader_) {
        reloader_->request();
    }
}

std::vector<std::string> CountriesInForce::faults() const {
    if (const auto refused = reloader_ ? reloader_->fault() : std::nullopt) {
        return {
            "the countries file is not in force, the former one is (ncp config check tells when it can be "
            "taken): " +
            *refused};
    }
    return {};
}

} // namespace ncp::app
