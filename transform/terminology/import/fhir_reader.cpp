#include "transform/terminology/import/fhir_reader.hpp"

#include "base/identifiers.hpp"
#include "transform/terminology/import/fhir_terms.hpp"
#include "transform/terminology/import/json_intake.hpp"
#include "transform/terminology/import/table_readers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::transform::terminology::import {
namespace {

using nlohmann::json;

const json kNothing = json::array();

std::string textOf(const json& object, std::string_view key) {
    if (!object.is_object()) {
        return {};
    }
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool isTrue(const json& object, std::string_view key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// The element, or an empty array where it is missing or no array.
const json& listOf(const json& object, std::string_view key) {
    if (!object.is_object()) {
        return kNothing;
    }
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : kNothing;
}

const json* extensionOf(const json& element, std::string_view url) {
    for (const auto& extension : listOf(element, "extension")) {
        if (textOf(extension, "url") == url) {
            return &extension;
        }
    }
    return nullptr;
}

std::string extensionText(const json& element, std::string_view url, std::string_view value) {
    const auto* extension = extensionOf(element, url);
    return extension == nullptr ? std::string{} : textOf(*extension, value);
}

/// `uri|version` without the version.
std::string withoutVersion(std::string canonical) {
    canonical.resize(std::min(canonical.find('|'), canonical.size()));
    return canonical;
}

struct Identifiers {
    std::string oid; ///< of `urn:oid:`; empty where there is none
    std::vector<std::string> aliases;
};

Identifiers identifiersOf(const json& resource) {
    Identifiers out;
    for (const auto& identifier : listOf(resource, "identifier")) {
        auto value = textOf(identifier, "value");
        if (textOf(identifier, "use") == "secondary") {
            out.aliases.push_back(std::move(value));
        } else if (out.oid.empty() && value.starts_with(fhir::kUrnOid) &&
                   textOf(identifier, "use") != "old") {
            out.oid = value.substr(fhir::kUrnOid.size());
        }
    }
    if (const auto url = textOf(resource, "url"); out.oid.empty() && url.starts_with(fhir::kUrnOid)) {
        out.oid = url.substr(fhir::kUrnOid.size());
    }
    return out;
}

class ResourceReader {
  public:
    explicit ResourceReader(ContentBuilder& builder) : builder_(builder) {}

    /// `pointer` is where the resource stands in the file (RFC 6901); empty for the file as a whole.
    void read(const json& resource, const std::string& pointer = {}) {
        const auto type = textOf(resource, "resourceType");
        builder_.beginPart(partOf(resource, type, pointer));
        language_ = textOf(resource, "language");
        language_ = language_.empty() ? "en-GB" : language_;
        if (type == "Bundle") {
            std::size_t index = 0;
            for (const auto& entry : listOf(resource, "entry")) {
                const auto place = "/entry/" + std::to_string(index++);
                const auto inner = entry.is_object() ? entry.find("resource") : entry.end();
                if (inner == entry.end() || textOf(*inner, "resourceType") == "Bundle") {
                    builder_.beginPart(place);
                    builder_.odd(0, "an entry without a terminology resource is left out");
                } else {
                    read(*inner, place + "/resource");
                }
            }
        } else if (resource.is_object() && resource.contains("modifierExtension")) {
            builder_.refuse(0, "a modifierExtension changes what the resource means; it is not understood");
        } else if (type == "CodeSystem") {
            codeSystem(resource);
        } else if (type == "ValueSet") {
            valueSet(resource);
        } else if (type == "ConceptMap") {
            conceptMap(resource);
        } else if (type.empty()) {
            builder_.refuse(0, "no FHIR resource: resourceType is missing");
        } else {
            builder_.odd(0, "resource of another type is left out");
        }
    }

  private:
    static std::string partOf(const json& resource, const std::string& type, const std::string& pointer) {
        const auto name = textOf(resource, "name");
        const auto& called = name.empty() ? textOf(resource, "url") : name;
        const auto which =
            type.empty() || type == "Bundle" ? "" : type + (called.empty() ? "" : " " + called);
        return which + (which.empty() || pointer.empty() ? "" : ", ") + pointer;
    }

    void codeSystem(const json& resource) {
        const auto identifiers = identifiersOf(resource);
        const auto url = textOf(resource, "url");
        const bool supplement = textOf(resource, "content") == "supplement";
        const auto written = supplement                ? withoutVersion(textOf(resource, "supplements"))
                             : identifiers.oid.empty() ? url
                                                       : identifiers.oid;
        const auto system = builder_.system(0, written);
        if (!system) {
            return;
        }
        if (!supplement) {
            describe(resource, *system, identifiers.aliases);
        }
        concepts(*system, listOf(resource, "concept"));
    }

    void describe(const json& resource, const std::string& system, const std::vector<std::string>& aliases) {
        CodeSystemContent described{
            system,  textOf(resource, "url"),  textOf(resource, "name"), {}, textOf(resource, "version"),
            aliases, textOf(resource, "title")};
        const auto translated = resource.find("_title");
        const auto* translation =
            translated == resource.end() ? nullptr : extensionOf(*translated, fhir::kTranslation);
        for (const auto& part : translation == nullptr ? kNothing : listOf(*translation, "extension")) {
            if (textOf(part, "url") == "content") {
                described.nameNb = textOf(part, "valueString");
            }
        }
        builder_.describe(0, std::move(described));
    }

    void concepts(const std::string& system,
                  const json& list) { // NOLINT(misc-no-recursion): depth is limited
        for (const auto& each : list) {
            builder_.countRow();
            if (const auto at = builder_.addConcept(0, system, textOf(each, "code"))) {
                if (const auto current = statedCurrent(each)) {
                    builder_.stateCurrent(*at, *current);
                }
                designate(*at, each);
            }
            concepts(system, listOf(each, "concept"));
        }
    }

    /// What the properties `inactive` and `status` say; nothing where they are missing.
    static std::optional<bool> statedCurrent(const json& each) {
        std::optional<bool> current;
        for (const auto& property : listOf(each, "property")) {
            const auto code = textOf(property, "code");
            const auto status = textOf(property, "valueCode");
            if (code == "inactive" && property.is_object()) {
                current = current.value_or(true) && !isTrue(property, "valueBoolean");
            } else if (code == "status" && !status.empty()) {
                current = current.value_or(true) && status != "retired" && status != "inactive";
            }
        }
        return current;
    }

    /// The display, unless a designation says the same with more detail.
    void designate(ContentBuilder::ConceptAt at, const json& each) {
        const auto display = textOf(each, "display");
        bool said = display.empty();
        for (const auto& designation : listOf(each, "designation")) {
            auto language = textOf(designation, "language");
            language = language.empty() ? language_ : language;
            auto text = textOf(designation, "value");
            said = said || (text == display && wholeLanguageTag(language) == wholeLanguageTag(language_));
            const auto* preferred = extensionOf(designation, fhir::kPreferred);
            builder_.designate(0, at,
                               {std::move(language), std::move(text),
                                extensionText(designation, fhir::kSource, "valueString"),
                                extensionText(designation, fhir::kStatus, "valueCode"),
                                preferred == nullptr || isTrue(*preferred, "valueBoolean")});
        }
        if (!said) {
            builder_.designate(0, at, {language_, display, {}, {}, true});
        }
    }

    /// True, and told, for a resource that its publisher has withdrawn.
    bool isWithdrawn(const json& resource, std::string_view what) {
        const bool withdrawn = textOf(resource, "status") == "retired";
        if (withdrawn) {
            builder_.odd(0, std::string{what} + " " + textOf(resource, "name") + " is retired and left out");
        }
        return withdrawn;
    }

    void valueSet(const json& resource) {
        if (isWithdrawn(resource, "value set")) {
            return;
        }
        const auto* fixed = extensionOf(resource, fhir::kFixed);
        const auto set = builder_.addValueSet(0, {identifiersOf(resource).oid,
                                                  textOf(resource, "name"),
                                                  textOf(resource, "version"),
                                                  fixed != nullptr && isTrue(*fixed, "valueBoolean"),
                                                  {}});
        if (!set) {
            return;
        }
        const auto compose = resource.find("compose");
        const auto expansion = resource.find("expansion");
        if (compose != resource.end() && isEnumerated(*compose) &&
            (expansion == resource.end() || !listOf(*compose, "include").empty())) {
            for (const auto& include : listOf(*compose, "include")) {
                members(*set, textOf(include, "system"), listOf(include, "concept"));
            }
        } else if (expansion != resource.end() && isWhole(*expansion)) {
            expanded(*set, listOf(*expansion, "contains"));
        } else if (compose != resource.end() || expansion != resource.end()) {
            builder_.refuse(0, "value set " + textOf(resource, "name") +
                                   " lists its members neither in compose nor in a whole expansion");
        }
    }

    static bool isEnumerated(const json& compose) {
        const auto& includes = listOf(compose, "include");
        return listOf(compose, "exclude").empty() && std::ranges::all_of(includes, [](const json& include) {
                   return !listOf(include, "concept").empty() && listOf(include, "filter").empty() &&
                          listOf(include, "valueSet").empty();
               });
    }

    static std::size_t countOf(const json& contains) { // NOLINT(misc-no-recursion): depth is limited
        std::size_t count = 0;
        for (const auto& each : contains) {
            count += 1 + countOf(listOf(each, "contains"));
        }
        return count;
    }

    static bool isWhole(const json& expansion) {
        if (!expansion.is_object()) {
            return false;
        }
        const auto total = expansion.find("total");
        const auto listed = countOf(listOf(expansion, "contains"));
        return total == expansion.end() || !total->is_number_unsigned() ||
               total->get<std::size_t>() <= listed;
    }

    void members(ContentBuilder::ValueSetAt set, const std::string& system, const json& list) {
        for (const auto& each : list) {
            member(set, system, each);
        }
    }

    void expanded(ContentBuilder::ValueSetAt set, const json& list) { // NOLINT(misc-no-recursion)
        for (const auto& each : list) {
            if (each.is_object() && !isTrue(each, "abstract") && !textOf(each, "code").empty()) {
                member(set, textOf(each, "system"), each);
            }
            expanded(set, listOf(each, "contains"));
        }
    }

    void member(ContentBuilder::ValueSetAt set, const std::string& system, const json& each) {
        builder_.countRow();
        if (const auto at = builder_.addConcept(0, system, textOf(each, "code"))) {
            designate(*at, each);
            builder_.addMember(0, set, *at);
        }
    }

    void conceptMap(const json& resource) {
        const auto name = textOf(resource, "name");
        if (name.empty()) {
            builder_.refuse(0, "a concept map has no name");
            return;
        }
        if (isWithdrawn(resource, "concept map")) {
            return;
        }
        for (const auto& group : listOf(resource, "group")) {
            for (const auto& element : listOf(group, "element")) {
                if (listOf(element, "target").empty()) {
                    builder_.odd(0, "code " + textOf(element, "code") + " of map " + name +
                                        " has no target and is left out");
                }
                for (const auto& target : listOf(element, "target")) {
                    builder_.countRow();
                    mapping(name, textOf(resource, "version"), group, textOf(element, "code"), target);
                }
            }
            if (group.is_object() && group.contains("unmapped")) {
                builder_.odd(0, "what map " + name + " says of codes without a mapping is left out");
            }
        }
    }

    void mapping(const std::string& map, const std::string& version, const json& group,
                 const std::string& code, const json& target) {
        const auto word = textOf(target, "equivalence");
        if (word == "unmatched" || word == "disjoint") {
            builder_.odd(0, "code " + code + " of map " + map + " has no counterpart and is left out");
            return;
        }
        if (!listOf(target, "dependsOn").empty() || !listOf(target, "product").empty()) {
            builder_.odd(0, "code " + code + " of map " + map +
                                " is mapped on a condition, or together with others, and is left out");
            return;
        }
        const auto equivalence = fhirEquivalence(word);
        if (!equivalence) {
            builder_.refuse(0, "code " + code + " of map " + map + " has no equivalence of FHIR R4");
            return;
        }
        const auto written = extensionText(target, fhir::kStatus, "valueCode");
        const auto& status = written.empty() ? builder_.defaults().status : written;
        builder_.addMapping(0, map, version,
                            {withoutVersion(textOf(group, "source")), code,
                             withoutVersion(textOf(group, "target")), textOf(target, "code"), *equivalence,
                             status == "approved"});
    }

    /// R4's ConceptMapEquivalence is read from the target's side: subsumes is wider, specializes is narrower.
    static std::optional<Equivalence> fhirEquivalence(const std::string& word) {
        if (word == "relatedto") {
            return Equivalence::Inexact;
        }
        if (word == "subsumes") {
            return Equivalence::Wider;
        }
        return word == "specializes" ? Equivalence::Narrower : parseEquivalence(word);
    }

    ContentBuilder& builder_;
    std::string language_;
};

} // namespace

void readFhir(std::string_view text, ContentBuilder& builder) {
    const auto parsed = parseJson(text);
    if (!parsed) {
        builder.refuse(0, parsed.error().detail);
        return;
    }
    ResourceReader{builder}.read(*parsed);
}

} // namespace ncp::transform::terminology::import
