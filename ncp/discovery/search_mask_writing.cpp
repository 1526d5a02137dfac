#include "ncp/discovery/search_mask_writing.hpp"

#include "base/xml/writer.hpp"

namespace ncp::discovery {
namespace {

std::string_view written(MaskScope scope) {
    switch (scope) {
    case MaskScope::All:
        return "ALL";
    case MaskScope::PatientSummary:
        return "PS";
    case MaskScope::EPrescription:
        return "EP";
    }
    return "ALL";
}

void writeField(xml::Writer& out, std::string_view name, const MaskField& field) {
    out.start(name).attribute("label", field.label);
    if (!field.domain.empty()) {
        out.attribute("domain", field.domain);
    }
    out.attribute("format", field.format).attribute("contextualDescription", field.description);
    if (!field.originalDescription.empty()) {
        out.attribute("originalContextualDescription", field.originalDescription);
    }
    out.attribute("mandatory", field.mandatory ? "true" : "false").end();
}

void writeSet(xml::Writer& out, const IdentifierSet& set) {
    out.start("ism:identifier").attribute("type", set.choice ? "CHOICE" : "NORMAL");
    for (const auto& group : set.groups) {
        const bool together = group.fields.size() > 1 || !group.display.empty();
        if (together) {
            out.start("ism:ids").attribute("display", group.display);
        }
        for (const auto& field : group.fields) {
            writeField(out, "ism:id", field);
        }
        if (together) {
            out.end();
        }
    }
    out.end();
}

void writePerson(xml::Writer& out, std::string_view name, const PersonSearch& person) {
    out.start(name);
    if (!person.friendlyName.empty()) {
        out.attribute("friendlyName", person.friendlyName);
    }
    out.attribute("scope", written(person.scope));
    for (const auto& set : person.identifiers) {
        writeSet(out, set);
    }
    for (const auto& field : person.textFields) {
        writeField(out, "ism:textField", field);
    }
    if (person.birthDate) {
        writeField(out, "ism:birthDate", *person.birthDate);
    }
    if (person.gender) {
        writeField(out, "ism:gender", *person.gender);
    }
    out.end();
}

void writeDocumentSearch(xml::Writer& out, const DocumentSearch& search) {
    out.start("ism:documentSearch");
    if (!search.friendlyName.empty()) {
        out.attribute("friendlyName", search.friendlyName);
    }
    out.attribute("scope", written(search.scope));
    if (search.prescriptionId) {
        writeField(out, "ism:prescriptionId", *search.prescriptionId);
    }
    if (search.dispensationPin) {
        writeField(out, "ism:dispensationPINCode", *search.dispensationPin);
    }
    out.end();
}

} // namespace

std::string writeSearchMask(const SearchMask& mask) {
    xml::Writer out;
    out.start("ism:searchFields").attribute("xmlns:ism", "http://ec.europa.eu/sante/ehncp/ism");
    out.start("ism:country").attribute("code", mask.country.str());
    out.attribute("label", "label.ism.addressCountry");
    writePerson(out, "ism:patientSearch", mask.patient);
    for (const auto& search : mask.documents) {
        writeDocumentSearch(out, search);
    }
    if (mask.nextOfKin) {
        writePerson(out, "ism:nextOfKinSearch", *mask.nextOfKin);
    }
    out.end().end();
    return out.take();
}

} // namespace ncp::discovery
