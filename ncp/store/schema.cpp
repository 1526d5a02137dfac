#include "ncp/store/schema.hpp"

namespace ncp::store {
namespace {

/// "ncp1", written into the head of the file.
constexpr std::int64_t kNodeApplicationId = 0x6E637031;

Result<std::int64_t> schemaVersion(Connection& connection) {
    const auto version = connection.integer("PRAGMA user_version");
    if (!version) {
        return passOn(version);
    }
    return version->value_or(0);
}

Result<void> refuseForeignFile(Connection& connection, const Schema& schema) {
    const auto application = connection.integer("PRAGMA application_id");
    if (!application) {
        return passOn(application);
    }
    const auto objects = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (!objects) {
        return passOn(objects);
    }
    if (application->value_or(0) != schema.applicationId && objects->value_or(0) != 0) {
        return fail(ErrorCode::StorageFailed, "the file belongs to another program");
    }
    return {};
}

Result<void> apply(Connection& connection, const Migration& migration) {
    if (auto applied = connection.execute(std::string{migration.sql}); !applied) {
        return fail(ErrorCode::StorageFailed,
                    "migration " + std::string{migration.name} + ": " + applied.error().detail);
    }
    return connection.execute("PRAGMA user_version = " + std::to_string(migration.version));
}

Result<void> migrate(Connection& connection, const Schema& schema) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return passOn(transaction);
    }
    // Read again: another process may have done the work while we waited for the lock.
    const auto version = schemaVersion(connection);
    if (!version) {
        return passOn(version);
    }
    if (auto marked = connection.execute("PRAGMA application_id = " + std::to_string(schema.applicationId));
        !marked) {
        return marked;
    }
    for (const auto& migration : schema.migrations) {
        if (migration.version <= *version) {
            continue;
        }
        if (auto applied = apply(connection, migration); !applied) {
            return applied;
        }
    }
    return transaction->commit();
}

} // namespace

Schema nodeSchema() noexcept {
    return {kNodeApplicationId, migrations()};
}

Result<void> bringSchemaUpToDate(Connection& connection, const Schema& schema) {
    if (auto ours = refuseForeignFile(connection, schema); !ours) {
        return ours;
    }
    const auto version = schemaVersion(connection);
    if (!version) {
        return passOn(version);
    }
    const auto newest = schema.migrations.back().version;
    if (*version > newest) {
        return fail(ErrorCode::StorageFailed, "the file has schema version " + std::to_string(*version) +
                                                  ", this program knows " + std::to_string(newest));
    }
    return *version == newest ? Result<void>{} : migrate(connection, schema);
}

} // namespace ncp::store
