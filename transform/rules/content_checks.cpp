#include "transform/rules/content_checks.hpp"

#include "base/base64.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/embedded_file.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>
#include <unordered_set>
#include <utility>

namespace ncp::transform::rules {
namespace {

/// The targets that `isWrong`, each an element.
template <class Predicate>
std::vector<Violation> wrongElements(const Rule& rule, Place context, const DocumentIndex& document,
                                     Predicate isWrong) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        if (violations.size() > kMostPlaces) {
            break;
        }
        const auto element = document.node(match.element);
        if (isWrong(element, match)) {
            violations.push_back({match.element, describe(element)});
        }
    }
    return violations;
}

std::optional<double> number(const std::string& text) {
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

/// Numbers compare by value where the units are equal; without a unit they are times, or numbers all the
/// same.
bool isReversed(xml::Node low, xml::Node high) {
    const auto from = low.attribute("value");
    const auto until = high.attribute("value");
    if (from.empty() || until.empty() || low.attribute("unit") != high.attribute("unit")) {
        return false;
    }
    if (isTimeValue(from) && isTimeValue(until)) {
        return isLater(from, until);
    }
    const auto a = number(from);
    const auto b = number(until);
    return a && b && *a > *b;
}

/// A to Z in lower case, white space as one blank: phrases are compared so.
std::string folded(std::string_view text) {
    auto out = cda::collapse(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 0x80U ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

/// The sentence that a phrase stands in, as far as a report shows it.
std::string around(const std::string& text, std::size_t at) {
    constexpr std::size_t kBefore = 20;
    auto begin = at < kBefore ? 0 : at - kBefore;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
        --begin;
    }
    return (begin > 0 ? "…" : "") + shorten(text.substr(begin));
}

} // namespace

std::vector<Violation> unresolvedReferences(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto id = rule.argument.names.front();
    std::unordered_set<std::string_view> ids;
    for (const auto place : document.withAttribute(DocumentIndex::kRoot, id)) {
        ids.insert(*document.attribute(place, id));
    }
    return wrongElements(rule, context, document, [&](xml::Node, const Match& match) {
        return match.value && match.value->starts_with('#') && !ids.contains(match.value->substr(1));
    });
}

std::vector<Violation> repeatedValues(const Rule& rule, Place context, const DocumentIndex& document) {
    std::unordered_set<std::string> seen;
    return wrongElements(rule, context, document, [&](xml::Node element, const Match& match) {
        return !seen.insert(match.value ? std::string{*match.value} : element.text()).second;
    });
}

std::vector<Violation> foreignElements(const Rule& rule, Place context, const DocumentIndex& document) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        const auto end = document.end(match.element);
        for (auto place = match.element + 1; place < end && violations.size() <= kMostPlaces;) {
            const auto name = document.name(place);
            if (name != kOtherName && std::ranges::binary_search(rule.argument.names, name)) {
                ++place;
                continue;
            }
            violations.push_back({place, describe(document.node(place))});
            place = document.end(place);
        }
    }
    return violations;
}

std::vector<Violation> childrenOutOfOrder(const Rule& rule, Place context, const DocumentIndex& document) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        auto reached = rule.argument.values.begin();
        const auto end = document.end(match.element);
        for (auto child = match.element + 1; child < end && violations.size() <= kMostPlaces;
             child = document.end(child)) {
            const auto place = std::ranges::find(rule.argument.values, document.node(child).name());
            if (place == rule.argument.values.end()) {
                continue;
            }
            if (place < reached) {
                violations.push_back({child, describe(document.node(child))});
            }
            reached = std::max(reached, place);
        }
    }
    return violations;
}

std::vector<Violation> brokenPdf(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongElements(rule, context, document, [](xml::Node element, const Match&) {
        const auto bytes = base64Decode(element.text());
        return !bytes || !bytes->starts_with("%PDF-");
    });
}

std::vector<Violation> activePdf(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongElements(rule, context, document, [](xml::Node element, const Match&) {
        const auto bytes = base64Decode(element.text());
        return bytes && cda::isActivePdf(*bytes);
    });
}

std::vector<Violation> unarchivedPdf(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongElements(rule, context, document, [](xml::Node element, const Match&) {
        const auto bytes = base64Decode(element.text());
        return bytes && bytes->starts_with("%PDF-") && bytes->find("pdfaid") == std::string::npos;
    });
}

std::vector<Violation> differentUnits(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongElements(rule, context, document, [](xml::Node element, const Match&) {
        const auto low = cda::child(element, "low");
        const auto high = cda::child(element, "high");
        return low && high && low->hasAttribute("value") && high->hasAttribute("value") &&
               low->attribute("unit") != high->attribute("unit");
    });
}

std::vector<Violation> otherDate(const Rule& rule, Place context, const DocumentIndex& document) {
    constexpr std::size_t kDay = 8;
    const auto time = cda::child(document.node(context), "effectiveTime");
    const auto day = time ? time->attribute("value").substr(0, kDay) : std::string{};
    return wrongElements(rule, context, document, [&](xml::Node, const Match& match) {
        return day.size() == kDay && match.value && match.value->size() >= kDay &&
               !match.value->starts_with(day);
    });
}

std::vector<Violation> reversedRange(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongElements(rule, context, document, [](xml::Node element, const Match&) {
        const auto low = cda::child(element, "low");
        const auto high = cda::child(element, "high");
        return low && high && isReversed(*low, *high);
    });
}

std::vector<Violation> laterThanDocument(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto created = cda::child(document.node(DocumentIndex::kRoot), "effectiveTime");
    const auto limit = created ? created->attribute("value") : std::string{};
    return wrongElements(rule, context, document, [&](xml::Node, const Match& match) {
        const auto value = match.value.value_or("");
        return isTimeValue(limit) && isTimeValue(value) && isLater(value, limit);
    });
}

std::vector<Violation> ownIdentifier(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto own = cda::child(document.node(DocumentIndex::kRoot), "id");
    return wrongElements(rule, context, document, [&](xml::Node element, const Match&) {
        return own && element.attribute("root") == own->attribute("root") &&
               element.attribute("extension") == own->attribute("extension");
    });
}

std::vector<Violation> earlierThanDocument(const Rule& rule, Place context, const DocumentIndex& document) {
    constexpr std::size_t kDay = 8;
    const auto created = cda::child(document.node(DocumentIndex::kRoot), "effectiveTime");
    const auto day = created ? created->attribute("value").substr(0, kDay) : std::string{};
    return wrongElements(rule, context, document, [&](xml::Node, const Match& match) {
        const auto value = match.value.value_or("").substr(0, kDay);
        return isTimeValue(day) && isTimeValue(value) && isLater(day, value);
    });
}

std::vector<Violation> repeatedIdentifiers(const Rule& rule, Place context, const DocumentIndex& document) {
    std::set<std::pair<std::string, std::string>> seen;
    return wrongElements(rule, context, document, [&](xml::Node element, const Match&) {
        return element.hasAttribute("root") &&
               !seen.emplace(element.attribute("root"), element.attribute("extension")).second;
    });
}

std::vector<Violation> phrases(const Rule& rule, Place context, const DocumentIndex& document) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        const auto text = folded(document.text(match.element));
        for (const auto& phrase : rule.argument.values) {
            if (const auto at = text.find(phrase); at != std::string::npos) {
                violations.push_back({match.element, around(text, at)});
                break;
            }
        }
    }
    return violations;
}

} // namespace ncp::transform::rules
