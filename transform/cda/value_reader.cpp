#include "transform/cda/value_reader.hpp"

#include "transform/cda/element.hpp"

#include <array>
#include <utility>

namespace ncp::transform::cda {

namespace {

void append(std::string& text, std::string_view part) {
    if (!part.empty()) {
        text += text.empty() ? std::string{part} : ' ' + std::string{part};
    }
}

std::string joined(xml::Node parent, std::string_view name) {
    std::string text;
    for (const xml::Node part : children(parent, name)) {
        append(text, collapse(part.text()));
    }
    return text;
}

} // namespace

bool ValueReader::negated(xml::Node act) {
    negationRead_.insert(act.native());
    return act.attribute("negationInd") == "true";
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
    return found.empty() ? own : found;
}

std::string ValueReader::textChild(xml::Node parent, std::string_view name) {
    const auto found = child(parent, name);
    return found ? text(*found) : std::string{};
}

std::string ValueReader::originalText(xml::Node element) {
    return textChild(element, "originalText");
}

void ValueReader::collectTranslations(xml::Node element, std::vector<Translation>& into) {
    for (const xml::Node translation : children(element, "translation")) {
        mark(translation);
        Translation taken{translation.attribute("code"), translation.attribute("codeSystem"),
                          translation.attribute("codeSystemName"), translation.attribute("displayName"),
                          originalText(translation)};
        if (!taken.code.empty() || !taken.display.empty() || !taken.originalText.empty()) {
            into.push_back(std::move(taken));
        }
        collectTranslations(translation, into);
    }
}

CodedValue ValueReader::coded(xml::Node element) {
    mark(element);
    CodedValue value;
    value.code = element.attribute("code");
    value.system = element.attribute("codeSystem");
    value.systemName = element.attribute("codeSystemName");
    value.display = collapse(element.attribute("displayName"));
    value.nullFlavor = element.attribute("nullFlavor");
    value.originalText = originalText(element);
    collectTranslations(element, value.translations);
    if (const auto first = child(element, "translation");
        first && !value.code.empty() && first->attribute("code") == value.code &&
        first->attribute("codeSystem") == value.system && value.nullFlavor.empty()) {
        value.translated = true;
        value.originalDisplay = collapse(first->attribute("displayName"));
    }
    for (const xml::Node qualifier : children(element, "qualifier")) {
        mark(qualifier);
        value.qualifiers.push_back({codedChild(qualifier, "name"), codedChild(qualifier, "value")});
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
    collectTranslations(element, quantity.translations);
    quantity.unitText = originalText(element);
    if (quantity.unitText.empty()) {
        quantity.unitText = collapse(element.text());
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
        timing.institutionSpecified = element.attribute("institutionSpecified") == "true";
        timing.period = period ? quantity(*period) : Quantity{};
        timing.phase = timeRangeChild(element, "phase");
    } else if (type == "EIVL_TS" || event) {
        timing.kind = TimingKind::Event;
        timing.event = event ? coded(*event) : CodedValue{};
        if (const auto offset = child(element, "offset")) {
            timing.offset = quantityRange(*offset);
            if (const auto width = child(*offset, "width")) {
                timing.offsetWidth = quantity(*width);
            }
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
            value.boolean = element.attribute("value") == "true" || element.attribute("value") == "1";
        }
    } else if (type == "TS" || type == "IVL_TS" || type == "PIVL_TS") {
        value.time = timeRange(element);
    } else if (type == "RTO" || type == "RTO_PQ_PQ" || child(element, "numerator")) {
        value.ratio = ratio(element);
    } else if (type == "PQ" || type == "INT" || type == "REAL" || type == "MO" || type.starts_with("IVL_") ||
               holdsRange) {
        value.quantity = quantityRange(element);
        if (value.quantity->empty()) {
            value.quantity->exact = quantity(element);
        }
    } else if (type == "CD" || type == "CE" || type == "CV" || type == "CO" || type == "CS" ||
               element.hasAttribute("code") || element.hasAttribute("displayName") ||
               child(element, "originalText") || child(element, "translation")) {
        value.coded = coded(element);
    } else if (element.hasAttribute("value")) {
        value.quantity = quantityRange(element);
    } else {
        value.text = text(element);
        value.nullFlavor = element.attribute("nullFlavor");
    }
    return value;
}

Identifier ValueReader::identifier(xml::Node element) {
    mark(element);
    Identifier id{element.attribute("root"), element.attribute("extension"), element.attribute("nullFlavor"),
                  element.attribute("assigningAuthorityName")};
    if (id.root.empty() && id.extension.empty()) {
        id.extension = collapse(element.text()); // where some senders write it
    }
    return id;
}

std::vector<Identifier> ValueReader::identifiers(xml::Node parent) {
    std::vector<Identifier> ids;
    for (const xml::Node id : children(parent, "id")) {
        ids.push_back(identifier(id));
    }
    return ids;
}

PersonName ValueReader::name(xml::Node element) {
    markSubtree(element);
    PersonName name;
    name.prefix = joined(element, "prefix");
    name.given = joined(element, "given");
    name.family = joined(element, "family");
    name.suffix = joined(element, "suffix");
    name.nullFlavor = element.attribute("nullFlavor");
    if (name.full().empty()) {
        name.text = collapse(element.text());
    }
    return name;
}

Address ValueReader::address(xml::Node element) {
    markSubtree(element);
    Address address;
    address.use = element.attribute("use");
    address.nullFlavor = element.attribute("nullFlavor");
    std::string street;
    for (const xml::Node part : element.children()) {
        const std::string text = collapse(part.text());
        if (text.empty()) {
            continue;
        }
        if (part.name() == "postalCode") {
            append(address.postalCode, text);
        } else if (part.name() == "city") {
            append(address.city, text);
        } else if (part.name() == "state") {
            append(address.state, text);
        } else if (part.name() == "country") {
            append(address.country, text);
        } else if (part.name() == "streetName" || part.name() == "houseNumber") {
            append(street, text);
        } else {
            address.lines.push_back(text);
        }
    }
    if (!street.empty()) {
        address.lines.insert(address.lines.begin(), street);
    }
    if (address.empty()) {
        if (std::string text = collapse(element.text()); !text.empty()) {
            address.lines.push_back(std::move(text));
        }
    }
    return address;
}

Telecom ValueReader::telecom(xml::Node element) {
    mark(element);
    struct Scheme {
        std::string_view prefix;
        TelecomKind kind;
    };
    static constexpr std::array kSchemes{
        Scheme{"tel:", TelecomKind::Phone}, Scheme{"mailto:", TelecomKind::Email},
        Scheme{"fax:", TelecomKind::Fax},   Scheme{"http:", TelecomKind::Web},
        Scheme{"https:", TelecomKind::Web},
    };
    Telecom telecom;
    telecom.value = collapse(element.attribute("value"));
    telecom.use = element.attribute("use");
    telecom.nullFlavor = element.attribute("nullFlavor");
    for (const Scheme& scheme : kSchemes) {
        if (telecom.value.starts_with(scheme.prefix)) {
            telecom.kind = scheme.kind;
            if (scheme.kind != TelecomKind::Web) {
                telecom.value.erase(0, scheme.prefix.size());
            }
            break;
        }
    }
    return telecom;
}

std::vector<Telecom> ValueReader::telecoms(xml::Node parent) {
    std::vector<Telecom> telecoms;
    for (const xml::Node found : children(parent, "telecom")) {
        Telecom taken = telecom(found);
        if (!taken.value.empty()) {
            telecoms.push_back(std::move(taken));
        }
    }
    return telecoms;
}

Performer ValueReader::performer(xml::Node participation, std::string_view role) {
    mark(participation);
    Performer performer;
    performer.time = timeRangeChild(participation, "time");
    performer.function = codedChild(participation, "functionCode");
    const auto assigned = child(participation, role);
    if (!assigned) {
        return performer;
    }
    mark(*assigned);
    performer.ids = identifiers(*assigned);
    performer.specialty = codedChild(*assigned, "code");
    performer.telecoms = telecoms(*assigned);
    if (const auto addr = child(*assigned, "addr")) {
        performer.address = address(*addr);
    }
    if (const auto person = path(*assigned, {"assignedPerson", "name"})) {
        performer.name = name(*person);
    }
    if (const auto device = child(*assigned, "assignedAuthoringDevice")) {
        append(performer.device, textChild(*device, "manufacturerModelName"));
        append(performer.device, textChild(*device, "softwareName"));
        if (const auto software = child(*device, "softwareName"); software && performer.device.empty()) {
            performer.device = collapse(software->attribute("displayName"));
        }
    }
    if (const auto organisation = child(*assigned, "representedOrganization")) {
        performer.organisationIds = identifiers(*organisation);
        performer.organisation = textChild(*organisation, "name");
        performer.organisationTelecoms = telecoms(*organisation);
        if (const auto addr = child(*organisation, "addr")) {
            performer.organisationAddress = address(*addr);
        }
    }
    return performer;
}

void ValueReader::markSubtree(xml::Node element) {
    xml::walk(element, [this](xml::Node node) {
        mark(node);
        return true;
    });
}

} // namespace ncp::transform::cda
