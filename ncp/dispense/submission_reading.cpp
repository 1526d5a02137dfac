#include "certs/digest.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/dispense/submission_kind.hpp"
#include "ncp/ihe/classification_schemes.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/hl7_time.hpp"
#include "ncp/ihe/registry_object.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ncp::dispense {
namespace {

constexpr std::size_t kMostDocuments = 10;
constexpr std::size_t kLongestText = 2 * ihe::kLongName; ///< a unique id is an OID and an extension

tl::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, "ProvideAndRegisterDocumentSetRequest: " + std::string{what});
}

tl::unexpected<Error> missing(std::string_view what) {
    return failRule(ErrorCode::DispensationFieldsMissing, "submission-complete",
                    std::string{what} + " is missing");
}

tl::unexpected<Error> notValid(std::string_view rule, std::string_view what) {
    return failRule(ErrorCode::DispensationFormatNotValid, std::string{rule}, std::string{what});
}

/// Metadata of one document, and what its reading needed.
struct Entry {
    std::string id; ///< within the message
    Kind kind = Kind::Dispensation;
    std::vector<std::string> patients; ///< as they stand; the first is sourcePatientId
    SubmittedDocument document;
};

void tolerate(std::vector<std::string>& tolerated, std::string_view name) {
    if (std::ranges::find(tolerated, name) == tolerated.end()) {
        tolerated.emplace_back(name);
    }
}

Result<Kind> readKind(xml::Node object, std::vector<std::string>& tolerated) {
    const auto format = ihe::classificationCode(object, ihe::kFormatScheme);
    const auto documentClass = ihe::classificationCode(object, ihe::kClassScheme);
    if (!format || !documentClass) {
        return format ? passOn(documentClass) : passOn(format);
    }
    const auto byFormat = kindOfFormat(*format);
    const auto byClass = kindOfClass(*documentClass);
    if (format->empty() ? !byClass : !byFormat) {
        return failRule(ErrorCode::SubmissionUnknown, "submission-kind",
                        "neither an eDispensation nor a discard");
    }
    if (format->empty()) {
        tolerate(tolerated, kFormatMissingTolerance);
        return *byClass;
    }
    if (documentClass->empty()) {
        tolerate(tolerated, kClassMissingTolerance);
    } else if (byClass != byFormat) {
        return notValid("submission-class", "class code and format code contradict each other");
    }
    return *byFormat;
}

Result<std::string> readCreationTime(xml::Node object, std::vector<std::string>& tolerated) {
    auto time = ihe::slotValue(object, "creationTime");
    if (time && !ihe::parseHl7Time(*time)) {
        tolerate(tolerated, kCreationTimeTolerance);
        time->clear();
    }
    return time;
}

Result<Entry> readEntry(xml::Node object, std::vector<std::string>& tolerated) {
    const auto kind = readKind(object, tolerated);
    if (!kind) {
        return passOn(kind);
    }
    auto created = readCreationTime(object, tolerated);
    auto language = ihe::slotValue(object, "languageCode");
    auto source = ihe::slotValue(object, "sourcePatientId");
    auto patient = ihe::externalIdentifier(object, ihe::kPatientIdScheme, ihe::kPatientIdName);
    auto uniqueId = ihe::externalIdentifier(object, ihe::kUniqueIdScheme, ihe::kUniqueIdName);
    for (const auto* text : {&created, &language, &source, &patient, &uniqueId}) {
        if (!*text) {
            return passOn(*text);
        }
        if ((*text)->size() > kLongestText) {
            return malformed("a text of the metadata is too long");
        }
    }
    if (source->empty()) {
        return missing("sourcePatientId");
    }
    Entry entry;
    entry.id = object.attribute("id");
    entry.kind = *kind;
    entry.patients = {std::move(*source), std::move(*patient)};
    entry.document = {std::move(*uniqueId), std::move(*language), std::move(*created), nullptr};
    return entry;
}

/// What the submission set says that others need.
struct SubmissionSet {
    std::string uniqueId;
    std::string patient;
};

/// The one package that is a submission set, by its type or by the classification that makes it one.
Result<std::optional<xml::Node>> findSubmissionSet(xml::Node list) {
    const auto packages = list.children(ihe::kRimNamespace, "RegistryPackage");
    const auto classified = [&](xml::Node package) {
        return std::ranges::any_of(
            list.children(ihe::kRimNamespace, "Classification"), [&](xml::Node classification) {
                return classification.attribute("classificationNode") == kSubmissionSetType &&
                       classification.attribute("classifiedObject") == package.attribute("id");
            });
    };
    std::optional<xml::Node> found;
    for (const auto package : packages) {
        if (packages.size() > 1 && package.attribute("objectType") != kSubmissionSetType &&
            !classified(package)) {
            continue;
        }
        if (found) {
            return malformed("more than one submission set");
        }
        found = package;
    }
    return found;
}

Result<SubmissionSet> readSubmissionSet(xml::Node list, std::vector<std::string>& tolerated) {
    const auto package = findSubmissionSet(list);
    if (!package) {
        return passOn(package);
    }
    if (!*package) {
        tolerate(tolerated, kSetMissingTolerance);
        return SubmissionSet{};
    }
    auto uniqueId = ihe::externalIdentifier(**package, kSetUniqueIdScheme, kSetUniqueIdName);
    auto patient = ihe::externalIdentifier(**package, kSetPatientIdScheme, kSetPatientIdName);
    for (const auto* text : {&uniqueId, &patient}) {
        if (!*text) {
            return passOn(*text);
        }
        if ((*text)->size() > kLongestText) {
            return malformed("a text of the submission set is too long");
        }
    }
    return SubmissionSet{std::move(*uniqueId), std::move(*patient)};
}

/// The one patient of all identifiers; empty ones say nothing.
Result<PatientId> samePatient(const std::vector<std::string>& identifiers) {
    std::optional<PatientId> patient;
    for (const auto& text : identifiers) {
        if (text.empty()) {
            continue;
        }
        auto id = PatientId::parseCx(text);
        if (!id) {
            return notValid("submission-patient", "a patient identifier is not of the form ext^^^&root&ISO");
        }
        if (patient && *patient != *id) {
            return failRule(ErrorCode::UnknownPatientIdentifier, "submission-patient",
                            "the metadata name several patients");
        }
        patient = std::move(*id);
    }
    return patient ? Result<PatientId>{std::move(*patient)} : missing("sourcePatientId");
}

/// Gives every entry the content of the Document with its id.
Result<void> addContents(std::vector<Entry>& entries, xml::Node body, const ihe::Attachments& attachments,
                         std::vector<std::string>& tolerated) {
    const auto documents = body.children(ihe::kXdsNamespace, "Document");
    if (documents.empty()) {
        return missing("the document");
    }
    if (documents.size() != entries.size()) {
        return malformed("not one Document for each ExtrinsicObject");
    }
    for (const auto document : documents) {
        auto entry = std::ranges::find(entries, document.attribute("id"), &Entry::id);
        if (entry == entries.end() && entries.size() == 1) {
            tolerate(tolerated, kDocumentIdTolerance);
            entry = entries.begin();
        }
        if (entry == entries.end() || entry->document.content) {
            return malformed("a Document belongs to no ExtrinsicObject, or two belong to one");
        }
        auto content = ihe::documentContent(document, attachments);
        if (!content) {
            return notValid("submission-content", content.error().detail);
        }
        if (content->empty()) {
            return missing("the document");
        }
        entry->document.content = std::make_shared<const std::string>(std::move(*content));
    }
    return {};
}

/// Entries and submission set belong together.
Result<ReceivedSubmission> combine(std::vector<Entry> entries, SubmissionSet set,
                                   std::vector<std::string> tolerated) {
    const auto kind = entries.front().kind;
    std::vector<std::string> patients;
    for (const auto& entry : entries) {
        if (entry.kind != kind) {
            return notValid("submission-kind", "a dispensation and a discard in one submission");
        }
        patients.insert(patients.end(), entry.patients.begin(), entry.patients.end());
    }
    if (kind == Kind::Discard && entries.size() > 1) {
        return notValid("submission-kind", "a discard with several documents");
    }
    if (kind == Kind::Discard && set.uniqueId.empty()) {
        return missing("the submission set's unique id");
    }
    patients.push_back(std::move(set.patient));
    auto patient = samePatient(patients);
    if (!patient) {
        return passOn(patient);
    }
    ReceivedSubmission submission{
        kind, std::move(*patient), std::move(set.uniqueId), {}, std::move(tolerated)};
    for (auto& entry : entries) {
        submission.documents.push_back(std::move(entry.document));
    }
    return submission;
}

Result<xml::Node> objectList(xml::Node body) {
    if (!body.is(ihe::kXdsNamespace, "ProvideAndRegisterDocumentSetRequest")) {
        return malformed("another element");
    }
    const auto requests = body.children(kLcmNamespace, "SubmitObjectsRequest");
    if (requests.size() != 1) {
        return malformed("not exactly one SubmitObjectsRequest");
    }
    const auto lists = requests.front().children(ihe::kRimNamespace, "RegistryObjectList");
    if (lists.size() != 1) {
        return malformed("not exactly one RegistryObjectList");
    }
    return lists.front();
}

} // namespace

Result<ReceivedSubmission> parseSubmission(xml::Node body, const ihe::Attachments& attachments) {
    const auto list = objectList(body);
    if (!list) {
        return passOn(list);
    }
    const auto objects = list->children(ihe::kRimNamespace, "ExtrinsicObject");
    if (objects.empty() || objects.size() > kMostDocuments) {
        return malformed("no ExtrinsicObject, or more than 10");
    }
    std::vector<std::string> tolerated;
    std::vector<Entry> entries;
    for (const auto object : objects) {
        auto entry = readEntry(object, tolerated);
        if (!entry) {
            return passOn(entry);
        }
        entries.push_back(std::move(*entry));
    }
    auto set = readSubmissionSet(*list, tolerated);
    if (!set) {
        return passOn(set);
    }
    if (auto added = addContents(entries, body, attachments, tolerated); !added) {
        return passOn(added);
    }
    return combine(std::move(entries), std::move(*set), std::move(tolerated));
}

std::string contentDigest(xml::Node body, const ihe::Attachments& attachments) {
    std::string digests;
    for (const auto document : body.children(ihe::kXdsNamespace, "Document")) {
        const auto content = ihe::documentContent(document, attachments);
        digests += certs::hex(certs::sha256(content ? *content : document.text()));
    }
    return certs::hex(certs::sha256(digests));
}

} // namespace ncp::dispense
