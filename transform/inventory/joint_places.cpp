#include "transform/inventory/joint_places.hpp"

namespace ncp::transform::inventory {

std::size_t JointPlaces::StepHash::operator()(const Step& step) const noexcept {
    constexpr std::size_t kFactor = 0x9E3779B97F4A7C15U;
    std::size_t hash = step.parent * kFactor + step.order;
    for (const auto text : {step.element, step.namespaceUri, step.translation}) {
        hash = (hash ^ std::hash<std::string_view>{}(text)) * kFactor;
    }
    return hash;
}

JointPlaces::JointPlaces(const Inventory& before, const Inventory& after)
    : first_(&before), second_(&after), before_(number(before)), after_(number(after)) {}

std::vector<std::uint32_t> JointPlaces::number(const Inventory& inventory) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(inventory.places());
    // A parent stands before its children; the root is its own parent and gets a number that no place has.
    for (std::size_t i = 0; i < inventory.places(); ++i) {
        const auto& place = inventory.place(static_cast<PlaceIndex>(i));
        const auto parent = i == 0 ? 0U : numbers[place.parent];
        const auto next = static_cast<std::uint32_t>(numbers_.size() + 1);
        numbers.push_back(
            numbers_
                .emplace(Step{parent, place.order, place.namespaceUri, place.element, place.translation},
                         next)
                .first->second);
    }
    return numbers;
}

std::uint64_t JointPlaces::key(std::uint32_t place, const Leaf& leaf) {
    constexpr unsigned kPlaceShift = 32;
    constexpr unsigned kKindShift = 28;
    const bool named = leaf.kind == Kind::Attribute || leaf.kind == Kind::Reference;
    const auto next = static_cast<std::uint32_t>(names_.size() + 1);
    const std::uint64_t name = named ? names_.emplace(leaf.parts.front().name, next).first->second : 0U;
    return std::uint64_t{place} << kPlaceShift | static_cast<std::uint64_t>(leaf.kind) << kKindShift | name;
}

} // namespace ncp::transform::inventory
