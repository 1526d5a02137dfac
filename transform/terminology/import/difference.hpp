#pragma once

#include "transform/terminology/content.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::terminology::import {

enum class Part : std::uint8_t { CodeSystem, Concept, Designation, ValueSet, Member, Mapping };
enum class Change : std::uint8_t { Added, Removed, Changed };

std::string_view
nameOf(Part part) noexcept; ///< code-system, concept, designation, value-set, member, mapping
std::string_view nameOf(Change change) noexcept; ///< added, removed, changed

struct Difference {
    Part part = Part::Concept;
    Change change = Change::Added;
    std::string key;    ///< what it is about: code system, code, language, …
    std::string before; ///< empty for what is added
    std::string after;  ///< empty for what is removed
};

struct DifferenceCounts {
    struct Row {
        std::size_t added = 0;
        std::size_t removed = 0;
        std::size_t changed = 0;
    };
    static constexpr std::size_t kParts = 6;
    std::array<Row, kParts> rows{}; ///< by Part

    const Row& operator[](Part part) const { return rows.at(static_cast<std::size_t>(part)); }
};

/// What `after` has, lacks and says otherwise than `before`, part by part and in the order of the keys. The
/// members of a set and the designations of a concept are told one by one.
std::vector<Difference> difference(const Content& before, const Content& after);
DifferenceCounts count(const std::vector<Difference>& differences);

} // namespace ncp::transform::terminology::import
