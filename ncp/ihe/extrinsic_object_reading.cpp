#include "ncp/ihe/classification_schemes.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/extrinsic_object.hpp"
#include "ncp/ihe/hl7_time.hpp"
#include "ncp/ihe/registry_object.hpp"

#include <charconv>
#include <utility>

namespace ncp::ihe {
namespace {

tl::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, "ExtrinsicObject: " + std::string{what});
}

/// The Classifications of an object by what they are; single-valued ones at most once.
struct Classifications {
    std::optional<xml::Node> confidentiality;
    std::optional<xml::Node> documentClass;
    std::optional<xml::Node> type;
    std::optional<xml::Node> format;
    std::vector<xml::Node> authors;
    std::vector<xml::Node> events;
    bool withoutScheme = false;
};

Result<Classifications> readClassifications(xml::Node object) {
    Classifications found;
    for (const auto node : object.children(kRimNamespace, "Classification")) {
        const auto scheme = node.attribute("classificationScheme");
        std::optional<xml::Node>* single = nullptr;
        if (scheme == kConfidentialityScheme) {
            single = &found.confidentiality;
        } else if (scheme == kClassScheme) {
            single = &found.documentClass;
        } else if (scheme == kTypeScheme) {
            single = &found.type;
        } else if (scheme == kFormatScheme) {
            single = &found.format;
        } else if (scheme == kAuthorScheme) {
            found.authors.push_back(node);
        } else if (scheme == kEventScheme) {
            found.events.push_back(node);
        } else if (scheme.empty()) {
            found.withoutScheme = true;
        }
        if (single != nullptr && *single) {
            return malformed("a Classification stands twice");
        }
        if (single != nullptr) {
            *single = node;
        }
    }
    return found;
}

std::string codeOf(const std::optional<xml::Node>& classification) {
    return classification ? classification->attribute("nodeRepresentation") : std::string{};
}

Result<std::vector<Code>> readEvents(const std::vector<xml::Node>& nodes) {
    std::vector<Code> events;
    for (const auto node : nodes) {
        auto scheme = slotValue(node, "codingScheme");
        if (!scheme) {
            return passOn(scheme);
        }
        events.push_back(
            {node.attribute("nodeRepresentation"), std::move(*scheme), localizedText(node, "Name"), {}});
    }
    return events;
}

/// UTC to the second where the text has a time of day; the text itself where it is a date or unreadable.
std::string normalizedTime(std::string text, std::vector<std::string>& tolerated) {
    const auto instant = parseHl7Time(text);
    if (!instant) {
        tolerated.emplace_back("entry.creation-time");
        return text;
    }
    return text.size() > 8 ? formatHl7(*instant) : text;
}

std::optional<std::uint64_t> readSize(const std::string& text, std::vector<std::string>& tolerated) {
    if (text.empty()) {
        return std::nullopt;
    }
    std::uint64_t size = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        tolerated.emplace_back("entry.size");
        return std::nullopt;
    }
    return size;
}

Result<void> fillFromSlots(ReceivedEntry& into, xml::Node object) {
    auto& entry = into.entry;
    auto repository = slotValue(object, "repositoryUniqueId");
    auto created = slotValue(object, "creationTime");
    auto language = slotValue(object, "languageCode");
    auto size = slotValue(object, "size");
    auto hash = slotValue(object, "hash");
    auto service = slotValue(object, "serviceStartTime");
    for (const auto* slot : {&repository, &created, &language, &size, &hash, &service}) {
        if (!*slot) {
            return passOn(*slot);
        }
    }
    if (repository->empty()) {
        return malformed("repositoryUniqueId is missing");
    }
    entry.repositoryUniqueId = std::move(*repository);
    entry.creationTime = normalizedTime(std::move(*created), into.tolerated);
    entry.languageCode = std::move(*language);
    entry.size = readSize(*size, into.tolerated);
    entry.hash = std::move(*hash);
    if (!service->empty()) {
        entry.serviceStartTime = normalizedTime(std::move(*service), into.tolerated);
    }
    return {};
}

/// The first author stands in fields of its own.
Result<void> fillAuthors(DocumentEntry& entry, const std::vector<xml::Node>& nodes) {
    std::vector<DocumentAuthor> authors;
    for (const auto node : nodes) {
        auto person = slotValue(node, "authorPerson");
        auto specialties = slotValues(node, "authorSpecialty");
        if (!person) {
            return passOn(person);
        }
        if (!specialties) {
            return passOn(specialties);
        }
        authors.push_back({std::move(*person), specialties->value_or(std::vector<std::string>{})});
    }
    if (!authors.empty()) {
        entry.authorPerson = std::move(authors.front().person);
        entry.authorSpecialties = std::move(authors.front().specialties);
        authors.erase(authors.begin());
    }
    entry.otherAuthors = std::move(authors);
    return {};
}

Result<void> fillFromClassifications(ReceivedEntry& into, xml::Node object) {
    auto& entry = into.entry;
    const auto found = readClassifications(object);
    if (!found) {
        return passOn(found);
    }
    if (found->withoutScheme) {
        into.tolerated.emplace_back("entry.classification-without-scheme");
    }
    entry.classCode = codeOf(found->documentClass ? found->documentClass : found->type);
    entry.formatCode = codeOf(found->format);
    entry.level = levelOf(entry.formatCode);
    if (formatCode(entry.formatCode).code != entry.formatCode) {
        into.tolerated.emplace_back("entry.format-code-case");
    }
    entry.confidentiality = codeOf(found->confidentiality);
    auto events = readEvents(found->events);
    if (!events) {
        return passOn(events);
    }
    entry.events = std::move(*events);
    return fillAuthors(entry, found->authors);
}

Result<void> fillFromIdentifiers(ReceivedEntry& into, xml::Node object) {
    auto uniqueId = externalIdentifier(object, kUniqueIdScheme, kUniqueIdName);
    if (!uniqueId) {
        return passOn(uniqueId);
    }
    if (uniqueId->empty()) {
        return malformed("the unique id is missing");
    }
    into.entry.uniqueId = std::move(*uniqueId);
    const auto patient = externalIdentifier(object, kPatientIdScheme, kPatientIdName);
    if (!patient) {
        return passOn(patient);
    }
    if (!patient->empty()) {
        auto id = PatientId::parseCx(*patient);
        if (!id) {
            return passOn(id);
        }
        into.entry.patient = std::move(*id);
    }
    return {};
}

} // namespace

Result<ReceivedEntry> readExtrinsicObject(xml::Node object) {
    auto id = object.attribute("id");
    auto home = parseHomeCommunityId(object.attribute("home"));
    if (id.empty() || !home) {
        return malformed("id or home is missing");
    }
    ReceivedEntry received{DocumentEntry{std::move(id), {}, {}, std::move(*home), {}, {}}, {}};
    received.entry.mimeType = object.attribute("mimeType");
    received.entry.title = localizedText(object, "Name");
    received.entry.description = localizedText(object, "Description");
    for (auto* fill : {&fillFromSlots, &fillFromClassifications, &fillFromIdentifiers}) {
        if (auto filled = fill(received, object); !filled) {
            return passOn(filled);
        }
    }
    return received;
}

} // namespace ncp::ihe
