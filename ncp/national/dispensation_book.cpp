#include "ncp/national/dispensation_book.hpp"

#include <algorithm>
#include <utility>

namespace ncp::national {
namespace {

constexpr std::string_view kDispensation = ".dispensation";
constexpr std::string_view kDiscard = ".discard";
constexpr std::string_view kRetelling = ".retelling";
/// A retelling differs in its document id only; a fault here is a document that can't be taken.
constexpr ErrorCode kRefused = ErrorCode::DispensationFormatNotValid;

std::string fileName(std::string_view documentId, std::string_view extension) {
    return recordName(documentId).append(extension);
}

std::string stem(const std::string& file) {
    return file.substr(0, file.rfind('.'));
}

/// One line, whatever stood in the message.
std::string singleLine(std::string text) {
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

/// A file's record, from the page before or from the file.
template <class Record, class Parse>
Result<std::shared_ptr<const Record>> recordIn(const DurableDirectory& files, const std::string& file,
                                               const std::shared_ptr<const Record>& known,
                                               const Parse& parse) {
    if (known) {
        return known;
    }
    auto record = files.read(file).and_then(parse);
    if (record && recordName(record->documentId) != stem(file)) {
        return fail(ErrorCode::StorageFailed, "not the file of its document");
    }
    return record.map([](Record& read) { return std::make_shared<const Record>(std::move(read)); });
}

Error notStored(Error error) {
    error.code = ErrorCode::DispensationNotStored;
    return error;
}

Error notDiscarded(Error error) {
    error.code = ErrorCode::DiscardFailed;
    return error;
}

/// Whether a document under a known id tells the same again.
Result<void> checkSame(const BookEntry& known, const DispensationRecord& record) {
    if (known.takenBack) {
        return fail(kRefused, "this dispensation was taken back; another one needs a document id of its own");
    }
    if (known.dispensation->act != record.act || known.dispensation->country != record.country) {
        return fail(kRefused, "the document id belongs to another dispensation");
    }
    return {};
}

} // namespace

const BookEntry* BookPage::find(std::string_view documentId) const {
    const auto found = entries_.find(recordName(documentId));
    if (found == entries_.end()) {
        return nullptr;
    }
    const auto& entry = found->second;
    if (entry.dispensation || entry.takenBack || !entry.retelling) {
        return &entry;
    }
    const auto first = entries_.find(recordName(entry.retelling->first));
    return first == entries_.end() ? nullptr : &first->second;
}

const DispensationRecord* BookPage::sameAct(const DispensationRecord& record) const {
    const auto [first, last] = standing_.equal_range(record.prescription);
    const auto found = std::find_if(first, last, [&](const auto& known) {
        return record.timed && known.second->act == record.act && known.second->country == record.country;
    });
    return found == last ? nullptr : found->second.get();
}

HandedOut BookPage::handedOut(const std::string& prescription,
                              const std::vector<std::string>& patients) const {
    HandedOut packages;
    const auto isPatients = [&](const std::string& patient) {
        return std::ranges::find(patients, patient) != patients.end();
    };
    const auto [first, last] = standing_.equal_range(prescription);
    for (auto at = first; at != last; ++at) {
        if (!std::ranges::any_of(at->second->patients, isPatients)) {
            continue;
        }
        for (const auto& item : at->second->items) {
            packages[item.id] += item.packages;
        }
    }
    return packages;
}

void BookPage::index() {
    for (const auto& [name, entry] : entries_) {
        if (entry.stands()) {
            standing_.emplace(entry.dispensation->prescription, entry.dispensation);
        }
    }
}

DispensationBook::DispensationBook(DurableDirectory files)
    : files_(std::move(files)), latest_(std::make_unique<std::atomic<std::shared_ptr<const BookPage>>>(
                                    std::make_shared<const BookPage>())) {}

Result<DispensationBook> DispensationBook::open(const std::filesystem::path& directory) {
    return DurableDirectory::open(directory).map(
        [](DurableDirectory files) { return DispensationBook{std::move(files)}; });
}

Result<std::shared_ptr<const BookPage>> DispensationBook::read() const {
    auto names = files_.names();
    if (!names) {
        return passOn(names);
    }
    const auto before = latest_->load();
    if (before->faults_.empty() && before->names_ == *names) {
        return before;
    }
    auto page = std::make_shared<BookPage>();
    const auto keep = [&](auto& place, const std::string& file, auto record) {
        if (record) {
            place = std::move(*record);
        } else {
            page->faults_.push_back(file + ": " + record.error().detail);
        }
    };
    for (const auto& file : *names) {
        const auto found = before->entries_.find(stem(file));
        const auto known = found == before->entries_.end() ? BookEntry{} : found->second;
        if (file.ends_with(kDispensation)) {
            keep(page->entries_[stem(file)].dispensation, file,
                 recordIn<DispensationRecord>(files_, file, known.dispensation, parseDispensationRecord));
        } else if (file.ends_with(kDiscard)) {
            keep(page->entries_[stem(file)].takenBack, file,
                 recordIn<DiscardRecord>(files_, file, known.takenBack, parseDiscardRecord));
        } else if (file.ends_with(kRetelling)) {
            keep(page->entries_[stem(file)].retelling, file,
                 recordIn<RetellingRecord>(files_, file, known.retelling, parseRetellingRecord));
        }
    }
    page->names_ = std::move(*names);
    page->index();
    latest_->store(page);
    return page;
}

Result<Receipt> DispensationBook::take(const Report& report, Deadline deadline) {
    auto record = recordOf(report.statement, report.country, report.now);
    if (!record) {
        return passOn(record);
    }
    if (report.prescription != nullptr) {
        record->items = withOnlyItem(std::move(record->items), *report.prescription);
    }
    const auto turn = files_.turn(deadline);
    if (!turn) {
        return tl::unexpected{notStored(turn.error())};
    }
    return settle(*turn, report, *record);
}

Result<Receipt> DispensationBook::settle(const DurableDirectory::Turn& turn, const Report& report,
                                         const DispensationRecord& record) {
    const auto page = read();
    if (!page) {
        return tl::unexpected{notStored(page.error())};
    }
    if (!(*page)->faults().empty()) {
        return fail(ErrorCode::DispensationNotStored, "the book is damaged: " + (*page)->faults().front());
    }
    if (const auto* known = (*page)->find(record.documentId)) {
        return checkSame(*known, record).and_then([&] { return repeated(turn); });
    }
    if (const auto* first = (*page)->sameAct(record)) {
        const RetellingRecord retelling{record.documentId, first->documentId, record.country, record.taken};
        const auto added = files_.add(turn, fileName(record.documentId, kRetelling),
                                      formatRecord(retelling, report.document));
        return added ? Result<Receipt>{Receipt{true}} : tl::unexpected{notStored(added.error())};
    }
    if (report.prescription == nullptr) {
        return fail(ErrorCode::PrescriptionNotIdentifiable, "no such prescription of this patient");
    }
    if (auto fits = checkHandout(record.items, *report.prescription,
                                 (*page)->handedOut(record.prescription, report.patients));
        !fits) {
        return passOn(fits);
    }
    const auto added =
        files_.add(turn, fileName(record.documentId, kDispensation), formatRecord(record, report.document));
    if (!added) {
        return tl::unexpected{notStored(added.error())};
    }
    return Receipt{false};
}

Result<Receipt> DispensationBook::repeated(const DurableDirectory::Turn& turn) const {
    const auto durable = files_.confirm(turn);
    return durable ? Result<Receipt>{Receipt{true}} : tl::unexpected{notStored(durable.error())};
}

Result<Receipt> DispensationBook::takeBack(const Withdrawal& withdrawal, Deadline deadline) {
    const auto& discard = withdrawal.discard;
    const auto turn = files_.turn(deadline);
    const auto page = turn ? read() : Result<std::shared_ptr<const BookPage>>{passOn(turn)};
    if (!page) {
        return tl::unexpected{notDiscarded(page.error())};
    }
    const auto* known = (*page)->find(discard.dispensationId);
    const auto patient = patientDigest(discard.patient.root().str(), discard.patient.revealExtension());
    if (known == nullptr || known->dispensation == nullptr ||
        known->dispensation->country != withdrawal.country.str() ||
        std::ranges::find(known->dispensation->patients, patient) == known->dispensation->patients.end()) {
        return fail(ErrorCode::DiscardFailed, "no such dispensation of this patient from this country");
    }
    if (known->takenBack) {
        const auto receipt = repeated(*turn);
        return receipt ? receipt : tl::unexpected{notDiscarded(receipt.error())};
    }
    const auto& documentId = known->dispensation->documentId;
    const DiscardRecord record{documentId, singleLine(discard.discardId), withdrawal.country.str(),
                               withdrawal.now};
    const auto added = files_.add(*turn, fileName(documentId, kDiscard),
                                  formatRecord(record, discard.document ? *discard.document : ""));
    if (!added) {
        return tl::unexpected{notDiscarded(added.error())};
    }
    return Receipt{false};
}

} // namespace ncp::national
