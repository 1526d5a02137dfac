#include "ncp/consultation/consultation.hpp"

#include "ncp/consultation/call_record.hpp"
#include "ncp/consultation/document_departures.hpp"
#include "ncp/consultation/document_patient.hpp"
#include "ncp/consultation/translation.hpp"
#include "ncp/documents/client_b.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "transform/cda/clinical_document.hpp"

#include <algorithm>
#include <utility>

namespace ncp::consultation {
namespace {

using transform::rules::Reaction;

/// An empty list is a negative result of its own, under the name that the class has for it.
std::optional<Error> listError(const Result<std::vector<ihe::DocumentPair>>& listed,
                               const std::vector<std::string>& classCodes) {
    if (!listed || !listed->empty()) {
        return errorOf(listed);
    }
    const auto code = classCodes.size() == 1 ? noneFound(classCodes.front()) : ErrorCode::DocumentNotFound;
    return Error{code, "the patient has no such document", {}};
}

std::string joined(const std::vector<std::string>& codes) {
    std::string text;
    for (const auto& code : codes) {
        text += (text.empty() ? "" : ",") + code;
    }
    return text;
}

/// With the file that is the document's body, or why it can't be had; the same where the body is none.
ReadDocument withFile(ReadDocument read, const xml::Document& document) {
    if (read.entry.level != ihe::Level::L1 && !hasAttachedFile(document)) {
        return read;
    }
    auto file = attachedFile(document);
    if (file) {
        read.file = std::move(*file);
    } else {
        read.translationFailed = file.error();
    }
    return read;
}

/// The file that could not be had comes before the codes around it.
ReadDocument withTranslation(ReadDocument read, Translation translation) {
    read.translated = std::move(translation.bytes);
    if (!read.translationFailed) {
        read.translationFailed = std::move(translation.failed);
    }
    read.findings.insert(read.findings.end(), translation.findings.begin(), translation.findings.end());
    read.codedElements = translation.codedElements;
    read.translatedElements = translation.translatedElements;
    return read;
}

transform::Finding ownershipFinding() {
    transform::Finding finding;
    finding.code = kPatientNotTold;
    finding.path = "/ClinicalDocument/recordTarget";
    finding.element = "patientRole without an identifier of the domain that was asked with";
    finding.advice = "compare name and birth date with the patient before reading on";
    return finding;
}

transform::Finding differenceFinding(const PatientDifferences& differences) {
    transform::Finding finding;
    finding.code = kPatientDiffers;
    finding.path = "/ClinicalDocument/recordTarget";
    finding.element = differences.birthDate ? "birthTime" : "administrativeGenderCode";
    finding.advice = "make sure that the document is about the patient before reading on";
    return finding;
}

/// What the reader is told of a broken rule: its name. Places and values stand in the report for operators.
transform::Finding brokenRule(std::string_view rule) {
    transform::Finding finding;
    finding.code = "document.broken_rule";
    finding.path = "/ClinicalDocument";
    finding.element = rule;
    finding.advice = "compare with the original narrative and the PDF";
    return finding;
}

/// Countries list original documents under the class that was asked for, whatever their own code. No document
/// can be younger than this moment; clocks may differ by a day.
validation::Expected expectedOf(const ihe::DocumentEntry& entry, Instant now) {
    return {ihe::isOriginalDocument(entry.classCode) ? std::string{} : entry.classCode, entry.uniqueId,
            formatHl7(now + std::chrono::hours{24}) + "+0000"};
}

/// A document as it came, after everything that may refuse it.
struct CheckedDocument {
    Result<std::string> bytes; ///< or why the document is refused
    Result<xml::Document> parsed;
    Ownership ownership = Ownership::NotTold;
    PatientDifferences differences;
    std::vector<std::string> departures;
    validation::Judgement judgement;
};

CheckedDocument check(Result<std::string> received, const discovery::Peer& peer,
                      const TreatmentRelation& relation, const ihe::DocumentEntry& entry,
                      const validation::Judge* judge, Instant now) {
    auto parsed = received.and_then([](const std::string& bytes) { return xml::Document::parse(bytes); });
    CheckedDocument checked{std::move(received), std::move(parsed), Ownership::NotTold, {}, {}, {}};
    if (checked.bytes && !checked.parsed) {
        // Nobody can tell whose it is.
        checked.bytes =
            failRule(ErrorCode::DocumentIntegrity, "document-readable", checked.parsed.error().detail);
    }
    if (!checked.bytes) {
        return checked;
    }
    const auto ownership = checkOwnership(*checked.parsed, relation.patient);
    if (!ownership) {
        checked.bytes = passOn(ownership);
    }
    checked.ownership = ownership.value_or(Ownership::NotTold);
    if (relation.identified) {
        checked.differences = patientDifferences(*checked.parsed, *relation.identified);
    }
    if (checked.bytes && isSomebodyElse(checked.ownership, checked.differences)) {
        checked.bytes = failRule(ErrorCode::DocumentIntegrity, "document-patient",
                                 "the document is about a person of another birth date or sex");
    }
    if (checked.bytes) {
        checked.departures = departuresOf(*checked.parsed);
        if (auto allowed = peer.allow(checked.departures); !allowed) {
            checked.bytes = passOn(allowed);
        }
    }
    if (checked.bytes && judge != nullptr) {
        checked.judgement = judge->received(*checked.parsed, relation.country, expectedOf(entry, now));
    }
    if (checked.judgement.reaction == Reaction::Refuse) {
        checked.bytes = failRule(ErrorCode::DocumentIntegrity, "document-validation",
                                 "the document breaks rules without which it must not be shown");
    }
    return checked;
}

} // namespace

ErrorCode noneFound(std::string_view classCode) noexcept {
    if (classCode == ihe::kPatientSummary) {
        return ErrorCode::SummaryNotFound;
    }
    if (classCode == ihe::kEPrescription) {
        return ErrorCode::PrescriptionNotFound;
    }
    if (classCode == transform::cda::kMedicationOverview) {
        return ErrorCode::MedicationOverviewNotFound;
    }
    return ihe::isOriginalDocument(classCode) ? ErrorCode::OriginalDocumentNotFound
                                              : ErrorCode::DocumentNotFound;
}

Consultation::Consultation(Parts parts) : parts_(std::move(parts)) {}

Result<std::vector<ihe::PatientMatch>>
Consultation::findPatients(const Enquirer& enquirer, const CountryCode& country,
                           const ihe::PatientSearch& search,
                           const std::optional<saml::NextOfKin>& nextOfKin) const {
    const auto peer = parts_.peers.find(country);
    if (!peer) {
        return passOn(peer);
    }
    const auto hcp = parts_.issuer.issueHcp(enquirer.clinician, enquirer.purpose);
    if (!hcp) {
        return passOn(hcp);
    }
    std::vector<std::string> assertions;
    if (nextOfKin) {
        auto issued = parts_.issuer.issueNextOfKin(*hcp, enquirer.clinician, *nextOfKin);
        if (!issued) {
            return passOn(issued);
        }
        assertions.push_back(std::move(issued->xml));
    }
    assertions.push_back(hcp->xml);

    const auto messageId = newMessageId(parts_.random);
    CallRecord row{parts_.clock, "ITI-55", enquirer, country, messageId};
    row.event().hcpAssertionId = hcp->id;
    if (!search.identifiers.empty()) {
        row.event().patientId = search.identifiers.front().revealCx();
    }
    auto found =
        identify::discover(parts_.client, parts_.random,
                           {*peer, parts_.own, std::move(assertions), search, messageId, enquirer.correlation,
                            parts_.clock.now(), std::chrono::steady_clock::now() + parts_.timeout});
    if (found.patients) {
        row.event().patientId = found.patients->front().id.revealCx();
    }
    if (found.patients && found.patients->size() > 1) {
        for (const auto& match : *found.patients) {
            row.event().patients.push_back(match.id.revealCx());
        }
    }
    parts_.peers.callEnded(country, errorOf(found.patients));
    if (auto written = row.write(parts_.trail, errorOf(found.patients), found.traffic); !written) {
        return passOn(written);
    }
    return std::move(found.patients);
}

Result<TreatmentRelation>
Consultation::confirmTreatment(const Enquirer& enquirer, const CountryCode& country, const PatientId& patient,
                               const saml::DocumentKeys& keys,
                               const std::optional<saml::NextOfKin>& nextOfKin) const {
    const auto hcp = parts_.issuer.issueHcp(enquirer.clinician, enquirer.purpose);
    if (!hcp) {
        return passOn(hcp);
    }
    auto trc = parts_.issuer.issueTrc(*hcp, enquirer.clinician, patient, enquirer.purpose, keys);
    if (!trc) {
        return passOn(trc);
    }
    TreatmentRelation relation{enquirer, country, patient, {}, hcp->id, trc->id, {}, {}};
    relation.notOnOrAfter = std::min(hcp->notOnOrAfter, trc->notOnOrAfter);
    if (nextOfKin) {
        auto issued = parts_.issuer.issueNextOfKin(*hcp, enquirer.clinician, *nextOfKin);
        if (!issued) {
            return passOn(issued);
        }
        relation.assertions.push_back(std::move(issued->xml));
        relation.nextOfKinId = nextOfKin->id.revealCx();
    }
    relation.assertions.push_back(hcp->xml);
    relation.assertions.push_back(std::move(trc->xml));
    return relation;
}

Result<DocumentList> Consultation::listDocuments(const TreatmentRelation& relation,
                                                 const DocumentSelection& selection) const {
    const auto peer = parts_.peers.find(relation.country);
    if (!peer) {
        return passOn(peer);
    }
    const auto messageId = newMessageId(parts_.random);
    CallRecord row{parts_.clock, "ITI-38", relation.enquirer, relation.country, messageId};
    row.relation(relation);
    row.event().documentClass = joined(selection.classCodes);
    auto listed = documents::list(parts_.client,
                                  {*peer, relation.assertions, messageId, relation.enquirer.correlation,
                                   std::chrono::steady_clock::now() + parts_.timeout},
                                  {relation.patient, selection.classCodes, selection.maximumSize,
                                   selection.createdBefore, selection.createdAfter});
    if (listed.documents) {
        for (const auto& pair : *listed.documents) {
            for (const auto& entry : {pair.coded, pair.pdf}) {
                if (entry) {
                    row.event().documents.push_back(entry->uniqueId);
                }
            }
        }
    }
    parts_.peers.callEnded(relation.country, errorOf(listed.documents));
    if (auto written =
            row.write(parts_.trail, listError(listed.documents, selection.classCodes), listed.traffic);
        !written) {
        return passOn(written);
    }
    if (!listed.documents) {
        return passOn(listed.documents);
    }
    return DocumentList{std::move(*listed.documents), std::move(listed.incomplete)};
}

Result<ReadDocument> Consultation::readDocument(const TreatmentRelation& relation,
                                                const ihe::DocumentEntry& entry,
                                                TextLanguage language) const {
    const auto peer = parts_.peers.find(relation.country);
    if (!peer) {
        return passOn(peer);
    }
    const auto messageId = newMessageId(parts_.random);
    CallRecord row{parts_.clock, "ITI-39", relation.enquirer, relation.country, messageId};
    row.relation(relation);
    row.event().documentClass = entry.classCode;
    row.event().documents.push_back(entry.uniqueId);
    auto retrieved =
        documents::retrieve(parts_.client,
                            {*peer, relation.assertions, messageId, relation.enquirer.correlation,
                             std::chrono::steady_clock::now() + parts_.timeout},
                            entry);
    auto checked =
        check(std::move(retrieved.document), *peer, relation, entry, parts_.judge, parts_.clock.now());
    auto& tolerated = retrieved.traffic.tolerated;
    tolerated.insert(tolerated.end(), checked.departures.begin(), checked.departures.end());
    parts_.peers.callEnded(relation.country, errorOf(checked.bytes));
    if (auto written = row.write(parts_.trail, errorOf(checked.bytes), retrieved.traffic); !written) {
        return passOn(written);
    }
    if (!checked.bytes) {
        return passOn(checked.bytes);
    }
    ReadDocument read{
        entry, std::move(*checked.bytes), {}, {}, {}, 0, 0, {}, parts_.clock.now(), parts_.terminology.get()};
    if (checked.ownership == Ownership::NotTold) {
        read.findings.push_back(ownershipFinding());
    }
    if (checked.differences.any()) {
        read.findings.push_back(differenceFinding(checked.differences));
    }
    if (checked.judgement.reaction == Reaction::Warn) {
        for (const auto& rule : checked.judgement.rules) {
            read.findings.push_back(brokenRule(rule));
        }
    }
    read = withFile(std::move(read), *checked.parsed);
    if (read.file && ihe::isOriginalDocument(entry.classCode)) {
        return read;
    }
    return Translator{parts_.transformer, *read.terminology, parts_.judge, language}
        .translate(read.original, relation.country, checked.judgement.verdict,
                   {audit::Side::CountryB, relation.enquirer.correlation.str(), messageId.str(),
                    relation.country.str()})
        .map([&](Translation translation) {
            return withTranslation(std::move(read), std::move(translation));
        });
}

} // namespace ncp::consultation
