#include "transform/rules/path.hpp"

#include "transform/cda/element.hpp"

#include <algorithm>
#include <cctype>

namespace ncp::transform::rules {
namespace {

std::optional<Path::Space> spaceOf(std::string_view prefix) {
    if (prefix == "hl7") {
        return Path::Space::Hl7;
    }
    if (prefix == "pharm") {
        return Path::Space::Pharmacy;
    }
    return prefix == "epsos" ? std::optional{Path::Space::Epsos} : std::nullopt;
}

/// Reads one alternative of a path, front to back.
class PathReader {
  public:
    explicit PathReader(std::string_view text) : rest_(text) {}

    Result<Path::Route> route() {
        Path::Route route;
        if (take(".")) {
            return finish(std::move(route));
        }
        bool anyDepth = take("//");
        while (true) {
            if (take("@")) {
                route.attribute = name();
                if (route.attribute.empty()) {
                    return fault("the name of an attribute is missing");
                }
                return finish(std::move(route));
            }
            auto step = this->step(anyDepth);
            if (!step) {
                return passOn(step);
            }
            route.steps.push_back(std::move(*step));
            anyDepth = take("//");
            if (!anyDepth && !take("/")) {
                return finish(std::move(route));
            }
        }
    }

    bool atEnd() const noexcept { return rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }

  private:
    Result<Path::Step> step(bool anyDepth) {
        Path::Step step;
        step.anyDepth = anyDepth;
        if (take("*")) {
            step.space = Path::Space::Any;
        } else {
            const auto qualified = name();
            const auto colon = qualified.find(':');
            const auto prefix = colon == std::string::npos ? "hl7" : qualified.substr(0, colon);
            const auto space = spaceOf(prefix);
            if (!space) {
                return fault("unknown prefix " + prefix);
            }
            step.space = *space;
            step.name = colon == std::string::npos ? qualified : qualified.substr(colon + 1);
            if (step.name.empty()) {
                return fault("the name of an element is missing");
            }
        }
        while (take("[")) {
            auto predicate = this->predicate();
            if (!predicate) {
                return passOn(predicate);
            }
            step.predicates.push_back(std::move(*predicate));
        }
        return step;
    }

    Result<Path::Predicate> predicate() {
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

    std::vector<std::string> values() {
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

    std::string name() {
        const auto end = std::ranges::find_if(rest_, [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ':' && c != '_' && c != '-';
        });
        std::string name{rest_.begin(), end};
        rest_.remove_prefix(name.size());
        return name;
    }

    bool take(std::string_view token) {
        if (!rest_.starts_with(token)) {
            return false;
        }
        rest_.remove_prefix(token.size());
        return true;
    }

    Result<Path::Route> finish(Path::Route route) const { return route; }
    static tl::unexpected<Error> fault(const std::string& what) {
        return fail(ErrorCode::ConfigurationInvalid, what);
    }

    std::string_view rest_;
};

bool isNamed(xml::Node element, const Path::Step& step) {
    switch (step.space) {
    case Path::Space::Any:
        return true;
    case Path::Space::Hl7:
        return element.is(cda::kHl7, step.name);
    case Path::Space::Pharmacy:
        return element.is(cda::kPharmacy, step.name);
    case Path::Space::Epsos:
        return element.is(cda::kEpsosMedication, step.name);
    }
    return false;
}

std::optional<std::string> attributeOf(xml::Node element, std::string_view name) {
    if (name != "xsi:type") {
        return element.attributeIfPresent(name);
    }
    auto type = cda::typeName(element);
    return type.empty() ? std::nullopt : std::optional{std::move(type)};
}

void follow(xml::Node from, const Path::Route& route, std::size_t index, std::vector<Match>& found);

bool holds(xml::Node element, const Path::Predicate& predicate, std::size_t position) {
    if (predicate.position != 0) {
        return predicate.position == position;
    }
    std::vector<Match> found;
    follow(element, predicate.route, 0, found);
    const bool agrees = std::ranges::any_of(found, [&](const Match& match) {
        return predicate.values.empty() ||
               std::ranges::find(predicate.values, match.value ? *match.value : match.element.text()) !=
                   predicate.values.end();
    });
    return agrees != predicate.negated;
}

void take(xml::Node parent, const Path::Route& route, std::size_t index, std::vector<Match>& found) {
    const auto& step = route.steps[index];
    std::size_t position = 0;
    for (const auto child : parent.children()) {
        if (isNamed(child, step)) {
            ++position;
            if (std::ranges::all_of(step.predicates, [&](const auto& predicate) {
                    return holds(child, predicate, position);
                })) {
                follow(child, route, index + 1, found);
            }
        }
        if (step.anyDepth) {
            take(child, route, index, found);
        }
    }
}

void follow(xml::Node from, const Path::Route& route, std::size_t index, std::vector<Match>& found) {
    if (index < route.steps.size()) {
        take(from, route, index, found);
    } else if (route.attribute.empty()) {
        found.push_back({from, std::nullopt});
    } else if (auto value = attributeOf(from, route.attribute)) {
        found.push_back({from, std::move(value)});
    }
}

} // namespace

Result<Path> Path::parse(std::string_view text) {
    constexpr std::string_view kBetween = " | ";
    Path path;
    path.text_ = text;
    while (true) {
        const auto end = text.find(kBetween);
        PathReader reader{text.substr(0, end)};
        auto route = reader.route();
        if (!route) {
            return fail(ErrorCode::ConfigurationInvalid, path.text_ + ": " + route.error().detail);
        }
        if (!reader.atEnd()) {
            return fail(ErrorCode::ConfigurationInvalid,
                        path.text_ + ": not understood from " + std::string{reader.rest()});
        }
        path.routes_.push_back(std::move(*route));
        if (end == std::string_view::npos) {
            return path;
        }
        text.remove_prefix(end + kBetween.size());
    }
}

std::vector<Match> Path::select(xml::Node from) const {
    std::vector<Match> found;
    for (const auto& route : routes_) {
        follow(from, route, 0, found);
    }
    return found;
}

Path Path::loosened() const {
    Path path = *this;
    for (auto& route : path.routes_) {
        for (auto& step : route.steps) {
            if (!step.predicates.empty()) {
                step.predicates.pop_back();
            }
        }
    }
    return path;
}

} // namespace ncp::transform::rules
