#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/national/dispensation_rules.hpp"
#include "ncp/national/durable_directory.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::national {

/// What the book has under one document id.
struct BookEntry {
    std::shared_ptr<const DispensationRecord> dispensation; ///< null: only its discard, or a retelling
    std::shared_ptr<const DiscardRecord> takenBack;         ///< null: it stands
    std::shared_ptr<const RetellingRecord> retelling;       ///< the act stands under another document id

    bool stands() const noexcept { return dispensation != nullptr && takenBack == nullptr; }
};

/// What the book says at one moment; immutable.
class BookPage {
  public:
    const std::map<std::string, BookEntry>& entries() const noexcept { return entries_; } ///< by record name
    /// Names of files that can't be read, with causes. While there are any nothing is taken: what they hold
    /// is unknown.
    const std::vector<std::string>& faults() const noexcept { return faults_; }

    /// Of a document id, or of the one that first told the same act.
    const BookEntry* find(std::string_view documentId) const;
    /// The standing dispensation about the same act, reported by the same country under another document id.
    /// An act whose time isn't known to the second is like no other.
    const DispensationRecord* sameAct(const DispensationRecord& record) const;
    /// Of one patient's prescription; `patients` are the digests of the patient's identifiers. Prescriptions
    /// of two patients under one id are two.
    HandedOut handedOut(const std::string& prescription, const std::vector<std::string>& patients) const;

  private:
    friend class DispensationBook;
    void index();

    std::vector<std::string> names_; ///< of the files, as they were
    std::map<std::string, BookEntry> entries_;
    std::multimap<std::string, std::shared_ptr<const DispensationRecord>> standing_; ///< by prescription
    std::vector<std::string> faults_;
};

/// The dispensations that other countries reported on the prescriptions of a folder: a directory with a file
/// NAME.dispensation for each, NAME.discard when it was taken back, and NAME.retelling for another document
/// about the same act; NAME is the SHA-256 of the document id. Nothing is ever changed or removed. Several
/// processes may keep one book. Safe to use from several threads.
///
/// When two documents are the same. Under one document id: when they tell the same act
/// (transform::dispensation::Statement::act); anything else is refused. Under two document ids: when they
/// tell the same act, to the second, from the same country, and the first still stands. So a document that is
/// made anew after a lost answer counts once, and a second package handed out later, or as an item of its
/// own, counts for itself.
class DispensationBook {
  public:
    /// Makes the directory where it is absent. StorageFailed.
    static Result<DispensationBook> open(const std::filesystem::path& directory);

    struct Report {
        const transform::dispensation::Statement& statement;
        std::string_view document;                                           ///< the eDispensation as it came
        const transform::dispensation::Prescription* prescription = nullptr; ///< null: not one of ours
        std::vector<std::string> patients; ///< digests of the identifiers that the prescription has
        CountryCode country;
        Instant now;
    };
    /// Durable when it returns. Refusals are those of Connector::dispense; of a document id that was taken
    /// back too (DispensationFormatNotValid): a late repetition must not undo the discard.
    Result<Receipt> take(const Report& report, Deadline deadline);

    struct Withdrawal {
        const DispensationDiscard& discard;
        CountryCode country;
        Instant now;
    };
    /// DiscardFailed for a dispensation that is unknown, another patient's or another country's, and when it
    /// can't be stored.
    Result<Receipt> takeBack(const Withdrawal& withdrawal, Deadline deadline);

    /// What the book says now. StorageFailed.
    Result<std::shared_ptr<const BookPage>> read() const;

  private:
    explicit DispensationBook(DurableDirectory files);

    Result<Receipt> settle(const DurableDirectory::Turn& turn, const Report& report,
                           const DispensationRecord& record);
    /// A receipt for what is there already, once that is durable.
    Result<Receipt> repeated(const DurableDirectory::Turn& turn) const;

    DurableDirectory files_;
    std::unique_ptr<std::atomic<std::shared_ptr<const BookPage>>> latest_; ///< spares reading a file twice
};

} // namespace ncp::national
