#pragma once

#include "base/result.hpp"
#include "transform/cda/coded_elements.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// An attribute of a step has one of these values.
struct AttributeTest {
    std::string attribute; ///< "xsi:type" stands for the local part of xsi:type
    std::vector<std::string> values;
    friend bool operator==(const AttributeTest&, const AttributeTest&) = default;
};

/// A child of a step, which stands before what the step leads to, has one of these values: the root of a
/// templateId, or the code of the code.
struct ChildCondition {
    enum class Kind : std::uint8_t { Template, Code };
    Kind kind = Kind::Template;
    std::vector<std::string> values;
    friend bool operator==(const ChildCondition&, const ChildCondition&) = default;
};

struct CodedElementStep {
    std::string name;
    std::vector<AttributeTest> tests;
    std::vector<ChildCondition> conditions;
};

/// A path of the coded element list, taken apart.
struct CodedElementPath {
    bool anywhere = false; ///< starts with `//`
    std::vector<CodedElementStep> steps;
    CodePlace place = CodePlace::Element;
    std::string attribute;
    std::optional<std::size_t> holder; ///< the step that has to hold the code
    std::string unless;                ///< code system of a child of it that excuses; may be empty
};

/// Makes an OID of a short form; the text itself where it is none.
using OidExpansion = std::function<std::string(std::string_view)>;

/// ConfigurationInvalid says what is wrong with the path.
Result<CodedElementPath> parseCodedElementPath(std::string_view text, const OidExpansion& expand);

/// The rows of the list in their order, each with its path.
struct CodedElementRows {
    std::vector<CodedElement> elements;
    std::vector<CodedElementPath> paths;
    std::vector<std::string> exchangeRoots; ///< the OIDs of the prefixes
};
/// What both tables say; all faults of single rows are listed with source and line.
Result<CodedElementRows> readCodedElements(std::string_view list, std::string_view prefixes,
                                           const std::string& source);

} // namespace ncp::transform::cda
