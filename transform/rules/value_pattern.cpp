#include "transform/rules/value_pattern.hpp"

namespace ncp::transform::rules {

ValuePattern::ValuePattern(const std::string& expression)
    : expression_(expression, std::regex::ECMAScript | std::regex::optimize) {
    if (auto compiled = xml::grammar::Pattern::compile(expression)) {
        quick_ = std::move(*compiled);
    }
}

bool ValuePattern::matches(std::string_view value) const {
    return (quick_ && quick_->matches(value)) || std::regex_match(value.begin(), value.end(), expression_);
}

} // namespace ncp::transform::rules
