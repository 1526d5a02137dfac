#pragma once

#include "transform/rules/path.hpp"
#include "transform/rules/value_pattern.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// The exchanged form of a document, or the form that one country writes or reads.
enum class Form : std::uint8_t { Pivot, Friendly };

/// Whose document it is: a fault that hides a received document from a clinician does more harm than good.
enum class Origin : std::uint8_t { Own, Received };

/// How much a broken rule matters.
enum class Level : std::uint8_t { Notice, Warning, Error };

/// Which documents a rule is for.
struct Scope {
    std::vector<std::string_view> codes; ///< LOINC codes; empty for every document
    std::optional<bool> structured;      ///< level 3 (true) or level 1 (false); empty for both
};

/// What a rule compares with, in the shape that its check wants.
struct Argument {
    std::size_t count = 0;
    std::vector<std::string> values;
    std::vector<NameId> names; ///< the values as names of elements of HL7 v3
    std::optional<ValuePattern> pattern;
};

struct Rule;

/// One place where a rule does not hold.
struct Violation {
    Place element = 0;
    std::string found; ///< what stood there; empty where nothing did
};

/// Of one row of the rules: whoever made a document mends them all alike, and a hostile one must not cost us.
inline constexpr std::size_t kMostPlaces = 100;

/// The places at or below `context` where the rule does not hold: the first of them, about `kMostPlaces`.
using Check = std::vector<Violation> (*)(const Rule& rule, Place context, const DocumentIndex& document);

/// One row of the rule tables.
struct Rule {
    std::string id; ///< `patient.birth-time`; the key of its explanation is `rule.` and this
    Level own = Level::Error;
    Level received = Level::Error;
    std::vector<Scope> scopes;
    std::optional<Form> form; ///< empty for both
    unsigned wave = 1;        ///< of MyHealth@EU, since which it is asked for
    std::size_t context = 0;  ///< among the contexts of the set
    Check check = nullptr;    ///< none for a rule that code checks
    Path target;
    Argument argument;
    std::string expected;  ///< in notation that needs no language: `M | F | UN`, `telecom 1..*`
    std::string reference; ///< the clause it comes from
};

} // namespace ncp::transform::rules
