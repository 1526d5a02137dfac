#include "ncp/national/folder_file.hpp"

#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "certs/digest.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/national/document_facts.hpp"
#include "ncp/national/pdf_companion.hpp"
#include "ncp/national/prescription_facts.hpp"

namespace ncp::national {
namespace {

std::filesystem::path pdfBeside(std::filesystem::path xml) {
    return xml.replace_extension(".pdf");
}

/// A UUID that stays the same for the same document (RFC 4122 name-based in form).
std::string entryUuid(std::string_view uniqueId, std::string_view hash) {
    auto hex = certs::sha1Hex(std::string{uniqueId} + "|" + std::string{hash});
    hex[12] = '5';
    hex[16] = '8';
    return "urn:uuid:" + hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

/// A file inside a CDA is level 1: the PDF form of a coded document, and every original clinical document.
ihe::Level levelIn(const DocumentFacts& facts) {
    return facts.embedded ? ihe::Level::L1 : ihe::Level::L3;
}

std::string_view formatIn(const DocumentFacts& facts) {
    return ihe::isOriginalDocument(facts.classCode) ? ihe::originalDocumentFormat(facts.mediaType)
                                                    : ihe::formatCodeOf(facts.classCode, levelIn(facts));
}

/// Why a document can't be offered to other countries; nothing for one that can.
std::optional<std::string> notOffered(const DocumentFacts& facts) {
    if (!ihe::isQueried(facts.classCode)) {
        return "documents of this class are not offered to other countries";
    }
    if (formatIn(facts).empty()) {
        return "the body of an original clinical document is neither PDF, PNG nor JPEG";
    }
    return std::nullopt;
}

ihe::DocumentEntry makeEntry(const DocumentFacts& facts, const FolderIdentity& identity,
                             std::string_view bytes) {
    ihe::DocumentEntry entry{.homeCommunityId = identity.homeCommunityId};
    entry.uniqueId = facts.uniqueId();
    entry.repositoryUniqueId = identity.repositoryUniqueId.str();
    entry.classCode = facts.classCode;
    entry.level = levelIn(facts);
    entry.formatCode = formatIn(facts);
    entry.title = ihe::titleOf(facts.classCode);
    entry.description = facts.title.empty() ? entry.title : facts.title;
    entry.creationTime = facts.creationTime;
    entry.languageCode = facts.language.empty() ? identity.language.str() : facts.language;
    entry.confidentiality = facts.confidentiality;
    entry.size = bytes.size();
    entry.hash = certs::sha1Hex(bytes);
    entry.entryUuid = entryUuid(entry.uniqueId, entry.hash);
    return entry;
}

void addAuthors(ihe::DocumentEntry& entry, const DocumentFacts& facts) {
    entry.authorPerson = facts.authorPerson;
    entry.authorSpecialties = facts.authorSpecialties;
    entry.otherAuthors = facts.otherAuthors;
}

void addPrescription(ihe::DocumentEntry& entry, const DocumentFacts& facts,
                     const PrescriptionFacts& prescription) {
    addAuthors(entry, facts);
    entry.events = prescription.events;
    if (!prescription.description.empty()) {
        entry.description = prescription.description;
    }
}

/// What the list says of an original clinical document beyond that of others.
void addOriginal(ihe::DocumentEntry& entry, const DocumentFacts& facts) {
    addAuthors(entry, facts);
    entry.serviceStartTime = facts.serviceStartTime;
    if (entry.classCode == ihe::kHospitalDischargeReport && facts.serviceReason) {
        entry.events.push_back(*facts.serviceReason);
    }
}

ServedDocument serve(const DocumentFacts& facts, const FolderIdentity& identity, std::string bytes) {
    ServedDocument document{makeEntry(facts, identity, bytes)};
    document.patientIds = facts.patientIds;
    document.traits = facts.traits;
    document.sources = facts.sources;
    document.bytes = std::make_shared<const std::string>(std::move(bytes));
    return document;
}

/// The level 1 document of the PDF beside; `coded` is used up.
Result<ServedDocument> serveCompanion(xml::Document coded, const DocumentFacts& facts,
                                      const FolderIdentity& identity, std::string_view pdf) {
    auto bytes = makePdfCompanion(std::move(coded), facts, pdf);
    if (!bytes) {
        return passOn(bytes);
    }
    auto own = facts;
    own.idExtension = companionExtension(facts);
    own.sources = {facts.uniqueId()};
    own.embedded = true;
    return serve(own, identity, std::move(*bytes));
}

/// The bytes that leave; those of the file and a refusal where none may.
struct Leaving {
    std::string bytes;
    std::optional<Error> refusal;
    transform::pivot::Counts counts;
};

Leaving leavingOf(std::string bytes, const PivotMaker* pivot) {
    if (pivot == nullptr) {
        return {std::move(bytes), std::nullopt, {}};
    }
    auto made = pivot->make(bytes);
    if (!made) {
        return {std::move(bytes), made.error(), {}};
    }
    return {std::move(made->bytes), std::nullopt, made->counts};
}

std::string brokenRules(const transform::rules::Verdict& verdict) {
    std::string names;
    for (const auto& [rule, places] : verdict.rules) {
        names += (names.empty() ? "" : ", ") + rule;
    }
    return names;
}

/// Has each document judged that may leave; the fault names rules, never a place or a value.
void judgeDocuments(FolderFile& file, const PivotMaker& pivot) {
    using transform::rules::Reaction;
    for (auto& document : file.documents) {
        if (document.refusal) {
            continue;
        }
        document.verdict = pivot.judge(*document.bytes);
        const auto reaction = pivot.reactionTo(document.verdict);
        if (reaction != Reaction::Log) {
            file.faults.push_back(std::string{document.pdf ? "the PDF beside it " : ""} + "breaks rules, " +
                                  (reaction == Reaction::Refuse ? "not sent: " : "sent: ") +
                                  brokenRules(document.verdict));
        }
    }
}

/// What one reading found: the documents, and why some could not be served.
void addDocuments(FolderFile& file, const std::filesystem::path& xml, const FolderIdentity& identity,
                  std::string bytes, std::optional<Error> refusal) {
    auto parsed = xml::Document::parse(bytes);
    if (!parsed) {
        file.faults.push_back("not readable: " + parsed.error().detail);
        return;
    }
    const auto facts = readFacts(*parsed);
    if (!facts) {
        file.faults.push_back("not usable: " + facts.error().detail);
        return;
    }
    if (auto fault = notOffered(*facts)) {
        file.faults.push_back(std::move(*fault));
        return;
    }
    const auto prescription = facts->classCode == ihe::kEPrescription
                                  ? std::optional{readPrescription(*parsed)}
                                  : std::optional<PrescriptionFacts>{};
    file.documents.push_back(serve(*facts, identity, std::move(bytes)));
    file.documents.back().xml = xml;
    if (refusal) {
        file.faults.push_back("no pivot, not sent: " + refusal->detail);
        file.documents.back().refusal = refusal;
    }
    if (auto terms = transform::dispensation::prescriptionOf(*parsed)) {
        file.documents.back().prescription = std::move(*terms);
    }
    if (file.pdfStamp && !facts->embedded) {
        const auto path = pdfBeside(xml);
        const auto pdf = readFile(path);
        auto companion = pdf ? serveCompanion(std::move(*parsed), *facts, identity, *pdf)
                             : Result<ServedDocument>{passOn(pdf)};
        if (companion) {
            companion->xml = xml;
            companion->pdf = path;
            companion->refusal = refusal;
            file.documents.push_back(std::move(*companion));
        } else {
            file.faults.push_back("the PDF beside it: not readable");
        }
    }
    for (auto& document : file.documents) {
        if (prescription) {
            addPrescription(document.entry, *facts, *prescription);
        } else if (ihe::isOriginalDocument(facts->classCode)) {
            addOriginal(document.entry, *facts);
        }
    }
}

} // namespace

std::optional<FileStamp> stampOf(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return std::nullopt;
    }
    const auto modified = std::filesystem::last_write_time(file, error);
    const auto size = error ? 0 : std::filesystem::file_size(file, error);
    return error ? std::nullopt : std::optional{FileStamp{modified, size}};
}

std::optional<FolderFile> readFolderFile(const std::filesystem::path& xml, const FolderIdentity& identity,
                                         const std::shared_ptr<const PivotMaker>& pivot) {
    const auto stamp = stampOf(xml);
    if (!stamp) {
        return std::nullopt;
    }
    FolderFile file{*stamp, stampOf(pdfBeside(xml)), {}, {}, {}};
    auto bytes = readFile(xml);
    if (bytes) {
        auto leaving = leavingOf(std::move(*bytes), pivot.get());
        file.transformed = leaving.counts;
        addDocuments(file, xml, identity, std::move(leaving.bytes), std::move(leaving.refusal));
        for (auto& document : file.documents) {
            document.pivot = pivot;
        }
        if (pivot) {
            judgeDocuments(file, *pivot);
        }
    } else {
        file.faults.emplace_back("not readable");
    }
    const bool quiet = stampOf(xml) == file.xmlStamp && stampOf(pdfBeside(xml)) == file.pdfStamp;
    return quiet ? std::optional{std::move(file)} : std::nullopt;
}

Result<DocumentBytes> bytesOf(const ServedDocument& document) {
    if (document.bytes) {
        return document.bytes;
    }
    const auto changed = [] {
        return fail(ErrorCode::RegistryNotAvailable, "the document is being changed");
    };
    auto bytes = readFile(document.xml);
    if (bytes) {
        bytes = leavingOf(std::move(*bytes), document.pivot.get()).bytes;
    }
    if (bytes && document.pdf) {
        const auto pdf = readFile(*document.pdf);
        auto coded = xml::Document::parse(*bytes);
        const auto facts = coded ? readFacts(*coded) : Result<DocumentFacts>{passOn(coded)};
        if (!pdf || !facts) {
            return changed();
        }
        bytes = makePdfCompanion(std::move(*coded), *facts, *pdf);
    }
    if (!bytes || certs::sha1Hex(*bytes) != document.entry.hash) {
        return changed();
    }
    return std::make_shared<const std::string>(std::move(*bytes));
}

} // namespace ncp::national
