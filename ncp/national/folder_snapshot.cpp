#include "ncp/national/folder_snapshot.hpp"

#include "ncp/national/folder_file.hpp"

#include <algorithm>
#include <set>

namespace ncp::national {
namespace {

/// Paths of NAME.xml below the directory, in order; nothing when the directory can't be read.
std::optional<std::set<std::string>> listFiles(const std::filesystem::path& directory) {
    std::error_code error;
    std::set<std::string> names;
    using Iterator = std::filesystem::recursive_directory_iterator;
    const auto options = std::filesystem::directory_options::skip_permission_denied;
    for (Iterator at{directory, options, error}; !error && at != Iterator{}; at.increment(error)) {
        std::error_code ignored;
        if (at->path().extension() == ".xml" && at->is_regular_file(ignored)) {
            names.insert(at->path().lexically_relative(directory).string());
        }
    }
    return error ? std::nullopt : std::optional{std::move(names)};
}

/// A document whose transformation could not be recorded is made anew, until it can.
bool awaitsRecord(const FolderFile& file) {
    return std::ranges::any_of(file.documents, [](const ServedDocument& document) {
        return document.refusal && document.refusal->code == ErrorCode::StorageFailed;
    });
}

bool unchanged(const FolderFile& known, const std::filesystem::path& xml) {
    auto pdf = xml;
    pdf.replace_extension(".pdf");
    return stampOf(xml) == known.xmlStamp && stampOf(pdf) == known.pdfStamp;
}

std::size_t keptBytes(const FolderFile& file) {
    std::size_t kept = 0;
    for (const auto& document : file.documents) {
        kept += document.bytes ? document.bytes->size() : 0;
    }
    return kept;
}

/// Lets go of the bytes that don't fit; they are read again when asked for.
void fitInto(FolderFile& file, std::size_t room) {
    for (auto& document : file.documents) {
        const auto size = document.bytes->size();
        if (size > room) {
            document.bytes.reset();
        } else {
            room -= size;
        }
    }
}

bool differ(std::string_view a, std::string_view b) {
    return !a.empty() && !b.empty() && a != b;
}

bool differentPersons(const ihe::Demographics& a, const ihe::Demographics& b) {
    return differ(a.birthDate, b.birthDate) ||
           (a.gender != "UN" && b.gender != "UN" && differ(a.gender, b.gender));
}

} // namespace

std::shared_ptr<const FolderSnapshot> FolderSnapshot::scan(const std::filesystem::path& directory,
                                                           const FolderIdentity& identity,
                                                           std::size_t cacheBytes,
                                                           const FolderSnapshot* previous,
                                                           std::shared_ptr<const PivotMaker> pivot) {
    auto snapshot = std::make_shared<FolderSnapshot>();
    snapshot->pivot_ = std::move(pivot);
    const auto& maker = snapshot->pivot_;
    const bool sameMaker =
        previous != nullptr &&
        (maker == previous->pivot_ || (maker && previous->pivot_ && maker->isSame(*previous->pivot_)));
    const auto names = listFiles(directory);
    snapshot->available_ = names.has_value();
    if (!names) {
        snapshot->faults_.emplace_back("the directory of documents can't be read");
        return snapshot;
    }
    std::size_t kept = 0;
    for (const auto& name : *names) {
        const auto path = directory / name;
        if (sameMaker) {
            const auto known = previous->files_.find(name);
            if (known != previous->files_.end() && unchanged(*known->second, path) &&
                !awaitsRecord(*known->second)) {
                kept += keptBytes(*known->second);
                snapshot->files_.emplace(name, known->second);
                continue;
            }
        }
        auto file = readFolderFile(path, identity, maker);
        if (!file) {
            snapshot->faults_.push_back(name + ": being changed");
            continue;
        }
        fitInto(*file, cacheBytes > kept ? cacheBytes - kept : 0);
        kept += keptBytes(*file);
        snapshot->files_.emplace(name, std::make_shared<const FolderFile>(std::move(*file)));
    }
    snapshot->index();
    return snapshot;
}

transform::pivot::Counts FolderSnapshot::transformed() const {
    transform::pivot::Counts sum;
    for (const auto& [name, file] : files_) {
        sum.mapped += file->transformed.mapped;
        sum.unmapped += file->transformed.unmapped;
        sum.findings += file->transformed.findings;
    }
    return sum;
}

void FolderSnapshot::index() {
    for (const auto& [name, file] : files_) {
        for (const auto& fault : file->faults) {
            faults_.push_back(name + ": " + fault);
        }
        for (const auto& document : file->documents) {
            addDocument(name, document);
        }
    }
    findContested();
}

void FolderSnapshot::addDocument(const std::string& file, const ServedDocument& document) {
    const auto sameId = [&](const ServedDocument* other) {
        return other->entry.uniqueId == document.entry.uniqueId;
    };
    std::size_t held = 0;
    std::size_t added = 0;
    for (const auto& patient : std::set<PatientId>{document.patientIds.begin(), document.patientIds.end()}) {
        auto& own = byPatient_[patient];
        ++held;
        if (std::ranges::none_of(own, sameId)) {
            own.push_back(&document);
            ++added;
        }
    }
    if (added < held) {
        faults_.push_back(file + (added == 0 ? ": not served, another document of the patient has the same id"
                                             : ": not served under every identifier of its patient, another "
                                               "document there has the same id"));
    }
    if (added > 0) {
        documents_.push_back(&document);
    }
}

void FolderSnapshot::findContested() {
    for (const auto& [patient, documents] : byPatient_) {
        const bool split = std::ranges::any_of(documents, [&](const ServedDocument* document) {
            return std::ranges::any_of(documents, [&](const ServedDocument* other) {
                return differentPersons(document->traits, other->traits);
            });
        });
        if (split) {
            contested_.push_back(patient);
            faults_.push_back(documents.front()->xml.filename().string() +
                              " and others: one patient identifier, "
                              "different persons");
        }
    }
}

const std::vector<const ServedDocument*>& FolderSnapshot::documentsOf(const PatientId& patient) const {
    static const std::vector<const ServedDocument*> none;
    const auto found = byPatient_.find(patient);
    return found == byPatient_.end() ? none : found->second;
}

bool FolderSnapshot::contested(const PatientId& patient) const {
    return std::ranges::binary_search(contested_, patient);
}

} // namespace ncp::national
