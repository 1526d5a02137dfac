#pragma once

#include "base/log.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/national/dispensation_book.hpp"
#include "ncp/national/folder_snapshot.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ncp::national {

/// A national side that is a directory of CDA documents: NAME.xml, and NAME.pdf beside it served as its level
/// 1 form. Patients, classes and metadata come from the documents. Added, changed and removed files are
/// picked up by a thread that looks every `rescan`; requests work on an immutable snapshot. Documents are
/// served as the pivot that is made of them when they are read, and listed with its size and hash; a pivot is
/// served byte by byte as it lies in the file, and so is an original clinical document. Safe to use from
/// several threads.
class DocumentFolder final : public Connector {
  public:
    /// Where dispensations are kept, and the clock that dates them.
    struct Dispensations {
        std::filesystem::path directory;
        const Clock& clock;
    };
    struct Settings {
        std::filesystem::path directory;
        HomeCommunityId homeCommunityId;
        Oid repositoryUniqueId;
        Language language;                                       ///< of documents that name none
        bool demographicSearch = false;                          ///< patients may be found without identifier
        std::chrono::milliseconds rescan{2000};                  ///< 0: only when `rescan()` is called
        std::size_t cacheBytes = std::size_t{256} * 1024 * 1024; ///< documents beyond it are read on demand
        std::optional<Dispensations> dispensations = {};         ///< absent: none are taken
        PivotSource pivot = {}; ///< what makes pivots of the documents; empty: they are pivots already
    };

    /// Reads the whole directory once. ConfigurationInvalid when it can't be read, or the one for
    /// dispensations can't be made.
    static Result<std::unique_ptr<DocumentFolder>> open(Settings settings, Logger& log);
    ~DocumentFolder() override;

    Result<std::vector<ihe::PatientMatch>> findPatients(const saml::Authorized<PatientQuery>& query,
                                                        Deadline deadline) override;
    Result<std::vector<ihe::DocumentPair>> listDocuments(const saml::Authorized<DocumentQuery>& query,
                                                         Deadline deadline) override;
    Result<LocatedDocument> locate(const saml::Authorized<DocumentLocation>& query,
                                   Deadline deadline) override;
    Result<DocumentBytes> retrieve(const saml::Authorized<LocatedDocument>& query,
                                   Deadline deadline) override;
    Result<Receipt> dispense(const saml::Authorized<Dispensation>& dispensation, Deadline deadline) override;
    Result<Receipt> discard(const saml::Authorized<DispensationDiscard>& discard, Deadline deadline) override;
    bool available() const override;
    std::vector<std::string> faults() const override;

    /// Looks at the directory now.
    void rescan();
    std::size_t documentCount() const;
    /// The dispensations that were taken; null where none are.
    const DispensationBook* book() const noexcept { return book_ ? &*book_ : nullptr; }

  private:
    DocumentFolder(Settings settings, Logger& log);

    void watch(const std::stop_token& stop);
    std::vector<std::string> bookFaults() const;
    std::shared_ptr<const FolderSnapshot> current() const { return snapshot_.load(); }

    const Settings settings_;
    Logger& log_;
    std::optional<DispensationBook> book_;
    std::mutex scanning_;
    std::vector<std::string> toldOfBook_; ///< faults in the log; under `scanning_`
    std::atomic<std::shared_ptr<const FolderSnapshot>> snapshot_;
    std::jthread watcher_; ///< last: it ends before what it uses
};

} // namespace ncp::national
