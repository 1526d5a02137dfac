#pragma once

#include "transform/inventory/inventory.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncp::transform::inventory {

/// Numbers the places of two documents so that equal places have equal numbers. Exact: no place is taken for
/// another because of a hash.
class JointPlaces {
  public:
    JointPlaces(const Inventory& before, const Inventory& after);

    /// Number of the leaf's element.
    std::uint64_t placeBefore(const Leaf& leaf) const { return before_[leaf.place]; }
    std::uint64_t placeAfter(const Leaf& leaf) const { return after_[leaf.place]; }
    /// Number of the element that a translation belongs to.
    std::uint64_t ownerBefore(const Leaf& leaf) const { return before_[first_->place(leaf.place).parent]; }
    std::uint64_t ownerAfter(const Leaf& leaf) const { return after_[second_->place(leaf.place).parent]; }
    /// Place, kind and name of a leaf in one number: what may answer for it has the same.
    std::uint64_t keyBefore(const Leaf& leaf) { return key(before_[leaf.place], leaf); }
    std::uint64_t keyAfter(const Leaf& leaf) { return key(after_[leaf.place], leaf); }

  private:
    struct Step {
        std::uint32_t parent = 0;
        std::uint32_t order = 0;
        std::string_view namespaceUri, element, translation;
        friend bool operator==(const Step&, const Step&) = default;
    };
    struct StepHash {
        std::size_t operator()(const Step& step) const noexcept;
    };

    std::vector<std::uint32_t> number(const Inventory& inventory);
    std::uint64_t key(std::uint32_t place, const Leaf& leaf);

    const Inventory* first_;
    const Inventory* second_;
    std::unordered_map<Step, std::uint32_t, StepHash> numbers_;
    std::unordered_map<std::string_view, std::uint32_t> names_;
    std::vector<std::uint32_t> before_, after_;
};

} // namespace ncp::transform::inventory
