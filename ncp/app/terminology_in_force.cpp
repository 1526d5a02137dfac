#include "ncp/app/terminology_in_force.hpp"

#include "ncp/terminology/release_store.hpp"

#include <utility>

namespace ncp::app {

TerminologyInForce::TerminologyInForce(Source source, Logger& log)
    : source_(std::move(source)), log_(log), loaded_(statesOf(watched())), current_(nullptr) {}

TerminologyInForce::~TerminologyInForce() = default;

Result<std::unique_ptr<TerminologyInForce>> TerminologyInForce::open(Source source, Logger& log) {
    std::unique_ptr<TerminologyInForce> made{new TerminologyInForce{std::move(source), log}};
    if (auto taken = made->take(); !taken) {
        return passOn(taken);
    }
    return made;
}

std::vector<std::filesystem::path> TerminologyInForce::watched() const {
    return source_.releases.empty() ? std::vector<std::filesystem::path>{}
                                    : std::vector<std::filesystem::path>{
                                          ncp::terminology::ReleaseStore{source_.releases}.pointer()};
}

Result<std::shared_ptr<const TerminologyInForce::Catalogue>> TerminologyInForce::load() const {
    auto catalogue = source_.releases.empty()
                         ? Catalogue::load(source_.tables)
                         : ncp::terminology::ReleaseStore{source_.releases}.openCurrent();
    if (!catalogue) {
        return passOn(catalogue);
    }
    return std::make_shared<const Catalogue>(*std::move(catalogue));
}

Result<void> TerminologyInForce::take() {
    auto loaded = load();
    if (!loaded) {
        return passOn(loaded);
    }
    log_.info("terminology.taken", {{"release", std::string_view{(*loaded)->name()}},
                                    {"concepts", static_cast<std::int64_t>((*loaded)->size())}});
    current_.replace(*std::move(loaded));
    return {};
}

void TerminologyInForce::watch(std::function<void(bool taken)> tell) {
    reloader_.emplace(Reloader::Parts{"terminology", source_.period, [this] { return watched(); },
                                      [] { return false; }, [this] { return take(); }, std::move(tell), log_},
                      loaded_);
}

void TerminologyInForce::stopWatching() {
    if (reloader_) {
        reloader_->stop();
    }
}

void TerminologyInForce::renew() {
    if (reloader_) {
        reloader_->request();
    }
}

std::vector<std::string> TerminologyInForce::faults() const {
    std::vector<std::string> faults;
    const auto inForce = current_.get();
    if (inForce->size() == 0) {
        faults.emplace_back("no concept is loaded");
    }
    if (const auto refused = reloader_ ? reloader_->fault() : std::nullopt) {
        faults.push_back("release " + inForce->name() +
                         " stays in force, the new one can't be taken: " + *refused);
    }
    return faults;
}

} // namespace ncp::app
