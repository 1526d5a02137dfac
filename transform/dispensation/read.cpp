#include "transform/dispensation/dispensation.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/dispensation/values.hpp"

#include <algorithm>

namespace ncp::transform::dispensation {
namespace {

constexpr std::string_view kDiscardPrefix = "DISCARD-";

tl::unexpected<Error> notValid(std::string what) {
    return fail(ErrorCode::DispensationFormatNotValid, std::move(what));
}

std::string attributeAt(xml::Node from, std::initializer_list<std::string_view> names,
                        std::string_view attribute) {
    const auto element = cda::path(from, names);
    return element ? cda::collapse(element->attribute(attribute)) : std::string{};
}

std::string textAt(xml::Node from, std::initializer_list<std::string_view> names) {
    const auto element = cda::path(from, names);
    return element ? cda::collapse(element->text()) : std::string{};
}

/// What was handed out: supplies that happened (moodCode EVN, or none, which means the same; neither denied
/// nor given up).
std::vector<xml::Node> suppliesOf(xml::Node root) {
    std::vector<xml::Node> supplies;
    const auto body = cda::path(root, {"component", "structuredBody"});
    if (!body) {
        return supplies;
    }
    for (const auto component : cda::children(*body, "component")) {
        const auto section = cda::child(component, "section");
        for (const auto entry : section ? cda::children(*section, "entry") : std::vector<xml::Node>{}) {
            const auto supply = cda::child(entry, "supply");
            if (supply && isInForce(*supply) &&
                (!supply->hasAttribute("moodCode") || supply->attribute("moodCode") == "EVN")) {
                supplies.push_back(*supply);
            }
        }
    }
    return supplies;
}

/// The act SUBST directly below the supply; the one inside the prescribed item says what was allowed.
bool substituted(xml::Node supply) {
    return std::ranges::any_of(cda::children(supply, "entryRelationship"), [](xml::Node relation) {
        const auto act = cda::child(relation, "act");
        return act && isInForce(*act) && attributeAt(*act, {"code"}, "code") == "SUBST";
    });
}

std::optional<cda::Identifier> prescribedId(xml::Node supply) {
    for (const auto relation : cda::children(supply, "entryRelationship")) {
        const auto item = cda::child(relation, "substanceAdministration");
        if (item && relation.attribute("typeCode") == "REFR") {
            return firstIdentifier(*item);
        }
    }
    return std::nullopt;
}

Result<DispensedItem> readItem(xml::Node supply) {
    const auto packages = packageCount(attributeAt(supply, {"quantity"}, "value"));
    if (!packages) {
        return notValid("the number of packages is missing or no positive integer");
    }
    return DispensedItem{firstIdentifier(supply), prescribedId(supply), *packages, substituted(supply)};
}

Result<void> readHeader(xml::Node root, Statement& statement) {
    const auto code = attributeAt(root, {"code"}, "code");
    statement.discard = code.starts_with(kDiscardPrefix);
    if (code.substr(statement.discard ? kDiscardPrefix.size() : 0) != cda::kDispensation) {
        return notValid("the document is no eDispensation");
    }
    const auto id = firstIdentifier(root);
    if (!id) {
        return notValid("no document id");
    }
    statement.id = *id;
    const auto patients = cda::children(root, "recordTarget");
    const auto role = patients.size() == 1 ? cda::child(patients.front(), "patientRole") : std::nullopt;
    statement.patients = role ? identifiers(*role) : std::vector<cda::Identifier>{};
    if (statement.patients.empty()) {
        return notValid(patients.size() > 1 ? "several patients" : "no patient with an id");
    }
    for (const auto fulfilled : cda::children(root, "inFulfillmentOf")) {
        for (const auto order : cda::children(fulfilled, "order")) {
            std::ranges::move(identifiers(order), std::back_inserter(statement.prescriptions));
        }
    }
    if (statement.prescriptions.empty() && !statement.discard) {
        return notValid("it names no prescription");
    }
    return {};
}

void append(std::string& act, std::string_view name, std::string_view value) {
    act.append(name).append("=").append(std::to_string(value.size())).append(":").append(value).append("\n");
}

void append(std::string& act, std::string_view name, const std::vector<cda::Identifier>& ids) {
    std::vector<std::string> values;
    for (const auto& id : ids) {
        values.push_back(id.root + "^" + id.extension);
    }
    std::ranges::sort(values);
    for (const auto& value : values) {
        append(act, name, value);
    }
}

void appendSupply(std::string& act, xml::Node supply, const DispensedItem& item) {
    append(act, "supply", item.id ? std::vector{*item.id} : std::vector<cda::Identifier>{});
    append(act, "item",
           item.prescriptionItem ? std::vector{*item.prescriptionItem} : std::vector<cda::Identifier>{});
    append(act, "packages", std::to_string(item.packages));
    append(act, "substituted", item.substituted ? "yes" : "no");
    append(act, "product",
           textAt(supply, {"product", "manufacturedProduct", "manufacturedMaterial", "name"}));
    append(act, "code",
           attributeAt(supply, {"product", "manufacturedProduct", "manufacturedMaterial", "code"}, "code"));
    const auto who = cda::path(supply, {"performer", "assignedEntity"});
    append(act, "performer", who ? identifiers(*who) : std::vector<cda::Identifier>{});
    append(act, "time", attributeAt(supply, {"performer", "time"}, "value"));
}

/// HL7 TS with at least hour, minute and second.
bool hasSecond(std::string_view time) {
    constexpr std::size_t kSecondDigits = 14;
    return time.size() >= kSecondDigits &&
           std::ranges::all_of(time.substr(0, kSecondDigits), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Result<Statement> read(const xml::Document& eDispensation) {
    const auto root = eDispensation.root();
    if (!cda::isNamed(root, "ClinicalDocument")) {
        return notValid("no ClinicalDocument");
    }
    Statement statement;
    if (auto header = readHeader(root, statement); !header) {
        return passOn(header);
    }
    append(statement.act, "patient", statement.patients);
    append(statement.act, "prescription", statement.prescriptions);
    const auto supplies = suppliesOf(root);
    statement.timed = !supplies.empty();
    for (const auto supply : supplies) {
        auto item = readItem(supply);
        if (!item && statement.discard) {
            continue; // a discard is about the whole document
        }
        if (!item) {
            return passOn(item);
        }
        appendSupply(statement.act, supply, *item);
        statement.timed = statement.timed && hasSecond(attributeAt(supply, {"performer", "time"}, "value"));
        statement.items.push_back(std::move(*item));
    }
    if (statement.items.empty() && !statement.discard) {
        return notValid("nothing was handed out");
    }
    return statement;
}

} // namespace ncp::transform::dispensation
