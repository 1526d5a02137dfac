#include "ncp/consultation/consultation.hpp"

#include "ncp/consultation/call_record.hpp"
#include "ncp/consultation/document_departures.hpp"
#include "ncp/consultation/document_patient.hpp"
#include "ncp/documents/client_b.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/pivot/from_pivot.hpp"

#include <algorithm>
#include <utility>

namespace ncp::consultation {
namespace {

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

/// The file that a document carries, the translation of a coded one, or why there is neither.
void open(ReadDocument& read, const xml::Document& document, const transform::cda::CodedElements& list,
          TextLanguage language) {
    if (read.entry.level == ihe::Level::L1 || hasAttachedFile(document)) {
        auto file = attachedFile(document);
        if (file) {
            read.file = std::move(*file);
        } else {
            read.translationFailed = file.error();
        }
        return;
    }
    auto result = transform::pivot::fromPivot(read.original, list, *read.terminology, language);
    if (!result) {
        read.translationFailed = result.error();
        return;
    }
    read.translated = std::move(result->bytes);
    read.findings.insert(read.findings.end(), result->findings.begin(), result->findings.end());
    read.codedElements = result->counts.codedElements;
    read.translatedElements = result->counts.translated;
}

transform::Finding ownershipFinding() {
    transform::Finding finding;
    finding.code = "document.patient_not_told";
    finding.path = "/ClinicalDocument/recordTarget";
    finding.element = "patientRole without an identifier of the domain that was asked with";
    finding.advice = "compare name and birth date with the patient before reading on";
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

/// The code that the document itself must have. Countries list original documents under the class that was
/// asked for, whatever their own code.
std::string codeOf(const ihe::DocumentEntry& entry) {
    return ihe::isOriginalDocument(entry.classCode) ? std::string{} : entry.classCode;
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
    auto parsed =
        retrieved.document.and_then([](const std::string& bytes) { return xml::Document::parse(bytes); });
    const auto ownership =
        parsed ? checkOwnership(*parsed, relation.patient) : Result<Ownership>{Ownership::NotTold};
    if (retrieved.document && !ownership) {
        retrieved.document = passOn(ownership);
    }
    if (retrieved.document && parsed) {
        const auto departures = departuresOf(*parsed);
        auto& tolerated = retrieved.traffic.tolerated;
        tolerated.insert(tolerated.end(), departures.begin(), departures.end());
        if (auto allowed = peer->allow(departures); !allowed) {
            retrieved.document = passOn(allowed);
        }
    }
    const auto judgement = retrieved.document && parsed && parts_.judge != nullptr
                               ? parts_.judge->received(*parsed, relation.country, codeOf(entry))
                               : validation::Judgement{};
    if (judgement.reaction == transform::rules::Reaction::Refuse) {
        retrieved.document = failRule(ErrorCode::DocumentIntegrity, "document-validation",
                                      "the document breaks rules without which it must not be shown");
    }
    parts_.peers.callEnded(relation.country, errorOf(retrieved.document));
    if (auto written = row.write(parts_.trail, errorOf(retrieved.document), retrieved.traffic); !written) {
        return passOn(written);
    }
    if (!retrieved.document) {
        return passOn(retrieved.document);
    }
    ReadDocument read{entry,
                      std::move(*retrieved.document),
                      {},
                      {},
                      {},
                      0,
                      0,
                      {},
                      parts_.clock.now(),
                      parts_.terminology.get()};
    if (!parsed) {
        read.translationFailed = parsed.error();
        return read;
    }
    if (*ownership == Ownership::NotTold) {
        read.findings.push_back(ownershipFinding());
    }
    if (judgement.reaction == transform::rules::Reaction::Warn) {
        for (const auto& rule : judgement.rules) {
            read.findings.push_back(brokenRule(rule));
        }
    }
    open(read, *parsed, parts_.codedElements, language);
    return read;
}

} // namespace ncp::consultation
