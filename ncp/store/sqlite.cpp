#include "ncp/store/sqlite.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ncp::store {
namespace {

tl::unexpected<Error> failed(sqlite3* database) {
    return fail(ErrorCode::StorageFailed, std::string{"SQLite: "} + sqlite3_errmsg(database) + " (" +
                                              std::to_string(sqlite3_extended_errcode(database)) + ")");
}

/// SQLite would make the file readable by everybody; the journal files take their rights from it. The new
/// file gets its name only after it was closed: closing any descriptor of a database drops all locks that
/// this process holds on it (POSIX fcntl), and another process would then take the log away under our
/// connections.
void makePrivateFile(const std::filesystem::path& file) {
    auto temporary = file.string() + ".new-XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC); // mode 0600
    if (descriptor < 0) {
        return; // the reason shows when SQLite opens the file
    }
    ::close(descriptor);
    std::error_code exists; // somebody was quicker: then that file is used
    std::filesystem::create_hard_link(temporary, file, exists);
    std::filesystem::remove(temporary, exists);
}

void must(int code) {
    if (code != SQLITE_OK) {
        throw std::logic_error{std::string{"SQLite bind: "} + sqlite3_errstr(code)};
    }
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

void Statement::bind(int parameter, std::int64_t value) {
    must(sqlite3_bind_int64(statement_.get(), parameter, value));
}

void Statement::bind(int parameter, std::string_view text) {
    must(sqlite3_bind_text64(statement_.get(), parameter, text.data() == nullptr ? "" : text.data(),
                             text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bindBlob(int parameter, std::string_view bytes) {
    must(sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    auto error = failed(sqlite3_db_handle(statement_.get()));
    reset();
    return error;
}

Result<void> Statement::run() {
    const auto stepped = step();
    reset();
    if (!stepped) {
        return passOn(stepped);
    }
    return {};
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* text = sqlite3_column_text(statement_.get(), column);
    if (text == nullptr) {
        return {};
    }
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    if (bytes == nullptr) {
        return {};
    }
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Connection::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

Result<Connection> Connection::open(const std::filesystem::path& file, Mode mode,
                                    std::chrono::milliseconds busyTimeout) {
    std::error_code unreadable;
    if (mode == Mode::ReadWrite && !std::filesystem::exists(file, unreadable)) {
        makePrivateFile(file);
    }
    const int access = mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &database, access | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection{database};
    if (code != SQLITE_OK) {
        return fail(ErrorCode::StorageFailed, "can't open " + file.string() + ": " + sqlite3_errstr(code));
    }
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, static_cast<int>(busyTimeout.count()));
    return connection;
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        return failed(database_.get());
    }
    return Statement{statement};
}

Result<void> Connection::execute(const std::string& sql) {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failed(database_.get());
    }
    return {};
}

Result<std::optional<std::int64_t>> Connection::integer(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) {
        return passOn(statement);
    }
    const auto row = statement->step();
    if (!row) {
        return passOn(row);
    }
    return *row ? std::optional{statement->integer(0)} : std::nullopt;
}

std::int64_t Connection::changes() const noexcept {
    return sqlite3_changes64(database_.get());
}

bool Connection::inTransaction() const noexcept {
    return sqlite3_get_autocommit(database_.get()) == 0;
}

bool Connection::failedBusy() const noexcept {
    return (sqlite3_errcode(database_.get()) & 0xFF) == SQLITE_BUSY;
}

Result<void> Connection::checkpoint(Checkpoint kind) {
    const int mode = kind == Checkpoint::Passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, mode, nullptr, nullptr);
    // Busy means that another process does the same just now, or that a reader takes its time.
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        return failed(database_.get());
    }
    return {};
}

Result<Connection::TransactionStatements*> Connection::transactionStatements() {
    if (!transaction_) {
        auto begin = prepare("BEGIN IMMEDIATE");
        if (!begin) {
            return passOn(begin);
        }
        auto commit = prepare("COMMIT");
        if (!commit) {
            return passOn(commit);
        }
        transaction_ = TransactionStatements{std::move(*begin), std::move(*commit)};
    }
    return &*transaction_;
}

Result<Transaction> Transaction::begin(Connection& connection) {
    const auto statements = connection.transactionStatements();
    if (!statements) {
        return passOn(statements);
    }
    if (auto begun = (*statements)->begin.run(); !begun) {
        return passOn(begun);
    }
    return Transaction{connection};
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
    // After some failures (a full disk) SQLite has rolled back already.
    if (connection_ != nullptr && connection_->inTransaction()) {
        static_cast<void>(connection_->execute("ROLLBACK"));
    }
}

Result<void> Transaction::commit() {
    return connection_->execute("COMMIT");
}

} // namespace ncp::store
