#include "ncp/portal/handout_form.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ncp::portal {
namespace {

constexpr std::size_t kTextLimit = 200;

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::optional<std::uint32_t> number(std::string_view field) {
    const auto text = trimmed(field);
    std::uint32_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{value}
                                                                                     : std::nullopt;
}

void readSubstitute(const Form& form, const consultation::PrescriptionItem& item, EnteredHandout& entered) {
    transform::dispensation::Substitute substitute;
    substitute.name = trimmed(fieldOf(form, "substitute_name"));
    substitute.strength = trimmed(fieldOf(form, "substitute_strength"));
    substitute.packageSize = trimmed(fieldOf(form, "substitute_size"));
    if (!item.substitutable) {
        entered.faults.push_back({"substitute", "portal.handout.fault.substitution"});
    } else if (substitute.name.empty() || substitute.name.size() > kTextLimit) {
        entered.faults.push_back({"substitute_name", "portal.handout.fault.name"});
    } else if (substitute.strength.size() > kTextLimit) {
        entered.faults.push_back({"substitute_strength", "portal.handout.fault.name"});
    } else if (!substitute.packageSize.empty() && number(substitute.packageSize).value_or(0) == 0) {
        entered.faults.push_back({"substitute_size", "portal.handout.fault.size"});
    }
    entered.handout.substitute = std::move(substitute);
}

} // namespace

EnteredHandout readHandout(const Form& form, const std::vector<consultation::PrescriptionItem>& items) {
    EnteredHandout entered;
    const auto chosen = number(fieldOf(form, "item"));
    if (!chosen || *chosen >= items.size() || !items[*chosen].active || items[*chosen].left() == 0) {
        entered.faults.push_back({"item", "portal.handout.fault.item"});
        return entered;
    }
    const auto& item = items[*chosen];
    entered.handout.item = *chosen;
    const auto packages = number(fieldOf(form, "packages"));
    if (!packages || *packages == 0 || *packages > item.left()) {
        entered.faults.push_back({"packages", "portal.handout.fault.packages"});
    } else {
        entered.handout.packages = *packages;
    }
    if (fieldOf(form, "substitute") == "yes") {
        readSubstitute(form, item, entered);
    }
    return entered;
}

} // namespace ncp::portal
