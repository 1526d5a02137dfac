#include "transform/terminology/import/fhir_writer.hpp"

#include "transform/terminology/import/fhir_terms.hpp"
#include "transform/terminology/import/table_readers.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

using nlohmann::ordered_json;

ordered_json oidIdentifier(const std::string& oid) {
    return ordered_json::array({{{"system", fhir::kUriSystem}, {"value", std::string{fhir::kUrnOid} + oid}}});
}

ordered_json codeExtension(std::string_view url, const std::string& code) {
    return {{"url", url}, {"valueCode", code}};
}

ordered_json designationOf(const DesignationContent& designation) {
    auto extensions = ordered_json::array({{{"url", fhir::kSource}, {"valueString", designation.source}},
                                           codeExtension(fhir::kStatus, designation.status)});
    if (!designation.preferred) {
        extensions.push_back({{"url", fhir::kPreferred}, {"valueBoolean", false}});
    }
    return {{"extension", std::move(extensions)},
            {"language", designation.language},
            {"value", designation.text}};
}

/// The preferred English text, if there is one.
const DesignationContent* displayOf(const ConceptContent& each) {
    for (const auto& designation : each.designations) {
        if (designation.preferred && designation.language == "en-GB") {
            return &designation;
        }
    }
    return nullptr;
}

ordered_json conceptOf(const ConceptContent& each) {
    ordered_json out{{"code", each.code}};
    if (const auto* display = displayOf(each)) {
        out["display"] = display->text;
    }
    if (!each.current) {
        out["property"] = ordered_json::array({{{"code", "inactive"}, {"valueBoolean", true}}});
    }
    for (const auto& designation : each.designations) {
        out["designation"].push_back(designationOf(designation));
    }
    return out;
}

ordered_json headOf(std::string_view type, const std::string& url) {
    return {{"resourceType", type}, {"language", "en-GB"}, {"url", url}};
}

ordered_json codeSystemOf(const CodeSystemContent& system, const SystemNames& names) {
    auto out = headOf("CodeSystem", system.uri.empty() ? names.uriOf(system.oid) : system.uri);
    out["identifier"] = isUri(system.oid) ? ordered_json::array() : oidIdentifier(system.oid);
    for (const auto& alias : system.aliases) {
        out["identifier"].push_back({{"use", "secondary"}, {"value", alias}});
    }
    if (!system.version.empty()) {
        out["version"] = system.version;
    }
    if (!system.name.empty()) {
        out["name"] = system.name;
    }
    if (!system.nameEn.empty()) {
        out["title"] = system.nameEn;
    }
    if (!system.nameNb.empty()) {
        out["_title"]["extension"] = ordered_json::array(
            {{{"extension", ordered_json::array({{{"url", "lang"}, {"valueCode", "nb-NO"}},
                                                 {{"url", "content"}, {"valueString", system.nameNb}}})},
              {"url", fhir::kTranslation}}});
    }
    out["status"] = "active";
    out["content"] = "fragment"; // what is held of the code system need not be all of it
    return out;
}

ordered_json valueSetOf(const ValueSetContent& set, const SystemNames& names) {
    auto out = headOf("ValueSet", std::string{fhir::kUrnOid} + set.oid);
    if (set.fixed) {
        out["extension"] = ordered_json::array({{{"url", fhir::kFixed}, {"valueBoolean", true}}});
    }
    out["identifier"] = oidIdentifier(set.oid);
    if (!set.version.empty()) {
        out["version"] = set.version;
    }
    out["name"] = set.name;
    out["status"] = "active";
    std::map<std::string, ordered_json> bySystem;
    for (const auto& member : set.members) {
        bySystem[member.system].push_back({{"code", member.code}});
    }
    for (auto& [system, concepts] : bySystem) {
        out["compose"]["include"].push_back(
            {{"system", names.uriOf(system)}, {"concept", std::move(concepts)}});
    }
    return out;
}

ordered_json conceptMapOf(const ConceptMapContent& map, const SystemNames& names) {
    auto out = headOf("ConceptMap", "urn:ncp:terminology:map:" + map.name);
    if (!map.version.empty()) {
        out["version"] = map.version;
    }
    out["name"] = map.name;
    out["status"] = "active";
    std::map<std::pair<std::string, std::string>, ordered_json> groups;
    for (const auto& element : map.elements) {
        ordered_json target{
            {"extension",
             ordered_json::array({codeExtension(fhir::kStatus, element.valid ? "approved" : "proposed")})},
            {"code", element.targetCode},
            {"equivalence", nameOf(element.equivalence)}};
        groups[{element.sourceSystem, element.targetSystem}].push_back(
            {{"code", element.sourceCode}, {"target", ordered_json::array({std::move(target)})}});
    }
    for (auto& [systems, elements] : groups) {
        out["group"].push_back({{"source", names.uriOf(systems.first)},
                                {"target", names.uriOf(systems.second)},
                                {"element", std::move(elements)}});
    }
    return out;
}

} // namespace

std::string toFhir(const Content& content, const SystemNames& names) {
    std::map<std::string, ordered_json> systems;
    for (const auto& system : content.systems) {
        systems.emplace(system.oid, codeSystemOf(system, names));
    }
    for (const auto& each : content.concepts) {
        const auto place = systems.find(each.system);
        auto& resource =
            place != systems.end()
                ? place->second
                : systems.emplace(each.system, codeSystemOf({each.system, {}, {}, {}, {}, {}, {}}, names))
                      .first->second;
        resource["concept"].push_back(conceptOf(each));
    }
    ordered_json bundle{{"resourceType", "Bundle"}, {"type", "collection"}};
    bundle["entry"] = ordered_json::array();
    const auto add = [&bundle](ordered_json resource) {
        bundle["entry"].push_back({{"resource", std::move(resource)}});
    };
    for (auto& [oid, resource] : systems) {
        add(std::move(resource));
    }
    for (const auto& set : content.valueSets) {
        add(valueSetOf(set, names));
    }
    for (const auto& map : content.maps) {
        add(conceptMapOf(map, names));
    }
    return bundle.dump(1);
}

} // namespace ncp::transform::terminology::import
