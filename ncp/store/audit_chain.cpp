#include "ncp/store/audit_chain.hpp"

#include "certs/digest.hpp"

#include <array>

namespace ncp::store {
namespace {

std::array<char, 8> bigEndian(std::int64_t number) {
    std::array<char, 8> bytes{};
    auto rest = static_cast<std::uint64_t>(number);
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
        *byte = static_cast<char>(rest & 0xFFU);
        rest >>= 8U;
    }
    return bytes;
}

} // namespace

std::string chainDigest(const AuditHead& previous, std::string_view event) {
    const auto sequence = bigEndian(previous.sequence + 1);
    const auto digest =
        certs::sha256({previous.digest, std::string_view{sequence.data(), sequence.size()}, event});
    return {digest.begin(), digest.end()};
}

Result<Statement> prepareAuditHead(Connection& connection) {
    return connection.prepare("SELECT sequence, digest FROM audit_event ORDER BY sequence DESC LIMIT 1");
}

Result<AuditHead> readAuditHead(Statement& statement) {
    const auto row = statement.step();
    if (!row) {
        return passOn(row);
    }
    auto head = *row ? AuditHead{statement.integer(0), statement.blob(1)} : AuditHead{};
    statement.reset();
    return head;
}

Result<AuditHead> readAuditHead(Connection& connection) {
    auto statement = prepareAuditHead(connection);
    if (!statement) {
        return passOn(statement);
    }
    return readAuditHead(*statement);
}

Result<AuditHead> verifyAuditChain(Connection& connection) {
    auto statement = connection.prepare("SELECT sequence, event, digest FROM audit_event ORDER BY sequence");
    if (!statement) {
        return passOn(statement);
    }
    AuditHead head;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            return head;
        }
        const auto digest = chainDigest(head, statement->text(1));
        if (statement->integer(0) != head.sequence + 1 || statement->blob(2) != digest) {
            return fail(ErrorCode::IntegrityNotEnsured, "the audit trail was altered at or before row " +
                                                            std::to_string(statement->integer(0)));
        }
        head = {head.sequence + 1, digest};
    }
}

} // namespace ncp::store
