#include "transform/cda/element.hpp"
#include "transform/cda/value_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::cda {

namespace {

constexpr std::string_view kActClass = "2.16.840.1.113883.5.6";

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Elements that steer machines and say nothing about the patient.
bool isTechnical(xml::Node element) {
    static constexpr std::array<std::string_view, 10> kNames{
        "templateId",     "typeId", "realmCode",     "id",           "independentInd",
        "sequenceNumber", "setId",  "signatureCode", "originalText", "translation"};
    return isOneOf(element.name(), kNames);
}

/// Ids of acts are for machines; ids of people, licences and things are not.
bool isIdOfRole(xml::Node element) {
    static constexpr std::array<std::string_view, 4> kRoles{"participantRole", "assignedEntity",
                                                            "assignedAuthor", "scopingEntity"};
    const auto parent = element.name() == "id" ? element.parent() : std::nullopt;
    return parent && isOneOf(parent->name(), kRoles);
}

/// A value that is missing where something is expected; names and addresses miss parts without harm.
bool saysWhyMissing(xml::Node element) {
    static constexpr std::array<std::string_view, 9> kSilent{
        "text", "low", "high", "telecom", "country", "city", "addr", "name", "streetAddressLine"};
    return element.hasAttribute("nullFlavor") && !isOneOf(element.name(), kSilent);
}

bool holdsTime(std::string_view name) {
    static constexpr std::array<std::string_view, 8> kNames{"effectiveTime",  "time",   "low",   "high",
                                                            "expirationTime", "center", "phase", "birthTime"};
    return isOneOf(name, kNames);
}

bool saysNothing(const Value& value) {
    const bool empty = value.text.empty() && !value.boolean;
    const auto silent = [](const Quantity& quantity) {
        return quantity.value.empty() && quantity.unitText.empty();
    };
    if (value.coded) {
        return value.coded->code.empty() && value.coded->display.empty() &&
               value.coded->originalText.empty() && value.coded->translations.empty();
    }
    if (value.quantity) {
        return (!value.quantity->exact || silent(*value.quantity->exact)) &&
               (!value.quantity->low || silent(*value.quantity->low)) &&
               (!value.quantity->high || silent(*value.quantity->high));
    }
    if (value.time) {
        const auto unknown = [](const std::optional<TimeStamp>& time) {
            return !time || time->value.empty();
        };
        return unknown(value.time->exact) && unknown(value.time->low) && unknown(value.time->high) &&
               unknown(value.time->centre) && !value.time->width;
    }
    if (value.ratio) {
        return silent(value.ratio->numerator) && silent(value.ratio->denominator);
    }
    return empty;
}

/// True where one of the children has one of the names.
template <std::size_t N>
bool holdsOneOf(xml::Node element, const std::array<std::string_view, N>& names) {
    for (const xml::Node inner : element.children()) {
        if (isOneOf(inner.name(), names) && isClinical(inner)) {
            return true;
        }
    }
    return false;
}

bool isLeaf(xml::Node element) {
    static constexpr std::array<std::string_view, 6> kParts{"originalText", "translation", "reference",
                                                            "low",          "high",        "numerator"};
    if (element.hasAttribute("code") || element.hasAttribute("displayName") ||
        element.hasAttribute("value") || element.hasAttribute("nullFlavor") || !typeName(element).empty()) {
        return true;
    }
    if (holdsOneOf(element, kParts)) {
        return true;
    }
    return !element.firstChild() && !collapse(element.text()).empty();
}

} // namespace

std::vector<Leaf> ValueReader::remaining(xml::Node entry) {
    std::vector<Leaf> leaves;
    xml::walk(entry, [&](xml::Node element) {
        if (isIdOfRole(element) && !isRead(element)) {
            const Identifier id = identifier(element);
            Value taken;
            taken.text = id.extension.empty() ? id.root : id.extension;
            leaves.push_back({"id", std::move(taken)});
        }
        if (isTechnical(element) || isBinary(element)) {
            return false;
        }
        if (element.attribute("negationInd") == "true" && !negationRead_.contains(element.native())) {
            Value taken;
            taken.boolean = true;
            leaves.push_back({"negationInd", std::move(taken)});
        }
        if (element.name() == "statusCode") {
            if (const std::string status = element.attribute("code");
                !isRead(element) && status != "completed") {
                Value taken;
                taken.text = status;
                leaves.push_back({"statusCode", std::move(taken)});
            }
            return false;
        }
        if (isRead(element) || !isLeaf(element)) {
            return true;
        }
        const bool time =
            holdsTime(element.name()) && typeName(element).empty() && !element.hasAttribute("unit");
        Value taken;
        if (time) {
            taken.time = timeRange(element);
        } else {
            taken = value(element);
        }
        const bool structural =
            taken.coded && taken.coded->system == kActClass && taken.coded->display.empty();
        if (!saysNothing(taken) && !structural) {
            leaves.push_back({std::string{element.name()}, std::move(taken)});
        }
        return true;
    });
    return leaves;
}

std::vector<CodeUse> ValueReader::codes(xml::Node entry) {
    static constexpr std::array<std::string_view, 2> kWordings{"translation", "originalText"};
    std::vector<CodeUse> uses;
    xml::walk(entry, [&](xml::Node element) {
        if (isTechnical(element) || element.name() == "statusCode") {
            return false;
        }
        const bool holdsCode = element.hasAttribute("code") || element.hasAttribute("displayName") ||
                               holdsOneOf(element, kWordings) || saysWhyMissing(element);
        const bool structural =
            element.attribute("codeSystem") == kActClass && !element.hasAttribute("displayName");
        if (holdsCode && !structural && !element.hasAttribute("value") && isClinical(element)) {
            uses.push_back({std::string{element.name()}, coded(element)});
        }
        return true;
    });
    return uses;
}

} // namespace ncp::transform::cda
