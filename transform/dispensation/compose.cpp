#include "transform/dispensation/dispensation.hpp"

#include "base/xml/writer.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/dispensation/prescription.hpp"
#include "transform/dispensation/product.hpp"
#include "transform/dispensation/values.hpp"

namespace ncp::transform::dispensation {
namespace {

constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";
constexpr std::string_view kActClass = "2.16.840.1.113883.5.6";

/// All that the document is made of; `prescription` is a copy whose references are resolved.
struct Sources {
    const xml::Document& prescription;
    xml::Node item;
    const Prescription& terms;
    const Dispenser& dispenser;
    const Handout& handout;
    const Issue& issue;
    std::string time; ///< HL7 TS with offset

    xml::Node prescribedProduct() const { return *cda::path(item, {"consumable", "manufacturedProduct"}); }
};

tl::unexpected<Error> refused(std::string what) {
    return fail(ErrorCode::InputRefused, std::move(what));
}

void writeId(xml::Writer& out, std::string_view root, std::string_view extension) {
    out.start("id").attribute("root", root);
    if (!extension.empty()) {
        out.attribute("extension", extension);
    }
    out.end();
}

void writeId(xml::Writer& out, const cda::Identifier& id) {
    writeId(out, id.root, id.extension);
}

void writeLoinc(xml::Writer& out, std::string_view code, std::string_view display) {
    out.start("code")
        .attribute("code", code)
        .attribute("codeSystem", kLoinc)
        .attribute("codeSystemName", "LOINC")
        .attribute("displayName", display)
        .end();
}

void writeAddress(xml::Writer& out, const Dispenser& dispenser) {
    out.start("addr");
    if (!dispenser.city.empty()) {
        out.leaf("city", dispenser.city);
    }
    out.leaf("country", dispenser.country.str()).end();
}

/// Family name last, or first with a comma behind it; a single word is the family name.
void writePerson(xml::Writer& out, const std::string& name) {
    const auto comma = name.find(',');
    const auto blank = name.rfind(' ');
    std::string given;
    auto family = name;
    if (comma != std::string::npos) {
        given = cda::collapse(name.substr(comma + 1));
        family = cda::collapse(name.substr(0, comma));
    } else if (blank != std::string::npos) {
        given = name.substr(0, blank);
        family = name.substr(blank + 1);
    }
    out.start("assignedPerson").attribute("classCode", "PSN").attribute("determinerCode", "INSTANCE");
    out.start("name");
    if (given.empty()) {
        out.empty("given", "nullFlavor", "NI");
    } else {
        out.leaf("given", given);
    }
    out.leaf("family", family).end().end();
}

void writePharmacy(xml::Writer& out, std::string_view element, const Dispenser& dispenser) {
    out.start(element).attribute("classCode", "ORG").attribute("determinerCode", "INSTANCE");
    writeId(out, dispenser.idRoot, dispenser.pharmacyId);
    out.leaf("name", dispenser.pharmacy).empty("telecom", "nullFlavor", "NI");
    writeAddress(out, dispenser);
    out.end();
}

/// Content of assignedAuthor and assignedEntity.
void writeWho(xml::Writer& out, const Dispenser& dispenser) {
    writeId(out, dispenser.idRoot, dispenser.id);
    writeAddress(out, dispenser);
    out.empty("telecom", "nullFlavor", "NI");
    writePerson(out, dispenser.name);
    writePharmacy(out, "representedOrganization", dispenser);
}

void writeIdentity(xml::Writer& out, const Sources& from) {
    out.start("typeId")
        .attribute("root", "2.16.840.1.113883.1.3")
        .attribute("extension", "POCD_HD000040")
        .end();
    out.empty("templateId", "root", "1.3.6.1.4.1.12559.11.10.1.3.1.1.2");
    writeId(out, from.issue.documentRoot, from.issue.documentExtension);
    writeLoinc(out, cda::kDispensation, "Medication dispensed.extended Document");
    out.leaf("title", "eDispensation");
    out.empty("effectiveTime", "value", from.time);
    out.start("confidentialityCode")
        .attribute("code", "N")
        .attribute("codeSystem", "2.16.840.1.113883.5.25")
        .attribute("codeSystemName", "Confidentiality")
        .attribute("displayName", "normal")
        .end();
    out.empty("languageCode", "code", from.issue.language);
}

void writeAuthor(xml::Writer& out, const Sources& from) {
    const auto& role = from.dispenser.role;
    out.start("author").attribute("typeCode", "AUT").attribute("contextControlCode", "OP");
    out.start("functionCode").attribute("code", role.code).attribute("codeSystem", role.system);
    out.attribute("codeSystemName", "ISCO");
    if (!role.display.empty()) {
        out.attribute("displayName", role.display);
    }
    out.end().empty("time", "value", from.time);
    out.start("assignedAuthor").attribute("classCode", "ASSIGNED");
    writeWho(out, from.dispenser);
    out.end().end();
}

void writeResponsible(xml::Writer& out, const Sources& from) {
    out.start("custodian").attribute("typeCode", "CST");
    out.start("assignedCustodian").attribute("classCode", "ASSIGNED");
    writePharmacy(out, "representedCustodianOrganization", from.dispenser);
    out.end().end();
    out.start("legalAuthenticator").attribute("typeCode", "LA").attribute("contextControlCode", "OP");
    out.empty("time", "value", from.time).empty("signatureCode", "code", "S");
    out.start("assignedEntity").attribute("classCode", "ASSIGNED");
    writeWho(out, from.dispenser);
    out.end().end();
}

void writeOrder(xml::Writer& out, const Sources& from) {
    out.start("inFulfillmentOf").attribute("typeCode", "FLFS");
    out.start("order").attribute("classCode", "ACT").attribute("moodCode", "RQO");
    writeId(out, from.terms.id);
    out.end().end();
}

/// Product and number of packages: words that need no language.
void writeNarrative(xml::Writer& out, const Sources& from) {
    const auto words =
        from.handout.substitute ? wordsFor(*from.handout.substitute) : wordsFor(from.prescribedProduct());
    out.start("text").start("paragraph").start("content").attribute("ID", "dispensed");
    out.text(words + " × " + std::to_string(from.handout.packages));
    out.end().end().end();
}

void writePerformer(xml::Writer& out, const Sources& from) {
    out.start("performer").attribute("typeCode", "PRF").empty("time", "value", from.time);
    out.start("assignedEntity").attribute("classCode", "ASSIGNED");
    writeWho(out, from.dispenser);
    out.end().end();
}

void writePrescribed(xml::Writer& out, const Sources& from) {
    out.start("entryRelationship").attribute("typeCode", "REFR");
    out.start("substanceAdministration").attribute("classCode", "SBADM").attribute("moodCode", "INT");
    writeId(out, from.terms.items[from.handout.item].id);
    out.fragment(cda::child(from.item, "consumable")->serialize());
    out.end().end();
}

void writeSubstitution(xml::Writer& out) {
    out.start("entryRelationship").attribute("typeCode", "COMP");
    out.start("act").attribute("classCode", "ACT").attribute("moodCode", "EVN");
    out.start("code").attribute("code", "SUBST").attribute("codeSystem", kActClass).end();
    out.end().end();
}

void writeSupply(xml::Writer& out, const Sources& from) {
    out.start("supply").attribute("classCode", "SPLY").attribute("moodCode", "EVN");
    out.empty("templateId", "root", "1.3.6.1.4.1.12559.11.10.1.3.1.3.3");
    out.empty("templateId", "root", "1.3.6.1.4.1.19376.1.5.3.1.4.7.3");
    out.empty("templateId", "root", "2.16.840.1.113883.10.20.1.34");
    writeId(out, from.issue.documentRoot, from.issue.documentExtension + ".1.1");
    out.start("text").empty("reference", "value", "#dispensed").end();
    const auto packages = std::to_string(from.handout.packages);
    out.start("quantity").attribute("value", packages).attribute("unit", "1").end();
    out.start("product").attribute("typeCode", "PRD");
    if (from.handout.substitute) {
        writeSubstitute(out, *from.handout.substitute, from.prescribedProduct());
    } else {
        out.fragment(from.prescribedProduct().serialize());
    }
    out.end();
    writePerformer(out, from);
    writePrescribed(out, from);
    if (from.handout.substitute) {
        writeSubstitution(out);
    }
    out.end();
}

void writeBody(xml::Writer& out, const Sources& from) {
    out.start("component").start("structuredBody").start("component").start("section");
    out.empty("templateId", "root", "1.3.6.1.4.1.12559.11.10.1.3.1.2.2");
    out.empty("templateId", "root", "2.16.840.1.113883.10.20.1.8");
    writeId(out, from.issue.documentRoot, from.issue.documentExtension + ".1");
    writeLoinc(out, cda::kDispensationSection, "Medication dispensed.brief Document");
    out.leaf("title", "Dispensation: " + from.issue.documentExtension + ".1");
    writeNarrative(out, from);
    out.start("entry").attribute("typeCode", "COMP");
    writeSupply(out, from);
    out.end().end().end().end().end();
}

std::string writeDocument(const Sources& from) {
    xml::Writer out;
    out.start("ClinicalDocument")
        .attribute("xmlns", cda::kHl7)
        .attribute("xmlns:pharm", cda::kPharmacy)
        .attribute("xmlns:xsi", cda::kSchemaInstance)
        .attribute("classCode", "DOCCLIN")
        .attribute("moodCode", "EVN");
    writeIdentity(out, from);
    out.fragment(cda::child(from.prescription.root(), "recordTarget")->serialize());
    writeAuthor(out, from);
    writeResponsible(out, from);
    writeOrder(out, from);
    writeBody(out, from);
    return out.end().take();
}

bool isDocumentLanguage(std::string_view tag) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return tag.size() == 5 && lower(tag[0]) && lower(tag[1]) && tag[2] == '-' && upper(tag[3]) &&
           upper(tag[4]);
}

Result<void> checkInput(const Dispenser& dispenser, const Handout& handout, const Issue& issue) {
    if (cda::collapse(dispenser.name).empty() || dispenser.pharmacy.empty()) {
        return refused("a dispensation needs the names of the dispenser and the pharmacy");
    }
    if (!OidTag::valid(dispenser.idRoot) || dispenser.role.code.empty() || dispenser.role.system.empty()) {
        return refused("a dispensation needs the dispenser's id and role");
    }
    if (handout.packages == 0) {
        return refused("a dispensation of no packages");
    }
    if (handout.packages > kMostPackages) {
        return refused("a dispensation of more than " + std::to_string(kMostPackages) + " packages");
    }
    if (handout.substitute && handout.substitute->name.empty()) {
        return refused("a substitute without name");
    }
    if (issue.documentRoot.empty() || !isDocumentLanguage(issue.language)) {
        return refused("a dispensation needs an id and a language such as nb-NO");
    }
    return {};
}

/// What the prescription allows of the handout.
Result<void> checkTerms(const Prescription& terms, const xml::Document& prescription,
                        const Handout& handout) {
    if (handout.item >= terms.items.size()) {
        return refused("the prescription has no such item");
    }
    const auto& item = terms.items[handout.item];
    if (item.id.root.empty()) {
        return fail(ErrorCode::MalformedMessage, "a prescribed item without id");
    }
    if (!cda::child(prescription.root(), "recordTarget") ||
        !cda::path(prescribedItems(prescription)[handout.item], {"consumable", "manufacturedProduct"})) {
        return fail(ErrorCode::MalformedMessage, "an ePrescription without patient or product");
    }
    if (handout.substitute && !item.substitutable) {
        return fail(ErrorCode::SubstitutionNotAllowed, "the prescription forbids another product");
    }
    return {};
}

} // namespace

Result<std::string> compose(const xml::Document& prescription, const Dispenser& dispenser,
                            const Handout& handout, const Issue& issue) {
    const auto terms = prescriptionOf(prescription);
    if (!terms) {
        return passOn(terms);
    }
    if (auto input = checkInput(dispenser, handout, issue); !input) {
        return passOn(input);
    }
    if (auto allowed = checkTerms(*terms, prescription, handout); !allowed) {
        return passOn(allowed);
    }
    const auto resolved = prescription.copy();
    const auto item = prescribedItems(resolved)[handout.item];
    resolveReferences(*cda::child(item, "consumable"), resolved);
    return writeDocument(
        {resolved, item, *terms, dispenser, handout, issue, formatHl7(issue.time) + "+0000"});
}

} // namespace ncp::transform::dispensation
