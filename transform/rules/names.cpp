#include "transform/rules/names.hpp"

#include "transform/cda/element.hpp"

#include <algorithm>

namespace ncp::transform::rules {
namespace {

constexpr std::array<std::string_view, 3> kSpaces{cda::kHl7, cda::kPharmacy, cda::kEpsosMedication};

} // namespace

NameId Names::addElement(Space space, std::string_view name) {
    const auto [at, added] =
        elements_[static_cast<std::size_t>(space)].try_emplace(std::string{name}, elementCount_);
    elementCount_ = static_cast<NameId>(elementCount_ + (added ? 1 : 0));
    return at->second;
}

NameId Names::addAttribute(std::string_view name) {
    const auto [at, added] = attributes_.try_emplace(std::string{name}, attributeCount_);
    attributeCount_ = static_cast<NameId>(attributeCount_ + (added ? 1 : 0));
    return at->second;
}

NameId Names::element(std::string_view namespaceUri, std::string_view name) const noexcept {
    const auto space = std::ranges::find(kSpaces, namespaceUri);
    if (space == kSpaces.end()) {
        return kOtherName;
    }
    const auto& numbers = elements_[static_cast<std::size_t>(space - kSpaces.begin())];
    const auto found = numbers.find(name);
    return found == numbers.end() ? kOtherName : found->second;
}

NameId Names::attribute(std::string_view namespaceUri, std::string_view name) const noexcept {
    const bool isType = namespaceUri == cda::kSchemaInstance && name == "type";
    if (!namespaceUri.empty() && !isType) {
        return kOtherName;
    }
    const auto found = attributes_.find(isType ? std::string_view{"xsi:type"} : name);
    return found == attributes_.end() ? kOtherName : found->second;
}

} // namespace ncp::transform::rules
