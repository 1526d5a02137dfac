#include "transform/cda/entry_survey.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <array>
#include <string_view>
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

/// Names and addresses miss parts without harm; elsewhere a reason why a value is missing is worth a row.
bool mayBeSilent(std::string_view name) {
    static constexpr std::array<std::string_view, 9> kSilent{
        "text", "low", "high", "telecom", "country", "city", "addr", "name", "streetAddressLine"};
    return isOneOf(name, kSilent);
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

/// What the attributes of an element tell about it, read once.
struct Attributes {
    bool code = false;
    bool displayName = false;
    bool value = false;
    bool unit = false;
    bool nullFlavor = false;
    bool typed = false;    ///< xsi:type, or type as some senders write it
    bool actClass = false; ///< a code of the class of acts
    bool negated = false;
    bool binary = false; ///< a file in base64
    bool event = true;   ///< no mood but that of what happened or is so
};

Attributes attributesOf(xml::Node element) {
    Attributes found;
    for (xml::AttributeCursor at{element}; !at.atEnd(); at.advance()) {
        const std::string_view name = at.name();
        const std::string_view space = at.namespaceUri();
        if (name == "type" && (space.empty() || space == kSchemaInstance)) {
            found.typed = found.typed || !typeName(element).empty();
        } else if (!space.empty()) {
            continue;
        } else if (name == "code") {
            found.code = true;
        } else if (name == "displayName") {
            found.displayName = true;
        } else if (name == "value") {
            found.value = true;
        } else if (name == "unit") {
            found.unit = true;
        } else if (name == "nullFlavor") {
            found.nullFlavor = true;
        } else if (name == "codeSystem") {
            found.actClass = at.value() == kActClass;
        } else if (name == "negationInd") {
            found.negated = at.value() == "true" || at.value() == "1";
        } else if (name == "moodCode") {
            found.event = at.value() == "EVN";
        } else if (name == "representation") {
            found.binary = at.value() == "B64";
        }
    }
    return found;
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

bool isLeaf(xml::Node element, const Attributes& attributes) {
    static constexpr std::array<std::string_view, 6> kParts{"originalText", "translation", "reference",
                                                            "low",          "high",        "numerator"};
    if (attributes.code || attributes.displayName || attributes.value || attributes.nullFlavor ||
        attributes.typed) {
        return true;
    }
    if (!element.firstChild()) {
        return !collapse(element.text()).empty();
    }
    return holdsOneOf(element, kParts);
}

bool holdsCode(xml::Node element, const Attributes& attributes) {
    static constexpr std::array<std::string_view, 2> kWordings{"translation", "originalText"};
    if (attributes.value || (attributes.actClass && !attributes.displayName) || !isClinical(element)) {
        return false;
    }
    return attributes.code || attributes.displayName ||
           (attributes.nullFlavor && !mayBeSilent(element.name())) || holdsOneOf(element, kWordings);
}

/// One walk over everything below an act. The codes are read after it, since reading them would count as
/// having shown them.
class Surveyor {
  public:
    explicit Surveyor(ValueReader& reader, std::vector<xml::Node> others = {})
        : reader_(reader), others_(std::move(others)) {}

    std::vector<Leaf> leaves(xml::Node act) {
        visit(act, {true, false});
        return std::move(survey_.remaining);
    }

    EntrySurvey survey(xml::Node act, bool leaves) {
        visit(act, {leaves, true});
        survey_.codes.reserve(codes_.size());
        for (const xml::Node code : codes_) {
            survey_.codes.push_back({std::string{code.name()}, reader_.coded(code)});
        }
        return std::move(survey_);
    }

  private:
    /// What is still looked for on the way down.
    struct Wanted {
        bool leaves;
        bool codes;
    };

    void visit(xml::Node element, Wanted wanted);
    bool takeLeaf(xml::Node element, const Attributes& attributes, bool technical);
    void takeNegation(xml::Node element);
    void takeStatus(xml::Node element);
    void takeIdOfRole(xml::Node id);
    void takeUnit(xml::Node element);
    void takeFile(xml::Node element, const Attributes& attributes);

    ValueReader& reader_;
    std::vector<xml::Node> others_;
    EntrySurvey survey_;
    std::vector<xml::Node> codes_;
};

void Surveyor::takeIdOfRole(xml::Node id) {
    const Identifier read = reader_.identifier(id);
    Value taken;
    taken.text = read.extension.empty() ? read.root : read.extension;
    survey_.remaining.push_back({"id", std::move(taken)});
}

/// A denial names what it denies.
void Surveyor::takeNegation(xml::Node element) {
    xml::Node act = element;
    for (const xml::Node inner : element.children()) {
        if (isNamed(element, "entryRelationship") && (child(inner, "code") || child(inner, "value"))) {
            act = inner;
        }
    }
    reader_.negated(act);
    const auto code = child(act, "code");
    const auto said = child(act, "value")                         ? child(act, "value")
                      : code && code->hasAttribute("displayName") ? code
                                                                  : std::nullopt;
    Value taken;
    if (said && !reader_.isRead(*said)) {
        taken = reader_.value(*said);
    }
    if (saysNothing(taken)) {
        taken = {};
        taken.boolean = true;
    }
    survey_.remaining.push_back({"negationInd", std::move(taken)});
}

void Surveyor::takeStatus(xml::Node element) {
    std::string status = element.attribute("code");
    if (!reader_.isRead(element) && status != "completed") {
        Value taken;
        taken.text = std::move(status);
        reader_.markSubtree(element);
        survey_.remaining.push_back({"statusCode", std::move(taken)});
    }
}

/// False where nothing below the element can be a leaf of its own.
bool Surveyor::takeLeaf(xml::Node element, const Attributes& attributes, bool technical) {
    if (technical && isIdOfRole(element) && !reader_.isRead(element)) {
        takeIdOfRole(element);
    }
    if (technical || attributes.binary) {
        return false;
    }
    if (attributes.negated && !reader_.isNegationRead(element)) {
        takeNegation(element);
    }
    if (!attributes.event && statesFacts(element.name()) && !reader_.isMoodRead(element)) {
        Value taken;
        taken.text = reader_.mood(element);
        survey_.remaining.push_back({"moodCode", std::move(taken)});
    }
    if (element.name() == "statusCode") {
        takeStatus(element);
        return false;
    }
    if (reader_.isRead(element) || !isLeaf(element, attributes)) {
        return true;
    }
    Value taken;
    if (holdsTime(element.name()) && !attributes.typed && !attributes.unit) {
        taken.time = reader_.timeRange(element);
    } else {
        taken = reader_.value(element);
    }
    const bool structural = taken.coded && taken.coded->system == kActClass && taken.coded->display.empty();
    if (!saysNothing(taken) && !structural) {
        survey_.remaining.push_back({std::string{element.name()}, std::move(taken)});
    }
    return true;
}

void Surveyor::takeFile(xml::Node element, const Attributes& attributes) {
    if (isNamed(element, "observationMedia")) {
        if (const auto value = child(element, "value")) {
            survey_.media.push_back(readMedia(*value, element.attribute("ID")));
        }
    } else if (attributes.binary && element.parent()->name() != "observationMedia") {
        survey_.media.push_back(readMedia(element, {}));
    }
}

void Surveyor::takeUnit(xml::Node element) {
    std::string unit{element.attribute("unit")};
    if (!unit.empty() && std::ranges::find(survey_.units, unit) == survey_.units.end()) {
        survey_.units.push_back(std::move(unit));
    }
}

void Surveyor::visit(xml::Node element, Wanted wanted) {
    if (std::ranges::find(others_, element) != others_.end()) {
        return;
    }
    const Attributes attributes = attributesOf(element);
    if (attributes.unit && wanted.codes) {
        takeUnit(element);
    }
    if (attributes.value && isNamed(element, "reference")) {
        const std::string value = element.attribute("value");
        survey_.references.push_back(value.starts_with('#') ? value.substr(1) : value);
    } else {
        takeFile(element, attributes);
    }
    const bool technical = (wanted.leaves || wanted.codes) && isTechnical(element);
    if (wanted.leaves) {
        wanted.leaves = takeLeaf(element, attributes, technical);
    }
    if (wanted.codes) {
        wanted.codes = !technical && element.name() != "statusCode";
        if (wanted.codes && holdsCode(element, attributes)) {
            codes_.push_back(element);
        }
    }
    for (const xml::Node inner : element.children()) {
        visit(inner, wanted);
    }
}

} // namespace

EntrySurvey surveyEntry(xml::Node act, ValueReader& reader, const std::vector<xml::Node>& others) {
    return Surveyor{reader, others}.survey(act, true);
}

std::vector<Leaf> leavesBelow(xml::Node act, ValueReader& reader) {
    return Surveyor{reader}.leaves(act);
}

std::vector<CodeUse> codesBelow(xml::Node part, ValueReader& reader) {
    return Surveyor{reader}.survey(part, false).codes;
}

bool statesFacts(std::string_view actName) noexcept {
    return actName == "observation" || actName == "procedure" || actName == "organizer" ||
           actName == "encounter";
}

Media readMedia(xml::Node content, std::string id) {
    Media media;
    media.id = std::move(id);
    media.mediaType = content.attribute("mediaType");
    media.base64 = content.attribute("representation") == "B64";
    media.content = content.text();
    if (const auto reference = child(content, "reference")) {
        media.reference = reference->attribute("value");
    }
    return media;
}

} // namespace ncp::transform::cda
