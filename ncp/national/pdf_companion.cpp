#include "ncp/national/pdf_companion.hpp"

#include "base/base64.hpp"
#include "base/xml/edit.hpp"
#include "ncp/ihe/document_entry.hpp"

#include <optional>

namespace ncp::national {
namespace {

/// Template of the level 1 form of a class; empty where the class has none of its own.
std::string_view companionTemplate(std::string_view classCode) {
    if (classCode == ihe::kPatientSummary) {
        return "1.3.6.1.4.1.12559.11.10.1.3.1.1.7";
    }
    return classCode == ihe::kEPrescription ? "1.3.6.1.4.1.12559.11.10.1.3.1.1.6" : std::string_view{};
}

void removeChildren(xml::Node root, std::string_view name) {
    for (const auto child : root.children(kHl7, name)) {
        xml::remove(child);
    }
}

void replaceTemplates(xml::Node root, std::string_view templateId) {
    if (templateId.empty()) {
        return;
    }
    removeChildren(root, "templateId");
    const auto id = root.child(kHl7, "id");
    xml::setAttribute(xml::insertBefore(*id, "templateId"), "root", templateId);
}

void setId(xml::Node id, std::string_view root, std::string_view extension) {
    xml::setAttribute(id, "root", root);
    if (!extension.empty()) {
        xml::setAttribute(id, "extension", extension);
    }
}

/// relatedDocument stands before authorization, componentOf and component.
void relateToCoded(xml::Node root, const DocumentFacts& facts) {
    removeChildren(root, "relatedDocument");
    std::optional<xml::Node> next;
    for (const auto child : root.children()) {
        const auto name = child.name();
        if (!next && (name == "authorization" || name == "componentOf" || name == "component")) {
            next = child;
        }
    }
    const auto related = xml::insertBefore(*next, "relatedDocument");
    xml::setAttribute(related, "typeCode", "XFRM");
    const auto parent = xml::appendChild(related, "parentDocument");
    setId(xml::appendChild(parent, "id"), facts.idRoot, facts.idExtension);
}

void replaceBody(xml::Node root, std::string_view pdf) {
    removeChildren(root, "component");
    const auto body = xml::appendChild(xml::appendChild(root, "component"), "nonXMLBody");
    const auto text = xml::appendChild(body, "text");
    xml::setAttribute(text, "mediaType", "application/pdf");
    xml::setAttribute(text, "representation", "B64");
    xml::setText(text, base64Encode(pdf));
}

} // namespace

std::string companionExtension(const DocumentFacts& coded) {
    return coded.idExtension + "L1";
}

Result<std::string> makePdfCompanion(xml::Document coded, const DocumentFacts& facts, std::string_view pdf) {
    if (!pdf.starts_with("%PDF-")) {
        return fail(ErrorCode::InputRefused, "no PDF");
    }
    const auto root = coded.root();
    replaceTemplates(root, companionTemplate(facts.classCode));
    setId(*root.child(kHl7, "id"), facts.idRoot, companionExtension(facts));
    relateToCoded(root, facts);
    replaceBody(root, pdf);
    return coded.serialize();
}

} // namespace ncp::national
