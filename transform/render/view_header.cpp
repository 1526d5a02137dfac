#include "transform/render/view_builder.hpp"

#include <charconv>
#include <chrono>
#include <utility>

namespace ncp::transform::render {

namespace {

/// Whole years, or months below two years, between two HL7 dates; empty below a month and where one is not a
/// full date.
std::string ageBetween(const std::string& born, const std::string& at, const Wording& wording) {
    const auto part = [](const std::string& text, std::size_t from, std::size_t length) {
        int value = -1;
        if (text.size() >= from + length) {
            std::from_chars(text.data() + from, text.data() + from + length, value);
        }
        return value;
    };
    const int days[2] = {part(born, 6, 2), part(at, 6, 2)};
    if (days[0] < 1 || days[1] < 1) {
        return {};
    }
    const auto dayOf = [&](const std::string& date) {
        return std::chrono::sys_days{std::chrono::year{part(date, 0, 4)} /
                                     std::chrono::month{static_cast<unsigned>(part(date, 4, 2))} /
                                     std::chrono::day{static_cast<unsigned>(part(date, 6, 2))}};
    };
    const int earlier = days[1] < days[0] ? 1 : 0;
    const int months = (part(at, 0, 4) - part(born, 0, 4)) * 12 + part(at, 4, 2) - part(born, 4, 2) - earlier;
    if (months < 1) {
        // Of a newborn each day counts.
        const auto age = (dayOf(at) - dayOf(born)).count();
        return age < 0 || age > 31 ? std::string{} : wording.counted("patient.age.days", std::to_string(age));
    }
    return months >= 24 ? wording.counted("patient.age.years", std::to_string(months / 12))
                        : wording.counted("patient.age.months", std::to_string(months));
}

Cell contactCell(const cda::Contact& contact, const Wording& wording) {
    Cell lines;
    append(lines, cell(wording, contact.name.full(), Weight::Strong));
    if (!contact.function.empty() && contact.function.code != "PCP") {
        append(lines, cell(wording.line(contact.function)));
    }
    if (!contact.relation.empty()) {
        append(lines, cell(wording.line(contact.relation)));
    }
    append(lines, cell(wording, contact.organisation));
    append(lines, cell(wording, wording.address(contact.address)));
    for (const cda::Telecom& telecom : contact.telecoms) {
        append(lines, cell(wording, wording.telecom(telecom)));
    }
    return lines;
}

std::string contactLabel(const cda::Contact& contact, const Wording& wording) {
    if (contact.function.code == "PCP") {
        return wording.text("patient.preferred_gp");
    }
    if (contact.roleClass == "NOK") {
        return wording.text("patient.next_of_kin");
    }
    if (contact.roleClass == "ECON") {
        return wording.text("patient.emergency_contact");
    }
    return wording.text(contact.roleClass == "GUARD" ? "patient.guardian" : "patient.other_contacts");
}

Cell birth(const cda::ClinicalDocument& document, const Wording& wording) {
    const cda::Patient& patient = document.patient;
    Line words{wording.plain(patient.born.empty() ? wording.text("patient.birth_date_unknown")
                                                  : wording.date(patient.born))};
    if (const std::string age = ageBetween(patient.born.value, document.created.value, wording);
        !age.empty()) {
        words.push_back(
            wording.plain('(' + wording.text("patient.age.at_creation", {age}) + ')', Weight::Muted));
    }
    return cell(std::move(words));
}

std::string languageName(const std::string& tag, const Wording& wording) {
    const std::string key = "language." + tag.substr(0, tag.find('-'));
    return wording.has(key) ? wording.text(key) : tag;
}

/// All about one more person that the document names as its patient.
Cell furtherPatient(const cda::Patient& patient, const Wording& wording) {
    Cell lines;
    for (const cda::PersonName& name : patient.names) {
        append(lines, cell(wording, name.full(), Weight::Strong));
    }
    append(lines, cell(wording, wording.date(patient.born)));
    if (patient.deceased) {
        append(lines, cell(wording, wording.text("patient.died") + ' ' + wording.date(patient.died)));
    }
    append(lines, patient.sex.empty() ? Cell{} : cell(wording.line(patient.sex)));
    for (const cda::Identifier& id : patient.ids) {
        append(lines, cell(wording, wording.identifier(id)));
    }
    for (const cda::Address& address : patient.addresses) {
        append(lines, cell(wording, wording.address(address)));
    }
    for (const cda::Telecom& telecom : patient.telecoms) {
        append(lines, cell(wording, wording.telecom(telecom)));
    }
    return lines;
}

} // namespace

void describePatient(const cda::ClinicalDocument& document, const Wording& wording, View& view) {
    const cda::Patient& patient = document.patient;
    for (const cda::PersonName& name : patient.names) {
        view.patientName += view.patientName.empty() ? name.full() : " / " + name.full();
    }
    addFact(view.patientFacts, wording.text("patient.born"), birth(document, wording));
    if (patient.deceased) {
        const std::string died = wording.date(patient.died);
        addFact(view.patientFacts, wording.text("patient.died"),
                cell(wording, died.empty() ? wording.text("general.yes") : died, Weight::Strong));
    }
    addFact(view.patientFacts, wording.text("patient.sex"),
            patient.sex.empty() ? cell(wording, wording.text("missing.not_stated"), Weight::Muted)
                                : cell(wording.line(patient.sex)));
    for (std::size_t at = 0; at < patient.ids.size(); ++at) {
        addFact(view.patientFacts, wording.text(at == 0 ? "patient.id.primary" : "patient.id.secondary"),
                cell(wording, wording.identifier(patient.ids[at])));
    }
    for (const cda::Contact& guardian : patient.guardians) {
        addFact(view.patientFacts, wording.text("patient.guardian"), contactCell(guardian, wording));
    }
    for (const cda::Patient& further : document.furtherPatients) {
        addFact(view.patientFacts, wording.text("patient.further"), furtherPatient(further, wording));
    }
    std::vector<Fact>& details = view.patientDetails;
    for (const cda::Address& address : patient.addresses) {
        addFact(details, wording.text("patient.address"), cell(wording, wording.address(address)));
    }
    for (const cda::Telecom& telecom : patient.telecoms) {
        const char* key = telecom.kind == cda::TelecomKind::Email ? "patient.email"
                          : telecom.kind == cda::TelecomKind::Fax ? "patient.fax"
                          : telecom.kind == cda::TelecomKind::Web ? "patient.web"
                                                                  : "patient.phone";
        addFact(details, wording.text(key), cell(wording, wording.telecom(telecom)));
    }
    for (const std::string& language : patient.languages) {
        addFact(details, wording.text("patient.preferred_language"),
                cell(wording, languageName(language, wording)));
    }
    Cell provider = performerCell(patient.provider, wording);
    for (const cda::Identifier& id : patient.provider.organisationIds) {
        append(provider, cell(wording, wording.text("author.organisation_id") + ": " + wording.identifier(id),
                              Weight::Muted));
    }
    addFact(details, wording.text("patient.provider"), std::move(provider));
    for (const cda::Contact& contact : document.contacts) {
        addFact(details, contactLabel(contact, wording), contactCell(contact, wording));
    }
}

std::vector<Fact> describePrescription(const cda::ClinicalDocument& document, const Wording& wording) {
    std::vector<Fact> facts;
    if (document.code.code != cda::kPrescription) {
        return facts;
    }
    for (const cda::Section& section : document.sections) {
        if (section.code.code == cda::kPrescriptionSection) {
            addFact(facts, wording.text("prescription.id"), cell(wording, wording.identifier(section.id)));
        }
    }
    for (const cda::Performer& author : document.authors) {
        addFact(facts, wording.text("prescription.prescriber"), performerAndIds(author, wording));
        addFact(facts, wording.text("prescription.date"), cell(wording, wording.period(author.time)));
    }
    return facts;
}

namespace {

/// Those behind the document besides its author and its signer.
void describeParticipants(const cda::ClinicalDocument& document, const Wording& wording,
                          std::vector<Fact>& facts) {
    for (const cda::Performer& informant : document.informants) {
        addFact(facts, wording.text("document.informant"), participationCell(informant, wording));
    }
    for (const cda::Contact& relative : document.informantRelatives) {
        addFact(facts, wording.text("document.informant"), contactCell(relative, wording));
    }
    for (const cda::Performer& enterer : document.dataEnterers) {
        addFact(facts, wording.text("document.data_enterer"), participationCell(enterer, wording));
    }
    for (const cda::Performer& authenticator : document.authenticators) {
        addFact(facts, wording.text("document.authenticator"), participationCell(authenticator, wording));
    }
}

} // namespace

std::vector<Fact> describeDocument(const cda::ClinicalDocument& document, const Wording& wording) {
    std::vector<Fact> facts;
    if (document.code.code != cda::kPrescription) {
        for (const cda::Performer& author : document.authors) {
            addFact(facts, wording.text("author.heading"), participationCell(author, wording));
        }
    }
    describeParticipants(document, wording, facts);
    Cell signer = performerCell(document.legalAuthenticator, wording);
    if (const std::string time = wording.period(document.legalAuthenticator.time);
        !signer.empty() && !time.empty()) {
        append(signer, cell(wording, wording.text("author.signed_at") + ' ' + time, Weight::Muted));
    }
    addFact(facts, wording.text("author.signed_by"), std::move(signer));
    addFact(facts, wording.text("author.custodian"), performerCell(document.custodian, wording));
    for (const cda::Performer& performer : document.performers) {
        addFact(facts, wording.text("column.performer"), participationCell(performer, wording));
    }
    addFact(facts, wording.text("document.service"), codesCell(document.services, wording));
    addFact(facts, wording.text("document.encounter"), cell(wording, wording.period(document.encounter)));
    addFact(facts, wording.text("document.created"), cell(wording, wording.date(document.created)));
    if (!document.covered.value.empty()) {
        addFact(facts, wording.text("document.covered_from"), cell(wording, wording.date(document.covered)));
    }
    addFact(facts, wording.text("document.updated"), cell(wording, wording.date(document.updated)));
    addFact(facts, wording.text("document.language"),
            cell(wording, languageName(document.language, wording)));
    addFact(facts, wording.text("document.title"), cell(wording.foreign(document.title)));
    addFact(facts, wording.text("document.confidentiality"), cell(wording.line(document.confidentiality)));
    addFact(facts, wording.text("document.version"), cell(wording, document.version));
    for (const cda::Identifier& id : document.fulfils) {
        addFact(facts, wording.text("prescription.id"), cell(wording, wording.identifier(id)));
    }
    for (const cda::Identifier& id : document.replaces) {
        addFact(facts, wording.text("document.replaces"), cell(wording, wording.identifier(id)));
    }
    std::string id = document.id.root;
    if (!document.id.extension.empty()) {
        id += '^' + document.id.extension;
    }
    addFact(facts, wording.text("document.id"), cell(wording, std::move(id)));
    return facts;
}

} // namespace ncp::transform::render
