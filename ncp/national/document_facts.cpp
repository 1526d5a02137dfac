#include "ncp/national/document_facts.hpp"

#include "ncp/ihe/hl7_time.hpp"

#include <initializer_list>

namespace ncp::national {
namespace {

tl::unexpected<Error> refused(std::string what) {
    return fail(ErrorCode::InputRefused, std::move(what));
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string{}
               : std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

std::string attributeAt(xml::Node from, std::initializer_list<std::string_view> path,
                        std::string_view attribute) {
    const auto element = from.path(kHl7, path);
    return element ? trimmed(element->attribute(attribute)) : std::string{};
}

/// The texts of all children of one name, with blanks between them.
std::string joined(xml::Node parent, std::string_view name) {
    std::string text;
    for (const auto child : parent.children(kHl7, name)) {
        const auto part = trimmed(child.text());
        text += part.empty() || text.empty() ? part : " " + part;
    }
    return text;
}

std::string personName(xml::Node name) {
    const auto given = joined(name, "given");
    const auto family = joined(name, "family");
    return given.empty() && family.empty() ? trimmed(name.text()) : trimmed(given + " " + family);
}

ihe::Address readAddress(xml::Node address) {
    auto street = joined(address, "streetAddressLine");
    if (street.empty()) {
        street = trimmed(joined(address, "streetName") + " " + joined(address, "houseNumber"));
    }
    return {street, joined(address, "city"), joined(address, "postalCode"), joined(address, "country")};
}

ihe::Demographics readTraits(xml::Node patientRole) {
    ihe::Demographics traits;
    traits.gender = "UN";
    if (const auto address = patientRole.child(kHl7, "addr")) {
        traits.address = readAddress(*address);
    }
    const auto patient = patientRole.child(kHl7, "patient");
    if (!patient) {
        return traits;
    }
    if (const auto name = patient->child(kHl7, "name")) {
        traits.familyName = joined(*name, "family");
        traits.givenName = joined(*name, "given");
    }
    traits.birthDate = attributeAt(*patient, {"birthTime"}, "value").substr(0, 8);
    const auto gender = attributeAt(*patient, {"administrativeGenderCode"}, "code");
    if (gender == "F" || gender == "M") {
        traits.gender = gender;
    }
    return traits;
}

Result<void> readPatient(xml::Node root, DocumentFacts& facts) {
    const auto targets = root.children(kHl7, "recordTarget");
    const auto role = targets.size() == 1 ? targets.front().child(kHl7, "patientRole") : std::nullopt;
    if (!role) {
        return refused(targets.size() > 1 ? "several patients" : "no patient");
    }
    for (const auto id : role->children(kHl7, "id")) {
        if (auto made = PatientId::make(trimmed(id.attribute("root")), trimmed(id.attribute("extension")))) {
            facts.patientIds.push_back(std::move(*made));
        }
    }
    if (facts.patientIds.empty()) {
        return refused("no usable patient identifier");
    }
    facts.traits = readTraits(*role);
    return {};
}

ihe::DocumentAuthor readAuthor(xml::Node author) {
    ihe::DocumentAuthor read;
    if (const auto name = author.path(kHl7, {"assignedAuthor", "assignedPerson", "name"})) {
        read.person = personName(*name);
    }
    auto specialty = attributeAt(author, {"assignedAuthor", "code"}, "displayName");
    if (specialty.empty()) {
        specialty = attributeAt(author, {"functionCode"}, "displayName");
    }
    if (!specialty.empty()) {
        read.specialties.push_back(std::move(specialty));
    }
    return read;
}

void readAuthors(xml::Node root, DocumentFacts& facts) {
    bool first = true;
    for (const auto node : root.children(kHl7, "author")) {
        auto author = readAuthor(node);
        if (first) {
            facts.authorPerson = std::move(author.person);
            facts.authorSpecialties = std::move(author.specialties);
        } else if (!author.person.empty() || !author.specialties.empty()) {
            facts.otherAuthors.push_back(std::move(author));
        }
        first = false;
    }
}

/// The service that the document is about, as its header tells: when it began, and its code as the reason.
void readService(xml::Node root, DocumentFacts& facts) {
    const auto event = root.path(kHl7, {"documentationOf", "serviceEvent"});
    if (!event) {
        return;
    }
    const auto low = attributeAt(*event, {"effectiveTime", "low"}, "value");
    const auto point = attributeAt(*event, {"effectiveTime"}, "value");
    const auto& told = low.empty() ? point : low;
    const auto instant =
        ihe::parseHl7Time(told.empty() ? attributeAt(*event, {"effectiveTime", "high"}, "value") : told);
    if (instant) {
        facts.serviceStartTime = formatHl7(*instant);
    }
    const auto code = event->child(kHl7, "code");
    if (code && code->hasAttribute("code") && code->hasAttribute("codeSystem")) {
        facts.serviceReason =
            Code{trimmed(code->attribute("code")), trimmed(code->attribute("codeSystem")),
                 trimmed(code->attribute("displayName")), trimmed(code->attribute("codeSystemName"))};
    }
}

void readSources(xml::Node root, DocumentFacts& facts) {
    for (const auto related : root.children(kHl7, "relatedDocument")) {
        const auto parent = related.child(kHl7, "parentDocument");
        if (related.attribute("typeCode") != "XFRM" || !parent) {
            continue;
        }
        for (const auto id : parent->children(kHl7, "id")) {
            if (id.hasAttribute("root")) {
                facts.sources.push_back(
                    uniqueIdOf(trimmed(id.attribute("root")), trimmed(id.attribute("extension"))));
            }
        }
    }
}

Result<void> readIdentity(xml::Node root, DocumentFacts& facts) {
    facts.idRoot = attributeAt(root, {"id"}, "root");
    facts.idExtension = attributeAt(root, {"id"}, "extension");
    facts.classCode = attributeAt(root, {"code"}, "code");
    if (facts.idRoot.empty()) {
        return refused("no document id");
    }
    if (facts.classCode.empty()) {
        return refused("no document code");
    }
    const auto created = ihe::parseHl7Time(attributeAt(root, {"effectiveTime"}, "value"));
    if (!created) {
        return refused("no readable effectiveTime");
    }
    facts.creationTime = formatHl7(*created);
    return {};
}

} // namespace

std::string uniqueIdOf(std::string_view root, std::string_view extension) {
    return std::string{root} + (extension.empty() ? "" : "^") + std::string{extension};
}

std::string DocumentFacts::uniqueId() const {
    return uniqueIdOf(idRoot, idExtension);
}

Result<DocumentFacts> readFacts(const xml::Document& document) {
    const auto root = document.root();
    if (!root.is(kHl7, "ClinicalDocument")) {
        return refused("no ClinicalDocument");
    }
    DocumentFacts facts;
    if (auto identity = readIdentity(root, facts); !identity) {
        return passOn(identity);
    }
    if (auto patient = readPatient(root, facts); !patient) {
        return passOn(patient);
    }
    facts.embedded = root.path(kHl7, {"component", "nonXMLBody"}).has_value();
    facts.mediaType = attributeAt(root, {"component", "nonXMLBody", "text"}, "mediaType");
    if (!facts.embedded && !root.path(kHl7, {"component", "structuredBody"})) {
        return refused("no body");
    }
    if (const auto title = root.child(kHl7, "title")) {
        facts.title = trimmed(title->text());
    }
    if (const auto language = Language::parse(attributeAt(root, {"languageCode"}, "code"))) {
        facts.language = language->str();
    }
    const auto confidentiality = attributeAt(root, {"confidentialityCode"}, "code");
    facts.confidentiality = confidentiality == "R" || confidentiality == "V" ? confidentiality : "N";
    readSources(root, facts);
    readAuthors(root, facts);
    readService(root, facts);
    return facts;
}

} // namespace ncp::national
