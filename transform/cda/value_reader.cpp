#include "transform/cda/value_reader.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "transform/cda/element.hpp"

#include <utility>

namespace ncp::transform::cda {

namespace {

/// Code, system, names and the reason why they are missing.
CodedValue codeAttributes(xml::Node element) {
    CodedValue value;
    for (xml::AttributeCursor at{element}; !at.atEnd(); at.advance()) {
        if (!at.namespaceUri().empty()) {
            continue;
        }
        const std::string_view name = at.name();
        if (name == "code") {
            value.code = at.value();
        } else if (name == "codeSystem") {
            value.system = at.value();
        } else if (name == "codeSystemName") {
            value.systemName = at.value();
        } else if (name == "displayName") {
            value.display = collapse(at.value());
        } else if (name == "nullFlavor") {
            value.nullFlavor = at.value();
        }
    }
    return value;
}

/// The first quantity in other units (HL7 PQR), where there is one.
std::optional<xml::Node> otherUnits(xml::Node quantity) {
    for (const xml::Node inner : quantity.children()) {
        if (isNamed(inner, "translation") && inner.hasAttribute("value")) {
            return inner;
        }
    }
    return std::nullopt;
}

/// A value was translated when its first translation is the same code with the name that came.
void noteTranslated(xml::Node firstTranslation, CodedValue& value) {
    if (value.nullFlavor.empty() && !value.code.empty() && firstTranslation.attribute("code") == value.code &&
        firstTranslation.attribute("codeSystem") == value.system) {
        value.translated = true;
        value.originalDisplay = collapse(firstTranslation.attribute("displayName"));
    }
}

} // namespace

bool ValueReader::negated(xml::Node act) {
    negationRead_.insert(act);
    if (const auto relation = relationOf(act)) {
        negationRead_.insert(*relation);
    }
    return isDenied(act);
}

std::string ValueReader::mood(xml::Node act) {
    moodRead_.insert(act);
    std::string mood = act.attribute("moodCode");
    return mood == "EVN" ? std::string{} : mood;
}

std::string ValueReader::text(xml::Node element) {
    mark(element);
    std::string own = collapse(element.text());
    const auto reference = child(element, "reference");
    if (!reference) {
        return own;
    }
    mark(*reference);
    std::string found = narrative_.resolve(reference->attribute("value"));
    if (found.empty() || own.find(found) != std::string::npos) {
        return own;
    }
    // Some senders write another text beside the reference.
    return found.find(own) != std::string::npos ? found : own + " \u2013 " + found;
}

std::string ValueReader::textChild(xml::Node parent, std::string_view name) {
    const auto found = child(parent, name);
    return found ? text(*found) : std::string{};
}

void ValueReader::noteNarrated(xml::Node act) {
    const auto described = child(act, "text");
    const auto reference = described ? child(*described, "reference") : std::nullopt;
    if (reference && !narrative_.resolve(reference->attribute("value")).empty()) {
        mark(*described);
        mark(*reference);
    }
}

std::string ValueReader::originalText(xml::Node element) {
    return textChild(element, "originalText");
}

Qualifier ValueReader::qualifier(xml::Node element) {
    mark(element);
    return {codedChild(element, "name"), codedChild(element, "value")};
}

Translation ValueReader::translation(xml::Node element) {
    mark(element);
    Translation taken;
    for (xml::AttributeCursor at{element}; !at.atEnd(); at.advance()) {
        if (!at.namespaceUri().empty()) {
            continue;
        }
        const std::string_view name = at.name();
        if (name == "code") {
            taken.code = at.value();
        } else if (name == "codeSystem") {
            taken.system = at.value();
        } else if (name == "codeSystemName") {
            taken.systemName = at.value();
        } else if (name == "displayName") {
            taken.display = at.value();
        }
    }
    taken.originalText = originalText(element);
    for (const xml::Node part : children(element, "qualifier")) {
        taken.qualifiers.push_back(qualifier(part));
    }
    return taken;
}

void ValueReader::collectTranslation(xml::Node element, std::vector<Translation>& into) {
    Translation taken = translation(element);
    if (!taken.code.empty() || !taken.display.empty() || !taken.originalText.empty()) {
        into.push_back(std::move(taken));
    }
    collectTranslations(element, into);
}

void ValueReader::collectTranslations(xml::Node element, std::vector<Translation>& into) {
    for (const xml::Node inner : element.children()) {
        if (isNamed(inner, "translation")) {
            collectTranslation(inner, into);
        }
    }
}

CodedValue ValueReader::coded(xml::Node element) {
    mark(element);
    CodedValue value = codeAttributes(element);
    bool worded = false;
    bool firstTranslation = true;
    for (const xml::Node inner : element.children()) {
        if (!worded && isNamed(inner, "originalText")) {
            worded = true;
            value.originalText = text(inner);
        } else if (isNamed(inner, "translation")) {
            if (std::exchange(firstTranslation, false)) {
                noteTranslated(inner, value);
            }
            collectTranslation(inner, value.translations);
        } else if (isNamed(inner, "qualifier")) {
            value.qualifiers.push_back(qualifier(inner));
        }
    }
    if (value.empty()) {
        value.originalText = text(element); // a text where a code is expected (ST, ED)
    }
    return value;
}

CodedValue ValueReader::codedChild(xml::Node parent, std::string_view name) {
    const auto found = child(parent, name);
    return found ? coded(*found) : CodedValue{};
}

std::optional<CodedValue> ValueReader::optionalCode(xml::Node parent, std::string_view name) {
    const auto found = child(parent, name);
    return found ? std::optional{coded(*found)} : std::nullopt;
}

std::vector<CodedValue> ValueReader::codedChildren(xml::Node parent, std::string_view name) {
    std::vector<CodedValue> values;
    for (const xml::Node found : children(parent, name)) {
        values.push_back(coded(found));
    }
    return values;
}

Quantity ValueReader::quantity(xml::Node element) {
    mark(element);
    Quantity quantity;
    quantity.value = collapse(element.attribute("value"));
    quantity.unit = element.attribute("unit");
    quantity.nullFlavor = element.attribute("nullFlavor");
    quantity.inclusive = element.attribute("inclusive") != "false" && element.attribute("inclusive") != "0";
    collectTranslations(element, quantity.translations);
    quantity.unitText = originalText(element);
    if (quantity.unitText.empty()) {
        quantity.unitText = collapse(element.text());
    }
    if (quantity.unit.empty() && element.hasAttribute("currency")) {
        quantity.unit = element.attribute("currency");
    }
    if (const auto other = otherUnits(element); other && quantity.value.empty()) {
        quantity.value = collapse(other->attribute("value"));
        quantity.unit = other->attribute("code");
    }
    return quantity;
}

QuantityRange ValueReader::quantityRange(xml::Node element) {
    mark(element);
    QuantityRange range;
    range.nullFlavor = element.attribute("nullFlavor");
    if (const auto low = child(element, "low")) {
        range.low = quantity(*low);
    }
    if (const auto high = child(element, "high")) {
        range.high = quantity(*high);
    }
    if (const auto centre = child(element, "center"); centre && !range.low && !range.high) {
        range.exact = quantity(*centre);
    }
    if (!range.low && !range.high && element.hasAttribute("value")) {
        range.exact = quantity(element);
    }
    if (const auto width = child(element, "width")) {
        range.width = quantity(*width);
    }
    return range;
}

Ratio ValueReader::ratio(xml::Node element) {
    mark(element);
    Ratio ratio;
    if (const auto numerator = child(element, "numerator")) {
        ratio.numerator = quantity(*numerator);
    }
    if (const auto denominator = child(element, "denominator")) {
        ratio.denominator = quantity(*denominator);
    }
    return ratio;
}

TimeStamp ValueReader::timeStamp(xml::Node element) {
    mark(element);
    return {collapse(element.attribute("value")), element.attribute("nullFlavor")};
}

TimeRange ValueReader::timeRange(xml::Node element) {
    mark(element);
    TimeRange range;
    range.nullFlavor = element.attribute("nullFlavor");
    if (element.hasAttribute("value")) {
        range.exact = timeStamp(element);
    }
    const auto point = [&](std::string_view name) -> std::optional<TimeStamp> {
        const auto found = child(element, name);
        return found ? std::optional{timeStamp(*found)} : std::nullopt;
    };
    range.low = point("low");
    range.high = point("high");
    range.centre = point("center");
    if (const auto width = child(element, "width")) {
        range.width = quantity(*width);
    }
    return range;
}

TimeRange ValueReader::timeRangeChild(xml::Node parent, std::string_view name) {
    const auto found = child(parent, name);
    return found ? timeRange(*found) : TimeRange{};
}

Timing ValueReader::timing(xml::Node element) {
    mark(element);
    Timing timing;
    timing.setOperator = element.attribute("operator");
    timing.nullFlavor = element.attribute("nullFlavor");
    const std::string type = typeName(element);
    const auto period = child(element, "period");
    const auto event = child(element, "event");
    if (type == "SXPR_TS" || child(element, "comp")) {
        timing.kind = TimingKind::Composite;
        for (const xml::Node part : children(element, "comp")) {
            timing.parts.push_back(this->timing(part));
        }
    } else if (type == "PIVL_TS" || period) {
        timing.kind = TimingKind::Periodic;
        timing.institutionSpecified = isSet(element, "institutionSpecified");
        if (period && child(*period, "high")) {
            const QuantityRange range = quantityRange(*period);
            timing.period = range.low.value_or(Quantity{});
            timing.longestPeriod = range.high;
        } else {
            timing.period = period ? quantity(*period) : Quantity{};
        }
        timing.phase = timeRangeChild(element, "phase");
    } else if (type == "EIVL_TS" || event) {
        timing.kind = TimingKind::Event;
        timing.event = event ? coded(*event) : CodedValue{};
        if (const auto offset = child(element, "offset")) {
            timing.offset = quantityRange(*offset);
            timing.offsetWidth = std::exchange(timing.offset.width, std::nullopt);
        }
    } else {
        timing.interval = timeRange(element);
        timing.kind =
            timing.interval.exact ? TimingKind::Point
            : timing.interval.low || timing.interval.high || timing.interval.centre || timing.interval.width
                ? TimingKind::Interval
                : TimingKind::Missing;
    }
    return timing;
}

Value ValueReader::value(xml::Node element) {
    mark(element);
    Value value;
    if (isBinary(element)) {
        return value; // a file: among the media of the section
    }
    const std::string type = typeName(element);
    const bool holdsRange = child(element, "low") || child(element, "high") || child(element, "center");
    if (type == "BL") {
        value.nullFlavor = element.attribute("nullFlavor");
        if (element.hasAttribute("value")) {
            value.boolean = isSet(element, "value");
        }
    } else if (type == "TS" || type == "IVL_TS" || type == "PIVL_TS") {
        value.time = timeRange(element);
    } else if (type == "RTO" || type == "RTO_PQ_PQ" || child(element, "numerator")) {
        value.ratio = ratio(element);
    } else if (type == "PQ" || type == "INT" || type == "REAL" || type == "MO" || type.starts_with("IVL_") ||
               holdsRange) {
        value.quantity = quantityRange(element);
        if (value.quantity->empty() || otherUnits(element)) {
            value.quantity->exact = quantity(element);
        }
    } else if (type == "CD" || type == "CE" || type == "CV" || type == "CO" || type == "CS" ||
               element.hasAttribute("code") || element.hasAttribute("displayName") ||
               child(element, "originalText") || child(element, "translation")) {
        value.coded = coded(element);
    } else if (type == "II") {
        const Identifier id = identifier(element);
        value.text = id.extension.empty() ? id.root : id.extension;
        value.nullFlavor = id.nullFlavor;
    } else if (type == "PN" || type == "EN" || type == "ON" || type == "TN") {
        const PersonName read = name(element);
        value.text = read.full();
        value.nullFlavor = read.nullFlavor;
    } else if (type == "TEL" || type == "URL") {
        value.text = telecom(element).value;
    } else if (element.hasAttribute("value")) {
        value.quantity = quantityRange(element);
    } else {
        value.text = text(element);
        value.nullFlavor = element.attribute("nullFlavor");
    }
    return value;
}

void ValueReader::markSubtree(xml::Node element) {
    xml::walk(element, [this](xml::Node node) {
        mark(node);
        return true;
    });
}

} // namespace ncp::transform::cda
