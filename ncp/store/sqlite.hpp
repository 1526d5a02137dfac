#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ncp::store {

/// A prepared statement: bind, step, read the columns, reset. Must not outlive its connection.
class Statement {
  public:
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, std::string_view text);
    void bindBlob(int parameter, std::string_view bytes);

    /// True when there is a row, false when it is done.
    Result<bool> step();
    /// Steps a statement that gives no rows, and makes it ready for the next use.
    Result<void> run();
    void reset() noexcept;

    std::int64_t integer(int column) const noexcept;
    std::string text(int column) const;
    std::string blob(int column) const;

  private:
    friend class Connection;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    explicit Statement(sqlite3_stmt* statement) noexcept : statement_(statement) {}

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A connection to a SQLite file, used by one thread at a time. Every failure is StorageFailed with SQLite's
/// reason, which names no stored values.
class Connection {
  public:
    enum class Mode : std::uint8_t { ReadWrite, ReadOnly };

    /// Waits up to `busyTimeout` for other writers. A file that is not there is made, readable by its owner
    /// only (ReadWrite).
    static Result<Connection> open(const std::filesystem::path& file, Mode mode,
                                   std::chrono::milliseconds busyTimeout);

    Result<Statement> prepare(std::string_view sql);
    /// Runs one or several statements without results.
    Result<void> execute(const std::string& sql);
    /// The first column of the first row; nothing where there is no row.
    Result<std::optional<std::int64_t>> integer(std::string_view sql);

    /// Rows that the last statement changed.
    std::int64_t changes() const noexcept;
    bool inTransaction() const noexcept;
    /// The last call failed because another connection holds a lock.
    bool failedBusy() const noexcept;
    enum class Checkpoint : std::uint8_t {
        Passive, ///< as far as readers allow; nobody is held up
        Restart, ///< all of it, so that the log starts anew; writers wait for the end of it
    };
    /// Moves committed pages from the log into the file.
    Result<void> checkpoint(Checkpoint kind);

  private:
    friend class Transaction;
    struct TransactionStatements {
        Statement begin;
        Statement commit;
    };
    /// Prepared at the first transaction, as a node makes one after the other.
    Result<TransactionStatements*> transactionStatements();

    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };
    explicit Connection(sqlite3* database) noexcept : database_(database) {}

    std::unique_ptr<sqlite3, Close> database_;
    std::optional<TransactionStatements> transaction_; // after the database: finalised before it is closed
};

/// A write transaction: takes the write lock at once, and rolls back unless it was committed.
class Transaction {
  public:
    static Result<Transaction> begin(Connection& connection);
    ~Transaction();
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;

    Result<void> commit();

  private:
    explicit Transaction(Connection& connection) noexcept : connection_(&connection) {}

    Connection* connection_;
};

} // namespace ncp::store
