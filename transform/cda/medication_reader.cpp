#include "transform/cda/element.hpp"
#include "transform/cda/entry_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace ncp::transform::cda {

namespace {

/// Packs nest from the inside out: the deepest element is the outermost container.
std::vector<Package> readPackages(xml::Node asContent, ValueReader& reader) {
    std::vector<Package> levels;
    std::optional<xml::Node> at = asContent;
    while (at) {
        Package level;
        if (const auto quantity = child(*at, "quantity")) {
            level.quantity = reader.quantity(*quantity);
        }
        auto container = child(*at, "containerPackagedProduct");
        if (!container) {
            container = child(*at, "containerPackagedMedicine");
        }
        at.reset();
        if (container) {
            level.code = reader.codedChild(*container, "code");
            level.name = reader.textChild(*container, "name");
            level.description = reader.textChild(*container, "desc");
            level.form = reader.codedChild(*container, "formCode");
            if (const auto capacity = child(*container, "capacityQuantity")) {
                level.capacity = reader.quantity(*capacity);
            }
            at = child(*container, "asContent");
        }
        levels.push_back(std::move(level));
    }
    return levels;
}

/// HL7 RoleClassInactiveIngredient and what carries or helps an active ingredient. A class that is missing or
/// unknown makes no excipient.
bool isExcipient(const std::string& roleClass) {
    static constexpr std::array<std::string_view, 8> kExcipients{"IACT", "COLR", "FLVR", "PRSV",
                                                                 "STBL", "ADTV", "ADJV", "BASE"};
    return std::ranges::find(kExcipients, roleClass) != kExcipients.end();
}

Ingredient readIngredient(xml::Node element, ValueReader& reader) {
    Ingredient ingredient;
    ingredient.active = !isExcipient(element.attribute("classCode"));
    ingredient.negated = reader.negated(element);
    if (const auto quantity = child(element, "quantity")) {
        ingredient.strength = reader.ratio(*quantity);
        if (const auto translation = path(*quantity, {"numerator", "translation"})) {
            ingredient.strengthText = reader.text(*translation);
        }
    }
    auto substance = child(element, "ingredientSubstance");
    if (!substance) {
        substance = child(element, "ingredient");
    }
    if (substance) {
        ingredient.substance = reader.codedChild(*substance, "code");
        ingredient.name = reader.textChild(*substance, "name");
    }
    return ingredient;
}

/// Reads manufacturedMaterial or partProduct, which have the same content.
Product readMaterial(xml::Node material, ValueReader& reader) {
    Product product;
    product.nullFlavor = material.attribute("nullFlavor");
    product.code = reader.codedChild(material, "code");
    product.name = reader.textChild(material, "name");
    product.description = reader.textChild(material, "desc");
    product.form = reader.codedChild(material, "formCode");
    product.lot = reader.textChild(material, "lotNumberText");
    if (const auto expires = child(material, "expirationTime")) {
        product.expires = reader.timeStamp(*expires);
    }
    for (const xml::Node content : children(material, "asContent")) {
        product.packages.push_back(readPackages(content, reader));
    }
    for (const xml::Node kind : children(material, "asSpecializedKind")) {
        auto generalized = child(kind, "generalizedMaterialKind");
        if (!generalized) {
            generalized = child(kind, "generalizedMedicineClass");
        }
        if (generalized) {
            CodedValue code = reader.codedChild(*generalized, "code");
            const std::string name = reader.textChild(*generalized, "name");
            if (code.originalText.empty() && name != code.display) {
                code.originalText = name;
            }
            product.classifications.push_back(std::move(code));
        }
    }
    for (const xml::Node part : children(material, "part")) {
        Part taken;
        if (const auto quantity = child(part, "quantity")) {
            taken.quantity = reader.quantity(*quantity);
        }
        if (const auto inner = child(part, "partProduct")) {
            taken.product = readMaterial(*inner, reader);
        }
        product.parts.push_back(std::move(taken));
    }
    for (const xml::Node ingredient : children(material, "ingredient")) {
        product.ingredients.push_back(readIngredient(ingredient, reader));
    }
    return product;
}

InstructionKind instructionKind(std::string_view code) {
    return code == "PINSTRUCT"   ? InstructionKind::Patient
           : code == "FINSTRUCT" ? InstructionKind::Dispenser
                                 : InstructionKind::Other;
}

/// What an act about the medicine says: its value, else its code, which then is no question, and its text.
Remark readRemark(xml::Node act, ValueReader& reader) {
    Remark remark;
    remark.negated = reader.negated(act);
    const CodedValue code = reader.codedChild(act, "code");
    remark.value = readAnswer(act, reader);
    if (remark.value.empty() && !child(act, "value")) {
        remark.value = code;
    }
    remark.text = reader.textChild(act, "text");
    return remark;
}

/// A substitution observation asks with its code; only the value answers.
Remark readSubstitution(xml::Node observation, ValueReader& reader) {
    return {readAnswer(observation, reader), reader.textChild(observation, "text"),
            reader.negated(observation)};
}

Instruction readInstruction(xml::Node act, ValueReader& reader) {
    const auto code = child(act, "code");
    if (code) {
        reader.markSubtree(*code);
    }
    return {instructionKind(code ? code->attribute("code") : std::string{}), reader.textChild(act, "text")};
}

void readRelated(const RelatedAct& related, Medication& medication, ValueReader& reader) {
    const auto code = child(related.act, "code");
    if (related.typeCode == "RSON") {
        medication.reasons.push_back(readRemark(related.act, reader));
        if (const auto time = child(related.act, "effectiveTime"); time && time->hasAttribute("nullFlavor")) {
            reader.markSubtree(*time);
        }
    } else if (isNamed(related.act, "supply")) {
        if (const auto quantity = child(related.act, "quantity")) {
            medication.packages.push_back(reader.quantity(*quantity));
        }
    } else if (code && code->attribute("code") == "SUBST") {
        medication.substitutions.push_back(readSubstitution(related.act, reader));
    } else if (isNamed(related.act, "act") && child(related.act, "text")) {
        if (Instruction instruction = readInstruction(related.act, reader); !instruction.text.empty()) {
            medication.instructions.push_back(std::move(instruction));
        }
    }
}

/// The parts of a dose by their sequenceNumber; those without one come last, as they stand.
std::vector<Medication> readSteps(xml::Node element, ValueReader& reader) {
    std::vector<std::pair<long, xml::Node>> parts;
    for (const xml::Node relation : element.children()) {
        if (!isNamed(relation, "entryRelationship") && !isNamed(relation, "component")) {
            continue;
        }
        const auto sequence = child(relation, "sequenceNumber");
        const std::string text = sequence ? collapse(sequence->attribute("value")) : std::string{};
        long number = std::numeric_limits<long>::max();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool numbered = error == std::errc{} && end == text.data() + text.size();
        for (const xml::Node step : children(relation, "substanceAdministration")) {
            if (relation.attribute("typeCode") != "RSON") {
                parts.emplace_back(numbered ? number : std::numeric_limits<long>::max(), step);
            }
        }
    }
    std::ranges::stable_sort(parts, {}, [](const auto& part) { return part.first; });
    std::vector<Medication> steps;
    for (const auto& [number, step] : parts) {
        steps.push_back(readMedication(step, reader));
    }
    return steps;
}

void readTimes(xml::Node element, Medication& medication, ValueReader& reader) {
    bool first = true;
    for (const xml::Node time : children(element, "effectiveTime")) {
        const std::string type = typeName(time);
        const bool repeated = child(time, "period") || child(time, "event") || child(time, "comp");
        const bool plain = type == "IVL_TS" || (type.empty() && !repeated);
        // The treatment period comes first; a single structured time is the posology.
        if (first && plain) {
            medication.period = reader.timeRange(time);
        } else {
            medication.timings.push_back(reader.timing(time));
        }
        first = false;
    }
}

/// The amount as words: of the quantity itself, or of a translation where no number is stated.
std::string doseText(xml::Node quantity, ValueReader& reader) {
    if (quantity.hasAttribute("value") || child(quantity, "low") || child(quantity, "high") ||
        child(quantity, "center")) {
        return {};
    }
    std::string words;
    for (const xml::Node translation : children(quantity, "translation")) {
        const CodedValue said = reader.coded(translation);
        for (const std::string& part : {collapse(translation.attribute("value")),
                                        said.display.empty() ? said.code : said.display, said.originalText}) {
            if (!part.empty()) {
                words += words.empty() ? part : ' ' + part;
            }
        }
    }
    const std::string own = reader.quantity(quantity).unitText;
    if (words.find(own) == std::string::npos) {
        words = words.empty() ? own : own + ' ' + words;
    }
    return words;
}

void readAmounts(xml::Node element, Medication& medication, ValueReader& reader) {
    if (const auto dose = child(element, "doseQuantity")) {
        medication.dose = reader.quantityRange(*dose);
        medication.doseText = doseText(*dose, reader);
    }
    if (const auto rate = child(element, "rateQuantity")) {
        medication.rate = reader.quantityRange(*rate);
    }
    if (const auto maximum = child(element, "maxDoseQuantity")) {
        medication.maximum = reader.ratio(*maximum);
    }
    if (const auto repeats = child(element, "repeatNumber")) {
        medication.repeats = reader.quantityRange(*repeats);
    }
}

std::vector<Precondition> readPreconditions(xml::Node element, ValueReader& reader) {
    std::vector<Precondition> preconditions;
    for (const xml::Node precondition : children(element, "precondition")) {
        if (const auto criterion = child(precondition, "criterion")) {
            const auto value = child(*criterion, "value");
            preconditions.push_back({reader.textChild(*criterion, "text"),
                                     reader.codedChild(*criterion, "code"),
                                     value ? reader.value(*value) : Value{}});
        }
    }
    return preconditions;
}

} // namespace

Product readProduct(xml::Node manufacturedProduct, ValueReader& reader) {
    auto material = child(manufacturedProduct, "manufacturedMaterial");
    if (!material) {
        material = child(manufacturedProduct, "manufacturedLabeledDrug");
    }
    Product product = material ? readMaterial(*material, reader) : Product{};
    if (const auto holder = child(manufacturedProduct, "manufacturerOrganization")) {
        product.holder = reader.textChild(*holder, "name");
    }
    return product;
}

Medication readMedication(xml::Node element, ValueReader& reader) {
    Medication medication;
    medication.negated = reader.negated(element);
    medication.code = reader.optionalCode(element, "code");
    medication.ids = reader.identifiers(element);
    medication.text = reader.textChild(element, "text");
    if (const auto status = child(element, "statusCode")) {
        medication.status = status->attribute("code");
        reader.markSubtree(*status);
    }
    readTimes(element, medication, reader);
    medication.route = reader.codedChild(element, "routeCode");
    medication.sites = reader.codedChildren(element, "approachSiteCode");
    readAmounts(element, medication, reader);
    if (const auto product = path(element, {"consumable", "manufacturedProduct"})) {
        medication.product = readProduct(*product, reader);
    }
    medication.preconditions = readPreconditions(element, reader);
    for (const RelatedAct& related : relatedActs(element)) {
        readRelated(related, medication, reader);
    }
    medication.steps = readSteps(element, reader);
    return medication;
}

Vaccination readVaccination(xml::Node element, ValueReader& reader) {
    Vaccination vaccination;
    vaccination.code = reader.optionalCode(element, "code");
    reader.textChild(element, "text");
    if (const auto status = child(element, "statusCode")) {
        vaccination.status = status->attribute("code");
        reader.markSubtree(*status);
    }
    vaccination.notGiven = reader.negated(element) || vaccination.status == "cancelled";
    vaccination.date = reader.timeRangeChild(element, "effectiveTime");
    vaccination.route = reader.codedChild(element, "routeCode");
    if (const auto product = path(element, {"consumable", "manufacturedProduct"})) {
        vaccination.product = readProduct(*product, reader);
    }
    for (const xml::Node performer : children(element, "performer")) {
        vaccination.performers.push_back(reader.performer(performer, "assignedEntity"));
    }
    for (const xml::Node participant : children(element, "participant")) {
        if (const auto role = child(participant, "participantRole"); role && child(*role, "code")) {
            vaccination.targets.push_back(reader.codedChild(*role, "code"));
        }
    }
    for (const RelatedAct& related : relatedActs(element)) {
        const auto code = child(related.act, "code");
        const auto value = child(related.act, "value");
        if (code && code->attribute("code") == "30973-2" && value) {
            reader.codedChild(related.act, "code");
            vaccination.doseNumber = reader.quantity(*value).value;
        } else if (related.typeCode == "CAUS") {
            vaccination.reactions.push_back(readAnswer(related.act, reader));
        } else if (isNamed(related.act, "act")) {
            if (std::string text = reader.textChild(related.act, "text"); !text.empty()) {
                vaccination.comments.push_back(std::move(text));
            }
        }
    }
    return vaccination;
}

Dispensation readDispensation(xml::Node supply, ValueReader& reader) {
    Dispensation dispensation;
    dispensation.negated = reader.negated(supply);
    dispensation.ids = reader.identifiers(supply);
    reader.textChild(supply, "text");
    if (const auto quantity = child(supply, "quantity")) {
        dispensation.packages = reader.quantity(*quantity);
    }
    if (const auto product = path(supply, {"product", "manufacturedProduct"})) {
        dispensation.product = readProduct(*product, reader);
    }
    for (const xml::Node performer : children(supply, "performer")) {
        dispensation.performers.push_back(reader.performer(performer, "assignedEntity"));
    }
    for (const RelatedAct& related : relatedActs(supply)) {
        const auto code = child(related.act, "code");
        if (isNamed(related.act, "substanceAdministration")) {
            std::string text = reader.textChild(related.act, "text");
            dispensation.prescribed.push_back({readMedication(related.act, reader), std::move(text)});
        } else if (code && code->attribute("code") == "SUBST") {
            dispensation.substituted = !reader.negated(related.act) || dispensation.substituted;
            dispensation.substitutionReason = reader.textChild(related.act, "text");
            reader.markSubtree(related.act);
        }
    }
    return dispensation;
}

} // namespace ncp::transform::cda
