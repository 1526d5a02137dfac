#include "ncp/saml/policy.hpp"

#include "base/table.hpp"
#include "ncp/saml/attribute_names.hpp"

#include <algorithm>
#include <array>

namespace ncp::saml {
namespace {

constexpr std::string_view kNoClass = "-";
/// Class code of what takes a dispensation back.
constexpr std::string_view kDiscardClass = "DISCARD-60593-1";

std::optional<Transaction> transactionNamed(std::string_view wanted) {
    for (const auto transaction :
         {Transaction::PatientDiscovery, Transaction::Query, Transaction::Retrieve, Transaction::Provide}) {
        if (name(transaction) == wanted) {
            return transaction;
        }
    }
    return std::nullopt;
}

std::vector<std::string> splitAtCommas(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const auto comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(comma + 1);
    }
}

bool holdsAll(const std::vector<std::string>& held, const std::vector<std::string>& required) {
    return std::ranges::all_of(required, [&](const std::string& permission) {
        return std::ranges::find(held, permission) != held.end();
    });
}

tl::unexpected<Error> badRow(const Table& table, const TableRow& row, std::string_view what) {
    return fail(ErrorCode::ConfigurationInvalid,
                table.source + ":" + std::to_string(row.line) + ": " + std::string{what});
}

} // namespace

Result<Policy> Policy::load(const std::filesystem::path& permissions) {
    auto vocabulary = Vocabulary::load(permissions.parent_path());
    if (!vocabulary) {
        return passOn(vocabulary);
    }
    constexpr std::array<std::string_view, 3> columns{"transaction", "class_code", "permissions"};
    const auto table = readTable(permissions, columns);
    if (!table) {
        return passOn(table);
    }
    Policy policy;
    policy.vocabulary_ = std::make_shared<const Vocabulary>(std::move(*vocabulary));
    for (const auto& row : table->rows) {
        const auto transaction = transactionNamed(row.cells[0]);
        if (!transaction) {
            return badRow(*table, row, "unknown transaction");
        }
        auto required = splitAtCommas(row.cells[2]);
        if (row.cells[1].empty() || std::ranges::any_of(required, &std::string::empty)) {
            return badRow(*table, row, "empty class code or permission");
        }
        if (!policy.required_.emplace(std::pair{*transaction, row.cells[1]}, std::move(required)).second) {
            return badRow(*table, row, "transaction and class given twice");
        }
    }
    return policy;
}

bool Policy::knowsClass(std::string_view classCode) const {
    return classCode != kNoClass &&
           std::ranges::any_of(required_, [&](const auto& row) { return row.first.second == classCode; });
}

Result<void> Policy::check(const VerifiedAssertions& assertions, const Demand& demand) const {
    const auto transaction = assertions.transaction();
    if (transaction == Transaction::PatientDiscovery) {
        const auto role = assertions.hcp().role();
        if (!role || !vocabulary_->knowsRole(role->code, role->display)) {
            return failRule(ErrorCode::InsufficientRights, "role-display-name",
                            "role code and display name do not belong together");
        }
    } else if (!demand.patient || !assertions.patient()) {
        return failRule(ErrorCode::UnknownPatientIdentifier, "trc-patient-of-request",
                        "no patient to compare");
    }
    if (demand.patient && assertions.patient() && *demand.patient != *assertions.patient()) {
        return failRule(ErrorCode::UnknownPatientIdentifier, "trc-patient-of-request",
                        "the request's patient is not the TRC's");
    }
    if (demand.classCode == kDiscardClass && assertions.hcp().firstValue(kOrganisationIdAttribute).empty()) {
        return failRule(ErrorCode::AssertionFieldsMissing, "hcp-organisation-id",
                        "a discard names no organisation");
    }
    return checkPermissions(assertions.hcp(), transaction, demand);
}

Result<void> Policy::checkPermissions(const Assertion& hcp, Transaction transaction,
                                      const Demand& demand) const {
    const auto held = hcp.permissions();
    const bool locating = !demand.classCode && transaction == Transaction::Retrieve;
    const auto allowed = [&](const auto& row) {
        return row.first.first == transaction && holdsAll(held, row.second);
    };
    if (locating) {
        return std::ranges::any_of(required_, allowed)
                   ? Result<void>{}
                   : failRule(ErrorCode::InsufficientRights, "permissions",
                              "no document class may be retrieved");
    }
    const auto row = required_.find({transaction, demand.classCode.value_or(std::string{kNoClass})});
    if (row == required_.end()) {
        return failRule(ErrorCode::ClassCodeUnknown, "class-known",
                        "the transaction does not serve this document class");
    }
    if (!allowed(*row)) {
        return failRule(ErrorCode::InsufficientRights, "permissions", "a permission is missing");
    }
    return {};
}

} // namespace ncp::saml
