#include "transform/cda/element.hpp"

namespace ncp::transform::cda {

namespace {

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

bool isClinical(xml::Node element) noexcept {
    const std::string_view space = element.namespaceUri();
    return space == kHl7 || space == kPharmacy || space == kEpsosMedication;
}

bool isNamed(xml::Node element, std::string_view name) noexcept {
    return element.name() == name && isClinical(element);
}

std::optional<xml::Node> child(xml::Node parent, std::string_view name) noexcept {
    for (const xml::Node candidate : parent.children()) {
        if (isNamed(candidate, name)) {
            return candidate;
        }
    }
    return std::nullopt;
}

std::vector<xml::Node> children(xml::Node parent, std::string_view name) {
    std::vector<xml::Node> found;
    for (const xml::Node candidate : parent.children()) {
        if (isNamed(candidate, name)) {
            found.push_back(candidate);
        }
    }
    return found;
}

std::optional<xml::Node> path(xml::Node from, std::initializer_list<std::string_view> names) noexcept {
    std::optional<xml::Node> at = from;
    for (const std::string_view name : names) {
        at = child(*at, name);
        if (!at) {
            return std::nullopt;
        }
    }
    return at;
}

std::string typeName(xml::Node element) {
    // Some senders forget the prefix of xsi:type.
    const std::string type =
        element.attributeIfPresent("type", kSchemaInstance).value_or(element.attribute("type"));
    const std::size_t colon = type.find(':');
    return colon == std::string::npos ? type : type.substr(colon + 1);
}

bool isSet(xml::Node element, std::string_view attribute) {
    const std::string value = collapse(element.attribute(attribute));
    return value == "true" || value == "1";
}

std::optional<xml::Node> relationOf(xml::Node act) noexcept {
    const auto parent = act.parent();
    return parent && isNamed(*parent, "entryRelationship") ? parent : std::nullopt;
}

bool isDenied(xml::Node act) {
    const auto relation = relationOf(act);
    return isSet(act, "negationInd") || (relation && isSet(*relation, "negationInd"));
}

bool isBinary(xml::Node element) {
    return element.hasAttribute("representation") && element.attribute("representation") == "B64";
}

std::string collapse(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        if (isSpace(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < text.size() && !isSpace(text[at])) {
            ++at;
        }
        if (!result.empty()) {
            result.push_back(' ');
        }
        result.append(text, begin, at - begin);
    }
    return result;
}

} // namespace ncp::transform::cda
