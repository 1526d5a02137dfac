#include "transform/rules/checks.hpp"

#include "transform/cda/element.hpp"
#include "transform/rules/content_checks.hpp"
#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ncp::transform::rules {
namespace {

/// Longer values can't be codes, identifiers or times; a regular expression must not meet them either.
constexpr std::size_t kLongestValue = 512;

constexpr std::size_t kShownElements = 4;

/// What stands at the place of something that is missing: elements of that name that don't fit.
std::string nearest(const Rule& rule, xml::Node context) {
    const auto near = rule.target.loosened().select(context);
    std::string out;
    for (std::size_t i = 0; i < near.size() && i < kShownElements; ++i) {
        out += (i == 0 ? "" : ", ") + describe(near[i].element);
    }
    return near.size() > kShownElements ? out + ", …" : out;
}

std::vector<Violation> tooFew(const Rule& rule, xml::Node context, xml::Node) {
    if (rule.target.select(context).size() >= rule.argument.count) {
        return {};
    }
    return {{context, nearest(rule, context)}};
}

std::vector<Violation> tooMany(const Rule& rule, xml::Node context, xml::Node) {
    const auto found = rule.target.select(context);
    std::vector<Violation> violations;
    for (std::size_t i = rule.argument.count; i < found.size(); ++i) {
        violations.push_back({found[i].element, describe(found[i].element)});
    }
    return violations;
}

std::vector<Violation> otherCount(const Rule& rule, xml::Node context, xml::Node root) {
    auto violations = tooFew(rule, context, root);
    return violations.empty() ? tooMany(rule, context, root) : violations;
}

std::string valueOf(const Match& match) {
    return match.value ? *match.value : cda::collapse(match.element.text());
}

/// The targets whose value `isWrong`.
template <class Predicate>
std::vector<Violation> wrongValues(const Rule& rule, xml::Node context, Predicate isWrong) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        const auto value = valueOf(match);
        if (value.size() > kLongestValue || isWrong(value)) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

bool isListed(const Rule& rule, const std::string& value) {
    return std::ranges::find(rule.argument.values, value) != rule.argument.values.end();
}

std::vector<Violation> notListed(const Rule& rule, xml::Node context, xml::Node) {
    return wrongValues(rule, context, [&](const std::string& value) { return !isListed(rule, value); });
}

std::vector<Violation> listed(const Rule& rule, xml::Node context, xml::Node) {
    return wrongValues(rule, context, [&](const std::string& value) { return isListed(rule, value); });
}

std::vector<Violation> otherPattern(const Rule& rule, xml::Node context, xml::Node) {
    return wrongValues(rule, context, [&](const std::string& value) {
        return !std::regex_match(value, *rule.argument.pattern);
    });
}

std::vector<Violation> noTime(const Rule& rule, xml::Node context, xml::Node) {
    return wrongValues(rule, context, [](const std::string& value) { return !isTimeValue(value); });
}

std::vector<Violation> notPositive(const Rule& rule, xml::Node context, xml::Node) {
    return wrongValues(rule, context, [](const std::string& value) {
        double number = 0;
        const auto* end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, number);
        return read.ec != std::errc{} || read.ptr != end || !(number > 0);
    });
}

std::vector<Violation> emptyContent(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (cda::collapse(valueOf(match)).empty() && !match.element.hasAttribute("nullFlavor")) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
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

std::vector<Violation> notCoded(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (!isCoded(match.element, rule)) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

/// xsi:type is a QName: its prefix must lead to HL7 v3, whatever the prefix is.
bool isTypeOfHl7(xml::Node element) {
    const auto type = element.attributeIfPresent("type", cda::kSchemaInstance).value_or("");
    const auto colon = type.find(':');
    const auto prefix = colon == std::string::npos ? std::string{} : type.substr(0, colon);
    return element.resolvePrefix(prefix) == cda::kHl7;
}

std::vector<Violation> otherType(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (!isListed(rule, cda::typeName(match.element)) || !isTypeOfHl7(match.element)) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

constexpr std::array kKinds{
    CheckKind{"at-least", ArgumentKind::Count, &tooFew, {}},
    CheckKind{"at-most", ArgumentKind::Count, &tooMany, {}},
    CheckKind{"exactly", ArgumentKind::Count, &otherCount, {}},
    CheckKind{"one-of", ArgumentKind::List, &notListed, {}},
    CheckKind{"none-of", ArgumentKind::List, &listed, {}},
    CheckKind{"matches", ArgumentKind::Pattern, &otherPattern, {}},
    CheckKind{"time", ArgumentKind::None, &noTime, "YYYY[MM[DD[hh[mm[ss]]]]][±hhmm]"},
    CheckKind{"positive", ArgumentKind::None, &notPositive, "> 0"},
    CheckKind{"not-empty", ArgumentKind::None, &emptyContent, "text | nullFlavor"},
    CheckKind{"coded", ArgumentKind::List, &notCoded, {}},
    CheckKind{"type", ArgumentKind::List, &otherType, {}},
    CheckKind{"unique", ArgumentKind::None, &repeatedValues, "1 ×"},
    CheckKind{"references-resolve", ArgumentKind::None, &unresolvedReferences, "#ID"},
    CheckKind{"only-elements", ArgumentKind::List, &foreignElements, {}},
    CheckKind{"child-order", ArgumentKind::List, &childrenOutOfOrder, {}},
    CheckKind{"pdf", ArgumentKind::None, &brokenPdf, "base64(%PDF-…)"},
    CheckKind{"ordered-range", ArgumentKind::None, &reversedRange, "low ≤ high"},
    CheckKind{"not-after-document", ArgumentKind::None, &laterThanDocument,
              "≤ ClinicalDocument/effectiveTime"},
    CheckKind{"not-own-id", ArgumentKind::None, &ownIdentifier, "≠ ClinicalDocument/id"},
};

constexpr std::array<std::string_view, 10> kTelling{
    "root", "extension", "code", "codeSystem", "value", "nullFlavor", "unit", "classCode", "typeCode", "ID"};
constexpr std::size_t kShownLength = 60;

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

} // namespace

std::span<const CheckKind> checkKinds() noexcept {
    return kKinds;
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
