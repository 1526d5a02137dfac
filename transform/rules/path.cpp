#include "transform/rules/path.hpp"

#include "transform/rules/path_reader.hpp"

#include <algorithm>

namespace ncp::transform::rules {
namespace {

/// Whether a match has one of the values; any will do where there are none.
class Agreement {
  public:
    Agreement(const DocumentIndex& document, const std::vector<std::string>& values)
        : document_(document), values_(values) {}

    bool operator()(const Match& match) const {
        if (values_.empty()) {
            return true;
        }
        return match.value ? holds(*match.value) : holds(document_.text(match.element));
    }

  private:
    bool holds(std::string_view value) const { return std::ranges::find(values_, value) != values_.end(); }

    const DocumentIndex& document_;
    const std::vector<std::string>& values_;
};

/// Follows a route; `Sink` gets each match and says whether it has seen enough.
template <class Sink>
class Walk {
  public:
    Walk(const DocumentIndex& document, Sink& sink) : document_(document), sink_(sink) {}

    /// True when the sink has seen enough.
    bool follow(Place from, const Path::Route& route, std::size_t index) {
        if (index < route.steps.size()) {
            return take(from, route, index);
        }
        if (route.attribute == kOtherName) {
            return sink_(Match{from, std::nullopt});
        }
        const auto value = document_.attribute(from, route.attribute);
        return value && sink_(Match{from, value});
    }

  private:
    bool take(Place from, const Path::Route& route, std::size_t index) {
        const auto& step = route.steps[index];
        switch (step.axis) {
        case Path::Axis::Self:
            return tryPlace(from, 1, route, index);
        case Path::Axis::Child:
            return takeChildren(from, route, index);
        case Path::Axis::AnyDepth:
            return takeBelow(from, route, index);
        }
        return false;
    }

    bool takeChildren(Place from, const Path::Route& route, std::size_t index) {
        const auto name = route.steps[index].name;
        std::size_t position = 0;
        for (auto child = from + 1; child < document_.end(from); child = document_.end(child)) {
            if (name != kOtherName && document_.name(child) != name) {
                continue;
            }
            if (tryPlace(child, ++position, route, index)) {
                return true;
            }
        }
        return false;
    }

    bool takeBelow(Place from, const Path::Route& route, std::size_t index) {
        const auto& step = route.steps[index];
        if (step.name != kOtherName) {
            return tryAll(document_.named(from, step.name), route, index);
        }
        if (const auto attribute = attributeAskedFor(route, index); attribute != kOtherName) {
            return tryAll(document_.withAttribute(from, attribute), route, index);
        }
        if (const auto child = childAskedFor(step); child != kOtherName) {
            return tryAll(parentsOf(document_.named(from, child), from), route, index);
        }
        for (auto place = from + 1; place < document_.end(from); ++place) {
            if (tryPlace(place, positionOf(place, step), route, index)) {
                return true;
            }
        }
        return false;
    }

    /// The child without which no element matches `//*[name]`.
    static NameId childAskedFor(const Path::Step& step) {
        for (const auto& predicate : step.predicates) {
            const auto& steps = predicate.route.steps;
            if (predicate.position == 0 && !predicate.negated && !steps.empty() &&
                steps.front().axis == Path::Axis::Child && steps.front().name != kOtherName) {
                return steps.front().name;
            }
        }
        return kOtherName;
    }

    std::vector<Place> parentsOf(std::span<const Place> children, Place from) const {
        std::vector<Place> parents;
        for (const auto child : children) {
            if (document_.parent(child) != from) {
                parents.push_back(document_.parent(child));
            }
        }
        std::ranges::sort(parents);
        const auto repeated = std::ranges::unique(parents);
        parents.erase(repeated.begin(), repeated.end());
        return parents;
    }

    /// The attribute without which no element matches `//*[@name…]` or `//*/@name`.
    static NameId attributeAskedFor(const Path::Route& route, std::size_t index) {
        for (const auto& predicate : route.steps[index].predicates) {
            if (predicate.position == 0 && !predicate.negated && predicate.route.steps.empty()) {
                return predicate.route.attribute;
            }
        }
        return index + 1 == route.steps.size() ? route.attribute : kOtherName;
    }

    bool tryAll(std::span<const Place> places, const Path::Route& route, std::size_t index) {
        return std::ranges::any_of(places, [&](Place place) {
            return tryPlace(place, positionOf(place, route.steps[index]), route, index);
        });
    }

    bool tryPlace(Place place, std::size_t position, const Path::Route& route, std::size_t index) {
        for (const auto& predicate : route.steps[index].predicates) {
            if (!holds(place, predicate, position)) {
                return false;
            }
        }
        return follow(place, route, index + 1);
    }

    /// Among the elements of its kind in its parent; counted only where a predicate asks.
    std::size_t positionOf(Place place, const Path::Step& step) const {
        const bool asked = std::ranges::any_of(step.predicates,
                                               [](const auto& predicate) { return predicate.position != 0; });
        std::size_t position = 1;
        if (asked) {
            const auto parent = document_.parent(place);
            for (auto before = parent + 1; before < place; before = document_.end(before)) {
                position += step.name == kOtherName || document_.name(before) == step.name ? 1U : 0U;
            }
        }
        return position;
    }

    bool holds(Place place, const Path::Predicate& predicate, std::size_t position) const {
        if (predicate.position != 0) {
            return predicate.position == position;
        }
        Agreement agrees{document_, predicate.values};
        Walk<Agreement> inner{document_, agrees};
        return inner.follow(place, predicate.route, 0) != predicate.negated;
    }

    const DocumentIndex& document_;
    Sink& sink_;
};

} // namespace

Result<Path> Path::parse(std::string_view text, Names& names) {
    constexpr std::string_view kBetween = " | ";
    Path path;
    path.text_ = text;
    while (true) {
        const auto end = text.find(kBetween);
        PathReader reader{text.substr(0, end), names};
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

std::vector<Match> Path::select(const DocumentIndex& document, Place from) const {
    std::vector<Match> found;
    auto keep = [&](const Match& match) {
        found.push_back(match);
        return false;
    };
    for (const auto& route : routes_) {
        Walk{document, keep}.follow(from, route, 0);
    }
    return found;
}

bool Path::finds(const DocumentIndex& document, Place from, std::size_t count) const {
    std::size_t found = 0;
    auto enough = [&](const Match&) { return ++found >= count; };
    return count == 0 || std::ranges::any_of(routes_, [&](const Route& route) {
               return Walk{document, enough}.follow(from, route, 0);
           });
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
