#include "ncp/national/dispensation_rules.hpp"

namespace ncp::national {
namespace {

using transform::dispensation::PrescribedItem;
using transform::dispensation::Prescription;

/// What a prescription allows under one item id; items that share an id share their packages.
struct Allowance {
    std::uint64_t packages = 0;
    bool substitutable = true;
    bool active = false;
};

std::map<std::string, Allowance> allowances(const Prescription& prescription) {
    std::map<std::string, Allowance> byId;
    for (const auto& item : prescription.items) {
        auto& allowance = byId[textOf(item.id)];
        allowance.packages += item.active ? item.packages : 0;
        allowance.substitutable = allowance.substitutable && item.substitutable;
        allowance.active = allowance.active || item.active;
    }
    return byId;
}

std::uint64_t takenOf(const HandedOut& before, const std::string& item) {
    const auto found = before.find(item);
    return found == before.end() ? 0 : found->second;
}

} // namespace

std::vector<DispensationRecord::Item> withOnlyItem(std::vector<DispensationRecord::Item> items,
                                                   const Prescription& prescription) {
    for (auto& item : items) {
        if (item.id.empty() && prescription.items.size() == 1) {
            item.id = textOf(prescription.items.front().id);
        }
    }
    return items;
}

Result<void> checkHandout(const std::vector<DispensationRecord::Item>& items,
                          const Prescription& prescription, const HandedOut& before) {
    const auto allowed = allowances(prescription);
    auto total = before;
    for (const auto& item : items) {
        const auto allowance = allowed.find(item.id);
        if (item.id.empty() || allowance == allowed.end()) {
            return fail(ErrorCode::PrescriptionNotMatching, "the prescription has no such item");
        }
        if (!allowance->second.active) {
            return fail(ErrorCode::PrescriptionNotDispensable, "the prescription is not in force");
        }
        if (item.substituted && !allowance->second.substitutable) {
            return fail(ErrorCode::SubstitutionNotAllowed, "the prescription forbids another product");
        }
        if (takenOf(before, item.id) >= allowance->second.packages) {
            return fail(ErrorCode::PrescriptionAlreadyDispensed, "nothing is left of the prescription");
        }
        if ((total[item.id] += item.packages) > allowance->second.packages) {
            return fail(ErrorCode::PrescriptionNotMatching,
                        "more packages than are left of the prescription");
        }
    }
    return {};
}

bool isOpen(const Prescription& prescription, const HandedOut& before) {
    for (const auto& [id, allowance] : allowances(prescription)) {
        if (allowance.active && takenOf(before, id) < allowance.packages) {
            return true;
        }
    }
    return false;
}

} // namespace ncp::national
