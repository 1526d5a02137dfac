#pragma once

#include "base/identifiers.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/national/pivot_maker.hpp"
#include "transform/dispensation/prescription.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::national {

/// What every entry of a folder has in common.
struct FolderIdentity {
    HomeCommunityId homeCommunityId;
    Oid repositoryUniqueId;
    Language language; ///< of documents that name none
};

/// One document that can be served: a file, or a PDF wrapped into one.
struct ServedDocument {
    ihe::DocumentEntry entry;
    std::vector<PatientId> patientIds = {};
    ihe::Demographics traits = {};
    std::vector<std::string> sources = {}; ///< unique ids of what it is another form of
    std::optional<transform::dispensation::Prescription> prescription = {}; ///< of a coded ePrescription
    std::filesystem::path xml = {};
    std::optional<std::filesystem::path> pdf = {};     ///< of a wrapped PDF
    DocumentBytes bytes = nullptr;                     ///< absent when the cache was full
    std::shared_ptr<const PivotMaker> pivot = nullptr; ///< that made them; null: as they lie in the file
    std::optional<Error> refusal = {};                 ///< why it is listed and must not leave
    transform::rules::Verdict verdict = {};            ///< of the rules on what would leave
};

/// Modification time and size: what tells that a file has changed.
struct FileStamp {
    std::filesystem::file_time_type modified{};
    std::uintmax_t size = 0;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// A file NAME.xml, the NAME.pdf beside it, and what came of them.
struct FolderFile {
    FileStamp xmlStamp;
    std::optional<FileStamp> pdfStamp;
    std::vector<ServedDocument> documents; ///< the file's own, then the wrapped PDF
    std::vector<std::string> faults;
    transform::pivot::Counts transformed; ///< what became of the codes
};

/// The state of a folder at one moment; immutable.
class FolderSnapshot {
  public:
    /// Reads what is new or changed since `previous` (may be null) and takes the rest from there. Files are
    /// named in faults by their path below the directory, with a cause and no content. Documents become
    /// pivots by `pivot` (null: they stay as they are); those that another release made are made anew.
    static std::shared_ptr<const FolderSnapshot> scan(const std::filesystem::path& directory,
                                                      const FolderIdentity& identity, std::size_t cacheBytes,
                                                      const FolderSnapshot* previous,
                                                      std::shared_ptr<const PivotMaker> pivot = nullptr);

    bool available() const noexcept { return available_; }
    const std::vector<std::string>& faults() const noexcept { return faults_; }
    const std::vector<const ServedDocument*>& documents() const noexcept { return documents_; }
    const std::vector<const ServedDocument*>& documentsOf(const PatientId& patient) const;
    /// True for an identifier that documents give to persons of different birth date or gender: whose
    /// documents are meant is then unknown.
    bool contested(const PatientId& patient) const;
    /// What became of the codes of all documents.
    transform::pivot::Counts transformed() const;

  private:
    void index();
    void addDocument(const std::string& file, const ServedDocument& document);
    void findContested();

    bool available_ = false;
    std::shared_ptr<const PivotMaker> pivot_;
    std::map<std::string, std::shared_ptr<const FolderFile>> files_; ///< by path below the directory
    std::vector<const ServedDocument*> documents_;
    std::map<PatientId, std::vector<const ServedDocument*>> byPatient_;
    std::vector<PatientId> contested_;
    std::vector<std::string> faults_;
};

/// The bytes of a document, from memory or from its files. RegistryNotAvailable when the files are no longer
/// those that the snapshot describes.
Result<DocumentBytes> bytesOf(const ServedDocument& document);

} // namespace ncp::national
