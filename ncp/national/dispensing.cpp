#include "ncp/national/dispensing.hpp"

#include "base/xml/document.hpp"

#include <algorithm>

namespace ncp::national {
namespace {

constexpr std::string_view kDispensable = "1.3.6.1.4.1.19376.1.2.3";

const ServedDocument* findPrescription(const std::vector<const ServedDocument*>& documents,
                                       const transform::cda::Identifier& id) {
    const ServedDocument* latest = nullptr;
    for (const auto* document : documents) {
        const bool named = document->prescription && document->prescription->id.root == id.root &&
                           document->prescription->id.extension == id.extension;
        if (named && (latest == nullptr || latest->entry.creationTime < document->entry.creationTime)) {
            latest = document;
        }
    }
    return latest;
}

bool names(const transform::dispensation::Statement& statement, const PatientId& patient) {
    return std::ranges::any_of(statement.patients, [&](const transform::cda::Identifier& id) {
        return id.root == patient.root().str() && id.extension == patient.revealExtension();
    });
}

Result<transform::dispensation::Statement> readStatement(const Dispensation& dispensation) {
    const auto document = xml::Document::parse(dispensation.document ? *dispensation.document : "");
    if (!document) {
        return fail(ErrorCode::DispensationFormatNotValid, "not readable: " + document.error().detail);
    }
    auto statement = transform::dispensation::read(*document);
    if (statement && statement->discard) {
        return fail(ErrorCode::DispensationFormatNotValid, "a discard where a dispensation was expected");
    }
    if (statement && !names(*statement, dispensation.patient)) {
        return fail(ErrorCode::UnknownPatientIdentifier, "the document is about another patient");
    }
    return statement;
}

bool canBeDispensed(const ihe::DocumentPair& pair, const std::vector<const ServedDocument*>& documents,
                    const BookPage* page) {
    if (!pair.coded || page == nullptr || !page->faults().empty()) {
        return false;
    }
    const auto found = std::ranges::find_if(documents, [&](const ServedDocument* document) {
        return document->entry.uniqueId == pair.coded->uniqueId;
    });
    if (found == documents.end() || !(*found)->prescription) {
        return false;
    }
    const auto& prescription = *(*found)->prescription;
    return isOpen(prescription,
                  page->handedOut(textOf(prescription.id), patientDigests((*found)->patientIds)));
}

void setState(ihe::DocumentEntry& entry, bool open) {
    std::erase_if(entry.events, [](const Code& event) { return event.system == kDispensable; });
    const std::string code = open ? "open" : "closed";
    entry.events.insert(entry.events.begin(), {"urn:ihe:iti:xdw:2011:eventCode:" + code,
                                               std::string{kDispensable}, open ? "Open" : "Closed", ""});
}

} // namespace

Result<Receipt> takeDispensation(const FolderSnapshot& snapshot, DispensationBook& book,
                                 const saml::Authorized<Dispensation>& dispensation, Instant now,
                                 Deadline deadline) {
    const auto& query = dispensation.query();
    const auto statement = readStatement(query);
    if (!statement) {
        return passOn(statement);
    }
    const auto* document =
        statement->prescriptions.size() == 1
            ? findPrescription(snapshot.documentsOf(query.patient), statement->prescriptions.front())
            : nullptr;
    DispensationBook::Report report{
        *statement, *query.document, nullptr, {}, dispensation.assertions().country(), now};
    if (document != nullptr) {
        report.prescription = &*document->prescription;
        report.patients = patientDigests(document->patientIds);
    }
    return book.take(report, deadline);
}

Result<Receipt> takeBackDispensation(DispensationBook& book,
                                     const saml::Authorized<DispensationDiscard>& discard, Instant now,
                                     Deadline deadline) {
    return book.takeBack({discard.query(), discard.assertions().country(), now}, deadline);
}

std::vector<ihe::DocumentPair> withState(std::vector<ihe::DocumentPair> prescriptions,
                                         const std::vector<const ServedDocument*>& documents,
                                         const DispensationBook& book) {
    const auto page = book.read();
    for (auto& pair : prescriptions) {
        const bool open = canBeDispensed(pair, documents, page ? page->get() : nullptr);
        for (auto* entry : {&pair.coded, &pair.pdf}) {
            if (*entry) {
                setState(**entry, open);
            }
        }
    }
    return prescriptions;
}

} // namespace ncp::national
