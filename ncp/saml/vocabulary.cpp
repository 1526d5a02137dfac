#include "ncp/saml/vocabulary.hpp"

#include "base/table.hpp"
#include "ncp/saml/attribute_names.hpp"

#include <algorithm>
#include <array>

namespace ncp::saml {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

tl::unexpected<Error> badRow(const Table& table, const TableRow& row, std::string_view what) {
    return fail(ErrorCode::ConfigurationInvalid,
                table.source + ":" + std::to_string(row.line) + ": " + std::string{what});
}

Result<std::vector<Code>> loadRoles(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 2> columns{"code", "display"};
    const auto table = readTable(file, columns);
    if (!table) {
        return passOn(table);
    }
    std::vector<Code> roles;
    for (const auto& row : table->rows) {
        if (row.cells[0].empty() || row.cells[1].empty()) {
            return badRow(*table, row, "a role needs code and display name");
        }
        if (std::ranges::find(roles, row.cells[0], &Code::code) != roles.end()) {
            return badRow(*table, row, "role given twice");
        }
        roles.push_back({row.cells[0], std::string{kRoleCodeSystem}, row.cells[1], "ISCO"});
    }
    return roles;
}

Result<std::vector<std::string>> loadFacilityTypes(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 1> columns{"facility_type"};
    const auto table = readTable(file, columns);
    if (!table) {
        return passOn(table);
    }
    std::vector<std::string> types;
    for (const auto& row : table->rows) {
        types.push_back(row.cells[0]);
    }
    return types;
}

} // namespace

Result<Vocabulary> Vocabulary::load(const std::filesystem::path& directory) {
    Vocabulary vocabulary;
    auto roles = loadRoles(directory / "roles.tsv");
    if (!roles) {
        return passOn(roles);
    }
    vocabulary.roles_ = std::move(*roles);
    auto types = loadFacilityTypes(directory / "facility_types.tsv");
    if (!types) {
        return passOn(types);
    }
    vocabulary.facilityTypes_ = std::move(*types);
    constexpr std::array<std::string_view, 2> columns{"class", "emit"};
    const auto contexts = readTable(directory / "authentication_contexts.tsv", columns);
    if (!contexts) {
        return passOn(contexts);
    }
    for (const auto& row : contexts->rows) {
        if (row.cells[1] != "yes" && row.cells[1] != "no") {
            return badRow(*contexts, row, "emit is yes or no");
        }
        vocabulary.authnContexts_.push_back({row.cells[0], row.cells[1] == "yes"});
    }
    return vocabulary;
}

bool Vocabulary::knowsRole(std::string_view code) const noexcept {
    return std::ranges::find(roles_, code, &Code::code) != roles_.end();
}

bool Vocabulary::knowsRole(std::string_view code, std::string_view display) const noexcept {
    return std::ranges::any_of(roles_, [&](const Code& role) {
        return role.code == code && equalIgnoringCase(role.display, display);
    });
}

bool Vocabulary::knowsFacilityType(std::string_view type) const noexcept {
    return std::ranges::any_of(facilityTypes_,
                               [&](const std::string& known) { return equalIgnoringCase(known, type); });
}

bool Vocabulary::isTwoFactor(std::string_view authnContextClass) const noexcept {
    return std::ranges::find(authnContexts_, authnContextClass, &AuthnContext::name) != authnContexts_.end();
}

bool Vocabulary::mayEmit(std::string_view authnContextClass) const noexcept {
    const auto found = std::ranges::find(authnContexts_, authnContextClass, &AuthnContext::name);
    return found != authnContexts_.end() && found->emit;
}

} // namespace ncp::saml
