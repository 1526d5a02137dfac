#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/clock.hpp"
#include "base/log.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/audit/event_json.hpp"
#include "ncp/audit/listing.hpp"
#include "ncp/store/store.hpp"

namespace ncp::app::commands {
namespace {

/// `2026-01-31` or an xs:dateTime; empty is no bound.
Result<std::optional<Instant>> parseBound(const std::string& text) {
    if (text.empty()) {
        return std::optional<Instant>{};
    }
    const auto instant = parseXmlDateTime(text.find('T') == std::string::npos ? text + "T00:00:00Z" : text);
    if (!instant) {
        return fail(ErrorCode::InputRefused, text + ": expected a date 2026-01-31 or 2026-01-31T10:00:00Z");
    }
    return std::optional{*instant};
}

Result<audit::Filter> filterFrom(const AuditOptions& options) {
    const auto from = parseBound(options.from);
    const auto until = parseBound(options.until);
    if (!from || !until) {
        return from ? passOn(until) : passOn(from);
    }
    audit::Filter filter;
    filter.from = *from;
    filter.until = *until;
    filter.transaction = options.transaction;
    filter.outcome = options.outcome;
    filter.peerCountry = options.peer;
    filter.correlationId = options.correlation;
    filter.limit = options.limit;
    return filter;
}

/// The node's trail, opened beside a running node.
struct OpenTrail {
    SystemClock clock;
    Logger log{clock, LogLevel::Warning, standardErrorSink()};
    std::unique_ptr<store::Store> store;
};

Result<std::unique_ptr<OpenTrail>> openTrail(const NodeConfiguration& configuration) {
    if (!std::filesystem::exists(configuration.storeFile)) {
        return fail(ErrorCode::InputRefused,
                    configuration.storeFile.string() + ": no audit trail yet; has the node been started?");
    }
    auto trail = std::make_unique<OpenTrail>();
    auto store = store::Store::open(configuration.storeFile, trail->clock, trail->log);
    if (!store) {
        return passOn(store);
    }
    trail->store = std::move(*store);
    return trail;
}

} // namespace

ExitCode listAudit(const AuditOptions& options) {
    const auto configuration = loadWithoutCountries(options.configuration, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    const auto filter = filterFrom(options);
    if (!filter) {
        return report(filter.error());
    }
    const auto trail = openTrail(*configuration);
    if (!trail) {
        return report(trail.error());
    }
    const auto records = (*trail)->store->list(*filter);
    if (!records) {
        return report(records.error());
    }
    if (options.json) {
        for (const auto& record : *records) {
            print(audit::toJson(record));
        }
        return ExitCode::Success;
    }
    const auto texts = loadTexts(*configuration);
    if (!texts) {
        return report(texts.error());
    }
    print(audit::toTable(*records, *texts, options.language));
    return ExitCode::Success;
}

ExitCode verifyAudit(const AuditOptions& options) {
    const auto configuration = loadWithoutCountries(options.configuration, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    const auto trail = openTrail(*configuration);
    if (!trail) {
        return report(trail.error());
    }
    if (const auto verified = (*trail)->store->verifyChain(); !verified) {
        report(verified.error());
        return ExitCode::Negative;
    }
    print("the audit trail is whole: every record follows from the one before it");
    return ExitCode::Success;
}

} // namespace ncp::app::commands
