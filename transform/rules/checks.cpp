#include "transform/rules/checks.hpp"

#include "transform/cda/element.hpp"
#include "transform/rules/content_checks.hpp"
#include "transform/rules/product_checks.hpp"
#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ncp::transform::rules {
namespace {

/// Longer values can't be codes, identifiers or times; a regular expression must not meet them either.
constexpr std::size_t kLongestValue = 512;

constexpr std::size_t kShownElements = 4;

/// The branch of OIDs in which eHDSI numbers its value sets: none of them is a code system.
constexpr std::string_view kValueSets = "1.3.6.1.4.1.12559.11.10.1.3.1.42.";

Violation at(const Match& match, const DocumentIndex& document) {
    return {match.element, describe(document.node(match.element))};
}

/// What stands at the place of something that is missing: elements of that name that don't fit.
std::string nearest(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto near = rule.target.loosened().select(document, context);
    std::string out;
    for (std::size_t i = 0; i < near.size() && i < kShownElements; ++i) {
        out += (i == 0 ? "" : ", ") + describe(document.node(near[i].element));
    }
    return near.size() > kShownElements ? out + ", …" : out;
}

std::vector<Violation> tooFew(const Rule& rule, Place context, const DocumentIndex& document) {
    if (rule.target.finds(document, context, rule.argument.count)) {
        return {};
    }
    return {{context, nearest(rule, context, document)}};
}

std::vector<Violation> tooMany(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto found = rule.target.select(document, context);
    std::vector<Violation> violations;
    for (std::size_t i = rule.argument.count; i < found.size() && violations.size() <= kMostPlaces; ++i) {
        violations.push_back(at(found[i], document));
    }
    return violations;
}

std::vector<Violation> otherCount(const Rule& rule, Place context, const DocumentIndex& document) {
    auto violations = tooFew(rule, context, document);
    return violations.empty() ? tooMany(rule, context, document) : violations;
}

/// The targets that `isWrong`.
template <class Predicate>
std::vector<Violation> wrongTargets(const Rule& rule, Place context, const DocumentIndex& document,
                                    Predicate isWrong) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        if (violations.size() > kMostPlaces) {
            break;
        }
        if (isWrong(match)) {
            violations.push_back(at(match, document));
        }
    }
    return violations;
}

/// The targets whose value, an attribute's or a text, `isWrong`.
template <class Predicate>
std::vector<Violation> wrongValues(const Rule& rule, Place context, const DocumentIndex& document,
                                   Predicate isWrong) {
    return wrongTargets(rule, context, document, [&](const Match& match) {
        if (match.value) {
            return match.value->size() > kLongestValue || isWrong(*match.value);
        }
        const auto text = cda::collapse(document.text(match.element));
        return text.size() > kLongestValue || isWrong(text);
    });
}

bool isListed(const Rule& rule, std::string_view value) {
    return std::ranges::find(rule.argument.values, value) != rule.argument.values.end();
}

std::vector<Violation> notListed(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document,
                       [&](std::string_view value) { return !isListed(rule, value); });
}

std::vector<Violation> listed(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document,
                       [&](std::string_view value) { return isListed(rule, value); });
}

std::vector<Violation> otherPattern(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document,
                       [&](std::string_view value) { return !rule.argument.pattern->matches(value); });
}

std::vector<Violation> noTime(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document, [](std::string_view value) { return !isTimeValue(value); });
}

std::vector<Violation> valueSetAsSystem(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document,
                       [](std::string_view value) { return value.starts_with(kValueSets); });
}

std::vector<Violation> noName(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document, [](std::string_view value) {
        constexpr std::string_view kNoStart = "0123456789.-";
        return value.empty() || kNoStart.find(value.front()) != std::string_view::npos ||
               value.find_first_of(" \t\r\n:") != std::string_view::npos;
    });
}

/// A reference begins with # or is an address with a scheme.
std::vector<Violation> noLink(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document, [](std::string_view value) {
        const auto end = value.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
        const bool isAddress = end != 0 && end != std::string_view::npos && value[end] == ':';
        return value.size() < 2 || (!value.starts_with('#') && !isAddress);
    });
}

std::optional<double> numberIn(std::string_view value) {
    double number = 0;
    const auto* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

std::vector<Violation> notPositive(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document, [](std::string_view value) {
        const auto number = numberIn(value);
        return !number || !(*number > 0);
    });
}

std::vector<Violation> negative(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongValues(rule, context, document, [](std::string_view value) {
        const auto number = numberIn(value);
        return !number || *number < 0;
    });
}

std::vector<Violation> emptyContent(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongTargets(rule, context, document, [&](const Match& match) {
        const auto text = match.value ? std::string{*match.value} : document.text(match.element);
        return text.find_first_not_of(" \t\r\n") == std::string::npos &&
               !document.node(match.element).hasAttribute("nullFlavor");
    });
}

bool isCoded(xml::Node element, const Rule& rule) {
    if (element.hasAttribute("nullFlavor")) {
        return true;
    }
    const auto system = element.attribute("codeSystem");
    if (!element.attribute("code").empty()) {
        return !system.empty() && (rule.argument.values.empty() || isListed(rule, system));
    }
    return cda::child(element, "originalText").has_value();
}

std::vector<Violation> notCoded(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongTargets(rule, context, document,
                        [&](const Match& match) { return !isCoded(document.node(match.element), rule); });
}

/// xsi:type is a QName: its prefix must lead to HL7 v3, whatever the prefix is.
bool isTypeOfHl7(xml::Node element) {
    const auto type = element.attributeIfPresent("type", cda::kSchemaInstance).value_or("");
    const auto colon = type.find(':');
    const auto prefix = colon == std::string::npos ? std::string{} : type.substr(0, colon);
    return element.resolvePrefix(prefix) == cda::kHl7;
}

std::vector<Violation> otherType(const Rule& rule, Place context, const DocumentIndex& document) {
    return wrongTargets(rule, context, document, [&](const Match& match) {
        const auto element = document.node(match.element);
        return !isListed(rule, cda::typeName(element)) || !isTypeOfHl7(element);
    });
}

constexpr std::array kKinds{
    CheckKind{"at-least", ArgumentKind::Count, &tooFew, {}},
    CheckKind{"at-most", ArgumentKind::Count, &tooMany, {}},
    CheckKind{"exactly", ArgumentKind::Count, &otherCount, {}},
    CheckKind{"one-of", ArgumentKind::List, &notListed, {}},
    CheckKind{"none-of", ArgumentKind::List, &listed, {}},
    CheckKind{"matches", ArgumentKind::Pattern, &otherPattern, {}},
    CheckKind{"time", ArgumentKind::None, &noTime, "YYYY[MM[DD[hh[mm[ss]]]]][±hhmm]"},
    CheckKind{"no-value-set", ArgumentKind::None, &valueSetAsSystem, "≠ 1.3.6.1.4.1.12559.11.10.1.3.1.42.*"},
    CheckKind{"name", ArgumentKind::None, &noName, "NCName"},
    CheckKind{"link", ArgumentKind::None, &noLink, "#ID"},
    CheckKind{"positive", ArgumentKind::None, &notPositive, "> 0"},
    CheckKind{"not-empty", ArgumentKind::None, &emptyContent, "text | nullFlavor"},
    CheckKind{"coded", ArgumentKind::List, &notCoded, {}},
    CheckKind{"type", ArgumentKind::List, &otherType, {}},
    CheckKind{"unique", ArgumentKind::None, &repeatedValues, "1 ×"},
    CheckKind{"references-resolve", ArgumentKind::None, &unresolvedReferences, "#ID"},
    CheckKind{"only-elements", ArgumentKind::List, &foreignElements, {}},
    CheckKind{"child-order", ArgumentKind::List, &childrenOutOfOrder, {}},
    CheckKind{"pdf", ArgumentKind::None, &brokenPdf, "base64(%PDF-…)"},
    CheckKind{"passive-pdf", ArgumentKind::None, &activePdf, "≠ /JavaScript | /Launch | /EmbeddedFile"},
    CheckKind{"archived-pdf", ArgumentKind::None, &unarchivedPdf, "pdfaid:part"},
    CheckKind{"equal-units", ArgumentKind::None, &differentUnits, "low/@unit = high/@unit"},
    CheckKind{"same-date", ArgumentKind::None, &otherDate, "= effectiveTime"},
    CheckKind{"ordered-range", ArgumentKind::None, &reversedRange, "low ≤ high"},
    CheckKind{"not-after-document", ArgumentKind::None, &laterThanDocument,
              "≤ ClinicalDocument/effectiveTime"},
    CheckKind{"not-before-document", ArgumentKind::None, &earlierThanDocument,
              "≥ ClinicalDocument/effectiveTime"},
    CheckKind{"unique-id", ArgumentKind::None, &repeatedIdentifiers, "1 ×"},
    CheckKind{"says-not", ArgumentKind::List, &phrases, {}},
    CheckKind{"not-negative", ArgumentKind::None, &negative, "≥ 0"},
    CheckKind{"coded-strength", ArgumentKind::List, &otherStrength,
              "= pharm:ingredient/pharm:quantity/numerator"},
    CheckKind{"coded-substance", ArgumentKind::None, &otherSubstance,
              "= pharm:ingredientSubstance/pharm:code"},
    CheckKind{"not-own-id", ArgumentKind::None, &ownIdentifier, "≠ ClinicalDocument/id"},
};

constexpr std::array<std::string_view, 10> kTelling{
    "root", "extension", "code", "codeSystem", "value", "nullFlavor", "unit", "classCode", "typeCode", "ID"};
constexpr std::size_t kShownLength = 60;

} // namespace

std::span<const CheckKind> checkKinds() noexcept {
    return kKinds;
}

/// At most `kShownLength` bytes, cut between characters.
std::string shorten(std::string text) {
    if (text.size() <= kShownLength) {
        return text;
    }
    auto end = kShownLength;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + "…";
}

std::string describe(xml::Node element) {
    auto out = "<" + std::string{element.name()};
    if (const auto type = cda::typeName(element); !type.empty()) {
        out += " xsi:type=\"" + type + "\"";
    }
    for (const auto name : kTelling) {
        if (const auto value = element.attributeIfPresent(name)) {
            out += " " + std::string{name} + "=\"" + shorten(*value) + "\"";
        }
    }
    if (const auto code = element.child(cda::kHl7, "code")) {
        return out + "><code code=\"" + shorten(code->attribute("code")) + "\"/>…";
    }
    if (element.firstChild()) {
        return out + ">…";
    }
    const auto text = cda::collapse(element.text());
    return text.empty() ? out + "/>" : out + ">" + shorten(text) + "</" + std::string{element.name()} + ">";
}

} // namespace ncp::transform::rules
