#pragma once

#include "base/result.hpp"
#include "transform/rules/document_index.hpp"
#include "transform/rules/names.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// What a path found: an element, or an attribute of it with its value. Views into the document.
struct Match {
    Place element = 0;
    std::optional<std::string_view> value; ///< of the attribute where the path ends in one
};

/// A place in a CDA document, in a small language that looks like XPath and is followed in the index:
///
///     author/assignedAuthor/id/@root       child elements, an attribute at the end (@xsi:type: its local
///     part)
///     //hl7:value   .   *                  any depth below, the element itself, any element
///     pharm:formCode   epsos:formCode      the pharmacy extension of today, and that of epSOS (waves 1 to 5)
///     section[code/@code=A|B]              predicate: the path has one of these values; `.[…]` asks the
///     element itself
///     addr[!@nullFlavor]  addr[2]          predicate: the path finds nothing; the second of its kind in its
///     parent low/@value | low/@nullFlavor         alternatives, found in this order
///
/// An element without prefix, or with `hl7:`, is one of HL7 v3.
class Path {
  public:
    /// Adds the names it asks for. ConfigurationInvalid says what is wrong with the text.
    static Result<Path> parse(std::string_view text, Names& names);

    /// Everything that the path finds, starting from the element.
    std::vector<Match> select(const DocumentIndex& document, Place from) const;
    /// True when it finds at least `count`.
    bool finds(const DocumentIndex& document, Place from, std::size_t count = 1) const;
    /// The same path with the last predicate of each step left out: finds what stands there instead.
    Path loosened() const;
    const std::string& text() const noexcept { return text_; }

    struct Step;
    /// One alternative: steps, then perhaps an attribute.
    struct Route {
        std::vector<Step> steps;
        NameId attribute = kOtherName; ///< kOtherName: ends in an element
    };
    struct Predicate {
        std::size_t position = 0; ///< from 1; 0 for a predicate with a path
        bool negated = false;
        Route route;
        std::vector<std::string> values; ///< empty: it is enough that the path finds something
    };
    enum class Axis : std::uint8_t { Self, Child, AnyDepth };
    struct Step {
        Axis axis = Axis::Child;
        NameId name = kOtherName; ///< kOtherName: any
        std::vector<Predicate> predicates;
    };

  private:
    std::string text_;
    std::vector<Route> routes_;
};

} // namespace ncp::transform::rules
