#include "ncp/ihe/registry_object.hpp"

#include "ncp/ihe/ebxml.hpp"

#include <optional>

namespace ncp::ihe {
namespace {

constexpr std::string_view kIdentifierObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier";

std::string lowerCase(std::string text) {
    for (auto& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

} // namespace

std::string newUuidUrn(Random& random) {
    return "urn:uuid:" + makeUuid(random);
}

void RegistryObjectParts::text(std::string_view element, std::string_view value) {
    writer_.start(element).empty("LocalizedString", "value", value).end();
}

void RegistryObjectParts::classification(std::string_view scheme, std::string_view code,
                                         std::string_view codingScheme, std::string_view name) {
    start(scheme, code);
    writeSlot(writer_, "codingScheme", {std::string{codingScheme}});
    text("Name", name.empty() ? code : name);
    writer_.end();
}

void RegistryObjectParts::author(std::string_view scheme, const AuthorSlots& slots) {
    if (slots.institution.empty() && slots.person.empty() && slots.specialties.empty()) {
        return;
    }
    start(scheme, "");
    if (!slots.institution.empty()) {
        writeSlot(writer_, "authorInstitution", {slots.institution});
    }
    if (!slots.person.empty()) {
        writeSlot(writer_, "authorPerson", {slots.person});
    }
    if (!slots.specialties.empty()) {
        writeSlot(writer_, "authorSpecialty", slots.specialties);
    }
    writer_.end();
}

void RegistryObjectParts::identifier(std::string_view scheme, std::string_view value, std::string_view name) {
    writer_.start("ExternalIdentifier")
        .attribute("id", newUuidUrn(random_))
        .attribute("registryObject", objectId_)
        .attribute("identificationScheme", scheme)
        .attribute("objectType", kIdentifierObjectType)
        .attribute("value", value);
    text("Name", name);
    writer_.end();
}

void RegistryObjectParts::start(std::string_view scheme, std::string_view code) {
    writer_.start("Classification")
        .attribute("id", newUuidUrn(random_))
        .attribute("classificationScheme", scheme)
        .attribute("classifiedObject", objectId_)
        .attribute("nodeRepresentation", code);
}

Result<std::string> classificationCode(xml::Node object, std::string_view scheme) {
    std::optional<std::string> code;
    for (const auto node : object.children(kRimNamespace, "Classification")) {
        if (node.attribute("classificationScheme") != scheme) {
            continue;
        }
        if (code) {
            return fail(ErrorCode::MalformedMessage,
                        std::string{object.name()} + ": a Classification stands twice");
        }
        code = node.attribute("nodeRepresentation");
    }
    return code.value_or("");
}

Result<std::string> externalIdentifier(xml::Node object, std::string_view scheme, std::string_view name) {
    std::optional<std::string> value;
    const auto wanted = lowerCase(std::string{name});
    for (const auto node : object.children(kRimNamespace, "ExternalIdentifier")) {
        const bool named = lowerCase(localizedText(node, "Name")) == wanted;
        if (node.attribute("identificationScheme") != scheme && !named) {
            continue;
        }
        if (value) {
            return fail(ErrorCode::MalformedMessage,
                        std::string{object.name()} + ": an ExternalIdentifier stands twice");
        }
        value = node.attribute("value");
    }
    return value.value_or("");
}

} // namespace ncp::ihe
