#pragma once

#include "base/error_table.hpp"
#include "transform/rules/path.hpp"

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// The exchanged form of a document, or the form that one country writes or reads.
enum class Form : std::uint8_t { Pivot, Friendly };

/// Whose document it is: a fault that hides a received document from a clinician does more harm than good.
enum class Origin : std::uint8_t { Own, Received };

/// Which documents a rule is for.
struct Scope {
    std::vector<std::string_view> codes; ///< LOINC codes; empty for every document
    std::optional<bool> structured;      ///< level 3 (true) or level 1 (false); empty for both
};

/// What a rule compares with, in the shape that its check wants.
struct Argument {
    std::size_t count = 0;
    std::vector<std::string> values;
    std::optional<std::regex> pattern;
};

struct Rule;

/// One place where a rule does not hold.
struct Violation {
    xml::Node element;
    std::string found; ///< what stood there; empty where nothing did
};

/// The places at or below `context` where the rule does not hold.
using Check = std::vector<Violation> (*)(const Rule& rule, xml::Node context, xml::Node root);

/// One row of the rule tables.
struct Rule {
    std::string id; ///< `patient.birth-time`; the key of its explanation is `rule.` and this
    Severity own = Severity::Error;
    Severity received = Severity::Error;
    std::vector<Scope> scopes;
    std::optional<Form> form; ///< empty for both
    Path context;
    Check check = nullptr;
    Path target;
    Argument argument;
    std::string expected;  ///< in notation that needs no language: `M | F | UN`, `telecom 1..*`
    std::string reference; ///< the clause it comes from
};

} // namespace ncp::transform::rules
