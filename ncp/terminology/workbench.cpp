#include "ncp/terminology/workbench.hpp"

#include "ncp/store/sqlite.hpp"
#include "ncp/terminology/workbench_rows.hpp"
#include "ncp/terminology/workbench_schema.hpp"
#include "transform/terminology/import/merge.hpp"

#include <algorithm>
#include <system_error>

namespace ncp::terminology {
namespace {

using namespace transform::terminology;
using store::Connection;

constexpr std::chrono::milliseconds kBusyTimeout{30'000};

Result<Connection> openFile(const std::filesystem::path& file) {
    std::error_code ignored; // what is missing shows when the file is opened
    std::filesystem::create_directories(file.parent_path(), ignored);
    auto connection = Connection::open(file, Connection::Mode::ReadWrite, kBusyTimeout);
    if (!connection) {
        return connection;
    }
    const auto ready = connection->execute("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; "
                                           "PRAGMA synchronous = FULL");
    if (!ready) {
        return fail(ErrorCode::StorageFailed, file.string() + ": " + ready.error().detail);
    }
    if (auto current = store::bringSchemaUpToDate(*connection, workbenchSchema()); !current) {
        return fail(ErrorCode::StorageFailed, file.string() + ": " + current.error().detail);
    }
    return connection;
}

Result<void> writeLog(Connection& connection, const Work& work, bool approval,
                      const import::DifferenceCounts& counts) {
    import::DifferenceCounts::Row sum;
    for (const auto& row : counts.rows) {
        sum.added += row.added;
        sum.removed += row.removed;
        sum.changed += row.changed;
    }
    auto entry =
        connection.prepare("INSERT INTO work_log (time, kind, author, what, added, removed, changed) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!entry) {
        return passOn(entry);
    }
    entry->bind(1, static_cast<std::int64_t>(work.time.time_since_epoch().count()));
    entry->bind(2, approval ? "approval" : "import");
    entry->bind(3, work.author);
    entry->bind(4, work.what);
    entry->bind(5, static_cast<std::int64_t>(sum.added));
    entry->bind(6, static_cast<std::int64_t>(sum.removed));
    entry->bind(7, static_cast<std::int64_t>(sum.changed));
    return entry->run();
}

std::string refusal(const import::ImportReport& report) {
    const auto first = std::ranges::find(report.remarks, import::RemarkKind::Refused, &import::Remark::kind);
    std::string where;
    if (first != report.remarks.end()) {
        where = ": " + first->file + (first->line == 0 ? "" : ":" + std::to_string(first->line)) + ": " +
                first->reason;
    }
    return std::to_string(report.refused) + " refused, nothing was imported" + where;
}

} // namespace

struct Workbench::State {
    Connection connection;

    /// One transaction: what the content becomes, and the row of the log.
    template <class Become>
    Result<Differences> change(const Work& work, bool approval, Become become) {
        auto transaction = store::Transaction::begin(connection);
        if (!transaction) {
            return passOn(transaction);
        }
        const auto before = readContent(connection);
        if (!before) {
            return passOn(before);
        }
        const auto after = become(*before);
        auto differences = import::difference(*before, after);
        auto written = writeContent(connection, *before, after).and_then([&] {
            return writeLog(connection, work, approval, import::count(differences));
        });
        if (!written) {
            return passOn(written);
        }
        if (auto committed = transaction->commit(); !committed) {
            return passOn(committed);
        }
        return differences;
    }
};

Workbench::Workbench(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Workbench::Workbench(Workbench&&) noexcept = default;
Workbench& Workbench::operator=(Workbench&&) noexcept = default;
Workbench::~Workbench() = default;

Result<Workbench> Workbench::open(const std::filesystem::path& file) {
    auto connection = openFile(file);
    if (!connection) {
        return passOn(connection);
    }
    return Workbench{std::make_unique<State>(std::move(*connection))};
}

Result<Content> Workbench::content() {
    return readContent(state_->connection);
}

Result<Workbench::Differences> Workbench::import(const import::Reading& reading, const Work& work) {
    if (reading.report.refused > 0) {
        return fail(ErrorCode::InputRefused, refusal(reading.report));
    }
    return state_->change(work, false, [&](const Content& before) {
        return transform::terminology::import::merge(before, reading.content);
    });
}

Result<Workbench::Differences> Workbench::approve(const import::ApprovalSelection& selection,
                                                  const Work& work) {
    return state_->change(work, true, [&](const Content& before) {
        return transform::terminology::import::approve(before, selection);
    });
}

Result<std::vector<WorkLogEntry>> Workbench::log(std::size_t limit) {
    auto statement = state_->connection.prepare("SELECT time, kind, author, what, added, removed, changed "
                                                "FROM work_log ORDER BY id DESC LIMIT ?");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, static_cast<std::int64_t>(limit));
    std::vector<WorkLogEntry> entries;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            return entries;
        }
        entries.push_back({Instant{std::chrono::milliseconds{statement->integer(0)}},
                           statement->text(1) == "approval", statement->text(2), statement->text(3),
                           statement->integer(4), statement->integer(5), statement->integer(6)});
    }
}

} // namespace ncp::terminology
