#include "ncp/national/document_folder.hpp"

#include "ncp/ihe/document_kind.hpp"
#include "ncp/national/dispensing.hpp"
#include "ncp/national/document_filter.hpp"
#include "ncp/national/document_pairs.hpp"
#include "ncp/national/patient_search.hpp"

#include <algorithm>

namespace ncp::national {
namespace {

Result<void> withinDeadline(Deadline deadline) {
    if (std::chrono::steady_clock::now() >= deadline) {
        return fail(ErrorCode::DeadlineExceeded, "no time left for the national side");
    }
    return {};
}

Result<void> checkAvailable(const FolderSnapshot& snapshot) {
    if (!snapshot.available()) {
        return fail(ErrorCode::RegistryNotAvailable, "the directory of documents can't be read");
    }
    return {};
}

/// A patient's documents may be touched when the snapshot is whole, the TRC names the same patient and it is
/// clear who that is.
Result<void> checkPatient(const FolderSnapshot& snapshot, const saml::VerifiedAssertions& assertions,
                          const PatientId& patient) {
    if (auto available = checkAvailable(snapshot); !available) {
        return available;
    }
    if (assertions.patient() != patient) {
        return fail(ErrorCode::UnknownPatientIdentifier, "the patient is not the TRC's");
    }
    if (snapshot.contested(patient)) {
        return fail(ErrorCode::RegistryNotAvailable, "the identifier names different persons");
    }
    return {};
}

Result<const ServedDocument*> findDocument(const FolderSnapshot& snapshot, const DocumentLocation& location) {
    const auto& documents = snapshot.documentsOf(location.patient);
    const auto found = std::ranges::find_if(documents, [&](const ServedDocument* document) {
        return document->entry.uniqueId == location.documentUniqueId &&
               document->entry.repositoryUniqueId == location.repositoryUniqueId;
    });
    if (found == documents.end()) {
        return fail(ErrorCode::DocumentMissing, "no such document of this patient");
    }
    return *found;
}

ErrorCode failureOf(std::string_view classCode) noexcept {
    return classCode == ihe::kPatientSummary    ? ErrorCode::SummaryFailed
           : classCode == ihe::kEPrescription   ? ErrorCode::PrescriptionFailed
           : ihe::isOriginalDocument(classCode) ? ErrorCode::OriginalDocumentFailed
                                                : ErrorCode::DocumentNotProcessed;
}

/// A document leaves when it has a pivot, and when the country's policy lets its broken rules pass.
Result<void> mayLeave(const ServedDocument& document, const CountryCode& country) {
    if (document.refusal) {
        return tl::unexpected<Error>{*document.refusal};
    }
    if (document.pivot &&
        document.pivot->reactionTo(document.verdict, country) == transform::rules::Reaction::Refuse) {
        return failRule(failureOf(document.entry.classCode), "document-validation",
                        "the document breaks rules of the exchange");
    }
    return {};
}

std::shared_ptr<const FolderSnapshot> scan(const DocumentFolder::Settings& settings,
                                           const FolderSnapshot* previous) {
    return FolderSnapshot::scan(settings.directory,
                                {settings.homeCommunityId, settings.repositoryUniqueId, settings.language},
                                settings.cacheBytes, previous, settings.pivot ? settings.pivot() : nullptr);
}

} // namespace

Result<std::unique_ptr<DocumentFolder>> DocumentFolder::open(Settings settings, Logger& log) {
    std::unique_ptr<DocumentFolder> folder{new DocumentFolder{std::move(settings), log}};
    folder->rescan();
    if (!folder->available()) {
        return fail(ErrorCode::ConfigurationInvalid,
                    folder->settings_.directory.string() + ": no readable directory of documents");
    }
    if (const auto& kept = folder->settings_.dispensations) {
        auto book = DispensationBook::open(kept->directory);
        if (!book) {
            return fail(ErrorCode::ConfigurationInvalid,
                        kept->directory.string() + ": " + book.error().detail);
        }
        folder->book_.emplace(std::move(*book));
    }
    if (folder->settings_.rescan.count() > 0) {
        folder->watcher_ =
            std::jthread{[owner = folder.get()](const std::stop_token& stop) { owner->watch(stop); }};
    }
    return folder;
}

DocumentFolder::DocumentFolder(Settings settings, Logger& log)
    : settings_(std::move(settings)), log_(log), snapshot_(std::make_shared<const FolderSnapshot>()) {}

DocumentFolder::~DocumentFolder() = default;

void DocumentFolder::watch(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    while (!ended.wait_for(lock, stop, settings_.rescan, [&] { return stop.stop_requested(); })) {
        try {
            rescan();
        } catch (const std::exception&) {
            log_.error("national.folder.scan_failed");
        }
    }
}

void DocumentFolder::rescan() {
    const std::scoped_lock lock{scanning_};
    const auto before = current();
    const auto now = scan(settings_, before.get());
    snapshot_.store(now);
    if (now->documents().size() != before->documents().size() || now->available() != before->available()) {
        log_.info("national.folder.scanned",
                  {{"documents", static_cast<std::int64_t>(now->documents().size())},
                   {"faults", static_cast<std::int64_t>(now->faults().size())},
                   {"codes_mapped", static_cast<std::int64_t>(now->transformed().mapped)},
                   {"codes_unmapped", static_cast<std::int64_t>(now->transformed().unmapped)},
                   {"findings", static_cast<std::int64_t>(now->transformed().findings)}});
    }
    for (const auto& fault : now->faults()) {
        if (std::ranges::find(before->faults(), fault) == before->faults().end()) {
            log_.warning("national.folder.fault", {{"fault", std::string_view{fault}}});
        }
    }
    auto faults = bookFaults();
    for (const auto& fault : faults) {
        if (std::ranges::find(toldOfBook_, fault) == toldOfBook_.end()) {
            log_.error("national.book.fault", {{"fault", std::string_view{fault}}});
        }
    }
    toldOfBook_ = std::move(faults);
}

std::vector<std::string> DocumentFolder::bookFaults() const {
    if (!book_) {
        return {};
    }
    const auto page = book_->read();
    return page ? (*page)->faults() : std::vector<std::string>{page.error().detail};
}

std::size_t DocumentFolder::documentCount() const {
    return current()->documents().size();
}

Result<std::vector<ihe::PatientMatch>>
DocumentFolder::findPatients(const saml::Authorized<PatientQuery>& query, Deadline deadline) {
    const auto snapshot = current();
    if (auto inTime = withinDeadline(deadline); !inTime) {
        return passOn(inTime);
    }
    if (!snapshot->available()) {
        return fail(ErrorCode::PatientServiceFailed, "the directory of documents can't be read");
    }
    return national::findPatients(*snapshot, query.query(), settings_.demographicSearch);
}

Result<std::vector<ihe::DocumentPair>>
DocumentFolder::listDocuments(const saml::Authorized<DocumentQuery>& query, Deadline deadline) {
    const auto snapshot = current();
    return withinDeadline(deadline)
        .and_then([&] { return checkPatient(*snapshot, query.assertions(), query.query().patient); })
        .map([&] {
            auto pairs = pairDocuments(snapshot->documentsOf(query.query().patient), query.query().classCode);
            std::erase_if(pairs, [&](const ihe::DocumentPair& pair) {
                return !passes(query.query().filter, pair.coded ? *pair.coded : *pair.pdf);
            });
            const bool stated = book_ && query.query().classCode == ihe::kEPrescription;
            return stated ? withState(std::move(pairs), snapshot->documentsOf(query.query().patient), *book_)
                          : pairs;
        });
}

Result<LocatedDocument> DocumentFolder::locate(const saml::Authorized<DocumentLocation>& query,
                                               Deadline deadline) {
    const auto snapshot = current();
    return withinDeadline(deadline)
        .and_then([&] { return checkPatient(*snapshot, query.assertions(), query.query().patient); })
        .and_then([&] { return findDocument(*snapshot, query.query()); })
        .map([&](const ServedDocument* document) { return LocatedDocument{query.query(), document->entry}; });
}

Result<DocumentBytes> DocumentFolder::retrieve(const saml::Authorized<LocatedDocument>& query,
                                               Deadline deadline) {
    const auto snapshot = current();
    const auto& located = query.query();
    return withinDeadline(deadline)
        .and_then([&] { return checkPatient(*snapshot, query.assertions(), located.location.patient); })
        .and_then([&] { return findDocument(*snapshot, located.location); })
        .and_then([&](const ServedDocument* document) -> Result<DocumentBytes> {
            if (document->entry.classCode != located.entry.classCode) {
                return fail(ErrorCode::DocumentMissing,
                            "the document has changed its class since it was located");
            }
            return mayLeave(*document, query.assertions().country()).and_then([&] {
                return bytesOf(*document);
            });
        });
}

Result<Receipt> DocumentFolder::dispense(const saml::Authorized<Dispensation>& dispensation,
                                         Deadline deadline) {
    if (!book_) {
        return Connector::dispense(dispensation, deadline);
    }
    const auto snapshot = current();
    return withinDeadline(deadline)
        .and_then(
            [&] { return checkPatient(*snapshot, dispensation.assertions(), dispensation.query().patient); })
        .and_then([&] {
            const auto now = settings_.dispensations->clock.now();
            return takeDispensation(*snapshot, *book_, dispensation, now, deadline);
        });
}

Result<Receipt> DocumentFolder::discard(const saml::Authorized<DispensationDiscard>& discard,
                                        Deadline deadline) {
    if (!book_) {
        return Connector::discard(discard, deadline);
    }
    const auto snapshot = current();
    return withinDeadline(deadline)
        .and_then([&] { return checkPatient(*snapshot, discard.assertions(), discard.query().patient); })
        .and_then([&] {
            return takeBackDispensation(*book_, discard, settings_.dispensations->clock.now(), deadline);
        });
}

bool DocumentFolder::available() const {
    return current()->available();
}

std::vector<std::string> DocumentFolder::faults() const {
    auto found = current()->faults();
    for (const auto& fault : bookFaults()) {
        found.push_back("dispensations: " + fault);
    }
    return found;
}

} // namespace ncp::national
