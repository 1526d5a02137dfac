#include "transform/cda/clinical_document.hpp"

#include "transform/cda/element.hpp"
#include "transform/cda/entry_reader.hpp"
#include "transform/cda/entry_survey.hpp"
#include "transform/cda/subject.hpp"
#include "transform/cda/value_reader.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ncp::transform::cda {

namespace {

void addLanguages(xml::Node patient, std::vector<std::string>& languages) {
    for (const xml::Node communication : children(patient, "languageCommunication")) {
        if (const auto code = child(communication, "languageCode"); code && code->hasAttribute("code")) {
            languages.push_back(code->attribute("code"));
        }
    }
}

Contact readContact(xml::Node role, std::string_view person, std::string_view organisation,
                    ValueReader& reader) {
    Contact contact;
    contact.roleClass = role.attribute("classCode");
    contact.relation = reader.codedChild(role, "code");
    contact.telecoms = reader.telecoms(role);
    if (const auto addr = child(role, "addr")) {
        contact.address = reader.address(*addr);
    }
    if (const auto name = path(role, {person, "name"})) {
        contact.name = reader.name(*name);
    }
    if (const auto scoping = child(role, organisation)) {
        contact.organisation = reader.textChild(*scoping, "name");
    }
    return contact;
}

Performer readOrganisation(xml::Node organisation, ValueReader& reader) {
    Performer read;
    read.organisationIds = reader.identifiers(organisation);
    read.organisation = reader.textChild(organisation, "name");
    read.organisationTelecoms = reader.telecoms(organisation);
    if (const auto addr = child(organisation, "addr")) {
        read.organisationAddress = reader.address(*addr);
    }
    return read;
}

void readDeath(xml::Node person, Patient& patient, ValueReader& reader) {
    for (const xml::Node part : person.children()) {
        if (part.is(kExtensions, "deceasedInd")) {
            patient.deceased = patient.deceased || isSet(part, "value");
        } else if (part.is(kExtensions, "deceasedTime")) {
            patient.died = reader.timeStamp(part);
            patient.deceased = patient.deceased || !patient.died.value.empty();
        }
    }
}

void readPerson(xml::Node person, Patient& patient, ValueReader& reader) {
    for (const xml::Node name : children(person, "name")) {
        patient.names.push_back(reader.name(name));
    }
    patient.sex = reader.codedChild(person, "administrativeGenderCode");
    if (const auto born = child(person, "birthTime")) {
        patient.born = reader.timeStamp(*born);
    }
    readDeath(person, patient, reader);
    addLanguages(person, patient.languages);
    for (const xml::Node guardian : children(person, "guardian")) {
        Contact contact = readContact(guardian, "guardianPerson", "guardianOrganization", reader);
        contact.roleClass = "GUARD";
        patient.guardians.push_back(std::move(contact));
    }
}

/// The person of a role; several where the document puts them into one role, which no reader can tell apart.
std::vector<Patient> readPatients(xml::Node role, ValueReader& reader) {
    Patient patient;
    patient.ids = reader.identifiers(role);
    patient.telecoms = reader.telecoms(role);
    for (const xml::Node addr : children(role, "addr")) {
        patient.addresses.push_back(reader.address(addr));
    }
    if (const auto provider = child(role, "providerOrganization")) {
        patient.provider = readOrganisation(*provider, reader);
    }
    std::vector<Patient> patients;
    for (const xml::Node person : children(role, "patient")) {
        readPerson(person, patients.emplace_back(patient), reader);
    }
    return patients.empty() ? std::vector{std::move(patient)} : patients;
}

Performer readCustodian(xml::Node root, ValueReader& reader) {
    const auto organisation =
        path(root, {"custodian", "assignedCustodian", "representedCustodianOrganization"});
    return organisation ? readOrganisation(*organisation, reader) : Performer{};
}

void readHeader(xml::Node root, ClinicalDocument& document, ValueReader& reader) {
    if (const auto id = child(root, "id")) {
        document.id = reader.identifier(*id);
    }
    document.code = reader.codedChild(root, "code");
    document.title = reader.textChild(root, "title");
    if (const auto created = child(root, "effectiveTime")) {
        document.created = reader.timeStamp(*created);
    }
    document.confidentiality = reader.codedChild(root, "confidentialityCode");
    if (const auto language = child(root, "languageCode")) {
        document.language = language->attribute("code");
    }
    if (const auto setId = child(root, "setId")) {
        document.setId = reader.identifier(*setId);
    }
    if (const auto version = child(root, "versionNumber")) {
        document.version = version->attribute("value");
    }
    std::vector<Patient> patients;
    for (const xml::Node target : children(root, "recordTarget")) {
        for (const xml::Node role : children(target, "patientRole")) {
            std::ranges::move(readPatients(role, reader), std::back_inserter(patients));
        }
    }
    if (!patients.empty()) {
        document.patient = std::move(patients.front());
        document.furtherPatients.assign(std::make_move_iterator(patients.begin() + 1),
                                        std::make_move_iterator(patients.end()));
    }
    for (const xml::Node author : children(root, "author")) {
        document.authors.push_back(reader.performer(author, "assignedAuthor"));
    }
    document.custodian = readCustodian(root, reader);
    if (const auto authenticator = child(root, "legalAuthenticator")) {
        document.legalAuthenticator = reader.performer(*authenticator, "assignedEntity");
    }
}

/// Everybody else who had a part in the document.
void readParticipants(xml::Node root, ClinicalDocument& document, ValueReader& reader) {
    for (const xml::Node authenticator : children(root, "authenticator")) {
        document.authenticators.push_back(reader.performer(authenticator, "assignedEntity"));
    }
    for (const xml::Node enterer : children(root, "dataEnterer")) {
        document.dataEnterers.push_back(reader.performer(enterer, "assignedEntity"));
    }
    for (const xml::Node informant : children(root, "informant")) {
        if (const auto related = child(informant, "relatedEntity")) {
            document.informantRelatives.push_back(
                readContact(*related, "relatedPerson", "scopingOrganization", reader));
        } else {
            document.informants.push_back(reader.performer(informant, "assignedEntity"));
        }
    }
}

void readRelations(xml::Node root, ClinicalDocument& document, ValueReader& reader) {
    for (const xml::Node participant : children(root, "participant")) {
        if (const auto entity = child(participant, "associatedEntity")) {
            Contact contact = readContact(*entity, "associatedPerson", "scopingOrganization", reader);
            contact.function = reader.codedChild(participant, "functionCode");
            document.contacts.push_back(std::move(contact));
        }
    }
    for (const xml::Node documentation : children(root, "documentationOf")) {
        const auto event = child(documentation, "serviceEvent");
        if (!event) {
            continue;
        }
        const TimeRange covered = reader.timeRangeChild(*event, "effectiveTime");
        const TimeStamp begun = covered.low.value_or(TimeStamp{});
        if (document.covered.value.empty() ||
            (!begun.value.empty() && begun.value < document.covered.value)) {
            document.covered = begun.empty() ? document.covered : begun;
        }
        const TimeStamp updated = covered.high ? *covered.high : covered.exact.value_or(TimeStamp{});
        if (document.updated.value.empty() || updated.value > document.updated.value) {
            document.updated = updated.empty() ? document.updated : updated;
        }
        if (CodedValue service = reader.codedChild(*event, "code"); !service.empty()) {
            document.services.push_back(std::move(service));
        }
        for (const xml::Node performer : children(*event, "performer")) {
            document.performers.push_back(reader.performer(performer, "assignedEntity"));
        }
    }
    if (const auto encounter = path(root, {"componentOf", "encompassingEncounter"})) {
        document.encounter = reader.timeRangeChild(*encounter, "effectiveTime");
    }
    for (const xml::Node order : children(root, "inFulfillmentOf")) {
        if (const auto id = path(order, {"order", "id"})) {
            document.fulfils.push_back(reader.identifier(*id));
        }
    }
    for (const xml::Node related : children(root, "relatedDocument")) {
        const auto id = path(related, {"parentDocument", "id"});
        if (id && related.attribute("typeCode") == "RPLC") {
            document.replaces.push_back(reader.identifier(*id));
        }
    }
}

std::size_t countReferences(xml::Node element) {
    std::size_t count = element.name() == "reference" ? 1 : 0;
    for (auto inner = element.firstChild(); inner; inner = inner->next()) {
        count += countReferences(*inner);
    }
    return count;
}

/// `longest`: of what its entries repeat of its text.
Section readSection(xml::Node element, const std::optional<Subject>& outer, std::size_t longest) {
    Section section;
    const Narrative none;
    ValueReader reader{none};
    section.code = reader.codedChild(element, "code");
    section.title = reader.textChild(element, "title");
    section.nullFlavor = collapse(element.attribute("nullFlavor"));
    if (const auto id = child(element, "id")) {
        section.id = reader.identifier(*id);
    }
    for (const xml::Node author : children(element, "author")) {
        section.authors.push_back(reader.performer(author, "assignedAuthor"));
    }
    section.subject = subjectOfSection(element, outer);
    const auto about = section.subject ? std::optional{section.subject->relation} : std::nullopt;
    if (const auto text = child(element, "text")) {
        section.narrative = Narrative{*text, longest};
    }
    std::unordered_set<std::string> references;
    for (const xml::Node entry : children(element, "entry")) {
        EntryContent read = readEntries(entry, section.code.code, section.narrative, about);
        ++section.entryElements;
        std::ranges::for_each(read.entries, [&](Entry& one) { one.number = section.entryElements; });
        std::ranges::for_each(read.media, [&](Media& one) { one.entry = section.entryElements; });
        std::ranges::move(read.entries, std::back_inserter(section.entries));
        std::ranges::move(read.media, std::back_inserter(section.media));
        references.insert(std::make_move_iterator(read.references.begin()),
                          std::make_move_iterator(read.references.end()));
    }
    section.uncoded = uncodedBlocks(section.narrative, references);
    for (const xml::Node component : children(element, "component")) {
        if (const auto inner = child(component, "section")) {
            section.sections.push_back(readSection(*inner, section.subject, longest));
        }
    }
    return section;
}

/// Turns numbers within a section into numbers within the document; gives the last one.
std::size_t numberEntries(std::vector<Section>& sections, std::size_t last) {
    for (Section& section : sections) {
        for (Entry& entry : section.entries) {
            entry.number += last;
        }
        for (Media& media : section.media) {
            media.entry += last;
        }
        last = numberEntries(section.sections, last + section.entryElements);
    }
    return last;
}

/// A document counts as translated when a translated display name stands anywhere in it.
bool anyTranslated(const std::vector<CodeUse>& codes) {
    return std::ranges::any_of(codes, [](const CodeUse& use) { return use.value.translated; });
}

bool anyTranslated(const std::vector<Section>& sections) {
    return std::ranges::any_of(sections, [](const Section& section) {
        return section.code.translated || anyTranslated(section.sections) ||
               std::ranges::any_of(section.entries,
                                   [](const Entry& entry) { return anyTranslated(entry.codes); });
    });
}

} // namespace

Result<ClinicalDocument> readClinicalDocument(const xml::Document& document) {
    const xml::Node root = document.root();
    if (!root.is(kHl7, "ClinicalDocument")) {
        return fail(ErrorCode::MalformedMessage, "the root element is no ClinicalDocument of HL7 v3");
    }
    const Narrative none;
    ValueReader reader{none};
    ClinicalDocument result;
    readHeader(root, result, reader);
    readParticipants(root, result, reader);
    readRelations(root, result, reader);
    for (const xml::Node part : root.children()) {
        if (!isNamed(part, "component")) {
            std::ranges::move(codesBelow(part, reader), std::back_inserter(result.codes));
        }
    }
    if (const auto body = path(root, {"component", "structuredBody"})) {
        const auto longest = longestReference(countReferences(*body));
        for (const xml::Node component : children(*body, "component")) {
            if (const auto section = child(component, "section")) {
                result.sections.push_back(readSection(*section, std::nullopt, longest));
            }
        }
    }
    numberEntries(result.sections, 0);
    if (const auto text = path(root, {"component", "nonXMLBody", "text"})) {
        result.embedded = true;
        result.files.push_back(readMedia(*text, {}));
    }
    result.translated = anyTranslated(result.codes) || anyTranslated(result.sections);
    return result;
}

} // namespace ncp::transform::cda
