#pragma once

#include "transform/cda/coded_element_path.hpp"
#include "transform/cda/coded_elements.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncp::transform::cda {

/// The rows of the list as one automaton over the names of open elements.
struct CodedElements::Automaton {
    static constexpr std::uint16_t kDocument = 0; ///< the place above the root element
    static constexpr std::uint16_t kAnywhere = 1; ///< where paths with // start

    using Step = CodedElementWalk::Step;

    /// What some document type requires below an element that holds it, and the row that says so.
    struct Wanted {
        std::uint16_t row = 0;
        std::uint16_t child = ElementName::kUnknown; ///< that will do; kUnknown: told by ties of places below
        std::string below;                           ///< the path from the element to the code
        std::string unless;    ///< code system of a child that says why there is none; empty: no such
        std::size_t above = 0; ///< how far above is the element that wants the row too; 0: none does
    };
    /// A place on the way from an element that wants a row to the code of it.
    struct Tie {
        std::uint16_t row = 0;
        std::size_t above = 0; ///< how far above the element is
        bool last = false;     ///< the code itself: it will do; a place before it only with a nullFlavor
    };
    /// A place that a document can reach: the end of a path, or of its beginning.
    struct Node {
        std::uint16_t name = ElementName::kUnknown;
        std::vector<AttributeTest> tests;
        std::vector<ChildCondition> conditions;
        std::vector<Step> next;
        std::vector<std::uint16_t> rows; ///< that end here
        std::vector<Wanted> wanted;
        std::vector<Tie> ties;
    };

    /// False where a place of its path then waits for more than a walk keeps in mind.
    bool add(std::uint16_t row);
    ElementName nameOf(std::string_view name) const noexcept;

    std::vector<CodedElement> elements;
    std::vector<CodedElementPath> paths;
    std::vector<std::string> exchangeRoots;
    std::vector<Node> nodes{2};
    std::vector<std::vector<Step>> anywhere; ///< where paths with // start, by name

  private:
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::uint16_t nodeBehind(std::uint16_t from, const CodedElementStep& step);
    void want(std::uint16_t row, const std::vector<std::uint16_t>& places);

    std::unordered_map<std::string, std::uint16_t, NameHash, std::equal_to<>> names_;
};

} // namespace ncp::transform::cda
