#include "transform/rules/path_reader.hpp"

#include <algorithm>
#include <cctype>

namespace ncp::transform::rules {
namespace {

tl::unexpected<Error> fault(const std::string& what) {
    return fail(ErrorCode::ConfigurationInvalid, what);
}

std::optional<Space> spaceOf(std::string_view prefix) {
    if (prefix == "hl7") {
        return Space::Hl7;
    }
    if (prefix == "pharm") {
        return Space::Pharmacy;
    }
    return prefix == "epsos" ? std::optional{Space::Epsos} : std::nullopt;
}

} // namespace

Result<Path::Route> PathReader::route() {
    Path::Route route;
    auto axis = take("//") ? Path::Axis::AnyDepth : take(".") ? Path::Axis::Self : Path::Axis::Child;
    while (true) {
        if (take("@")) {
            const auto attribute = name();
            if (attribute.empty()) {
                return fault("the name of an attribute is missing");
            }
            route.attribute = names_.addAttribute(attribute);
            return route;
        }
        auto step = this->step(axis);
        if (!step) {
            return passOn(step);
        }
        route.steps.push_back(std::move(*step));
        if (take("//")) {
            axis = Path::Axis::AnyDepth;
        } else if (take("/")) {
            axis = Path::Axis::Child;
        } else {
            return route;
        }
    }
}

Result<Path::Step> PathReader::step(Path::Axis axis) {
    Path::Step step;
    step.axis = axis;
    if (axis != Path::Axis::Self && !take("*")) {
        const auto name = elementName();
        if (!name) {
            return passOn(name);
        }
        step.name = *name;
    }
    auto predicates = this->predicates();
    if (!predicates) {
        return passOn(predicates);
    }
    step.predicates = std::move(*predicates);
    return step;
}

Result<NameId> PathReader::elementName() {
    const auto qualified = name();
    const auto colon = qualified.find(':');
    const auto prefix = colon == std::string::npos ? "hl7" : qualified.substr(0, colon);
    const auto space = spaceOf(prefix);
    if (!space) {
        return fault("unknown prefix " + prefix);
    }
    const auto local = colon == std::string::npos ? qualified : qualified.substr(colon + 1);
    if (local.empty()) {
        return fault("the name of an element is missing");
    }
    return names_.addElement(*space, local);
}

Result<std::vector<Path::Predicate>> PathReader::predicates() {
    std::vector<Path::Predicate> all;
    while (take("[")) {
        auto predicate = this->predicate();
        if (!predicate) {
            return passOn(predicate);
        }
        all.push_back(std::move(*predicate));
    }
    return all;
}

Result<Path::Predicate> PathReader::predicate() {
    Path::Predicate predicate;
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
        predicate.position = predicate.position * 10 + static_cast<std::size_t>(rest_.front() - '0');
        rest_.remove_prefix(1);
    }
    if (predicate.position == 0) {
        predicate.negated = take("!");
        auto inner = route();
        if (!inner) {
            return passOn(inner);
        }
        predicate.route = std::move(*inner);
        if (take("=")) {
            predicate.values = values();
        }
    }
    if (!take("]")) {
        return fault("a predicate is not closed");
    }
    return predicate;
}

std::vector<std::string> PathReader::values() {
    std::vector<std::string> values(1);
    while (!rest_.empty() && rest_.front() != ']') {
        if (rest_.front() == '|') {
            values.emplace_back();
        } else {
            values.back().push_back(rest_.front());
        }
        rest_.remove_prefix(1);
    }
    return values;
}

std::string PathReader::name() {
    const auto end = std::ranges::find_if(rest_, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ':' && c != '_' && c != '-';
    });
    std::string name{rest_.begin(), end};
    rest_.remove_prefix(name.size());
    return name;
}

bool PathReader::take(std::string_view token) {
    if (!rest_.starts_with(token)) {
        return false;
    }
    rest_.remove_prefix(token.size());
    return true;
}

} // namespace ncp::transform::rules
