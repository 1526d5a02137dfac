#include "ncp/documents/messages.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/extrinsic_object.hpp"
#include "ncp/ihe/peer_answer.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ncp::documents {
namespace {

using ihe::kRimNamespace;
using ihe::Level;

constexpr std::size_t kMostDocuments = 1000;

/// The entries of an answer, each once, and what was tolerated.
struct Listing {
    std::vector<ihe::DocumentEntry> entries;
    std::vector<std::string> tolerated;
};

bool isSameDocument(const ihe::DocumentEntry& a, const ihe::DocumentEntry& b) {
    return a.uniqueId == b.uniqueId && a.repositoryUniqueId == b.repositoryUniqueId && a.level == b.level;
}

Result<Listing> readEntries(xml::Node objects) {
    Listing listing;
    for (const auto object : objects.children(kRimNamespace, "ExtrinsicObject")) {
        auto received = ihe::readExtrinsicObject(object);
        if (!received) {
            return passOn(received);
        }
        if (listing.entries.size() == kMostDocuments) {
            return fail(ErrorCode::PeerAnswerInvalid, "more than 1000 documents");
        }
        std::ranges::move(received->tolerated, std::back_inserter(listing.tolerated));
        const bool again = std::ranges::any_of(listing.entries, [&](const ihe::DocumentEntry& entry) {
            return isSameDocument(entry, received->entry);
        });
        if (again) {
            listing.tolerated.emplace_back(kRepeatedDocumentTolerance);
        } else {
            listing.entries.push_back(std::move(received->entry));
        }
    }
    return listing;
}

/// For each entry the index of its other form. Self-associations, and such of objects that are not in the
/// answer or not of two levels, pair nothing.
std::map<std::size_t, std::size_t> readPairs(xml::Node objects,
                                             const std::vector<ihe::DocumentEntry>& entries) {
    std::map<std::string, std::size_t, std::less<>> byUuid;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        byUuid.emplace(entries[i].entryUuid, i);
    }
    std::map<std::size_t, std::size_t> pairs;
    for (const auto association : objects.children(kRimNamespace, "Association")) {
        const auto source = byUuid.find(association.attribute("sourceObject"));
        const auto target = byUuid.find(association.attribute("targetObject"));
        if (association.attribute("associationType") != ihe::kTransformation || source == byUuid.end() ||
            target == byUuid.end()) {
            continue;
        }
        const auto a = source->second;
        const auto b = target->second;
        if (entries[a].level != entries[b].level && !pairs.contains(a) && !pairs.contains(b)) {
            pairs.emplace(a, b);
            pairs.emplace(b, a);
        }
    }
    return pairs;
}

std::vector<ihe::DocumentPair> pairUp(std::vector<ihe::DocumentEntry> entries,
                                      const std::map<std::size_t, std::size_t>& pairs) {
    std::vector<ihe::DocumentPair> documents;
    const auto place = [](ihe::DocumentPair& document, ihe::DocumentEntry entry) {
        auto& form = entry.level == Level::L1 ? document.pdf : document.coded;
        form = std::move(entry);
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto other = pairs.find(i);
        if (other != pairs.end() && other->second < i) {
            continue; // stands with its other form, which came first
        }
        ihe::DocumentPair document;
        place(document, std::move(entries[i]));
        if (other != pairs.end()) {
            place(document, std::move(entries[other->second]));
        }
        documents.push_back(std::move(document));
    }
    return documents;
}

/// The status on the wire; where the peer leaves it out, what its content amounts to: a peer omits it when it
/// refuses for lack of rights.
Result<ihe::Status> readStatus(xml::Node body, bool anyDocument) {
    const auto uri = body.attributeIfPresent("status");
    if (!uri) {
        return anyDocument ? ihe::Status::PartialSuccess : ihe::Status::Failure;
    }
    const auto status = ihe::statusFromWire(*uri);
    if (!status) {
        return fail(ErrorCode::PeerAnswerInvalid, "AdhocQueryResponse: unknown status");
    }
    return *status;
}

Result<QueryAnswer> readQueryAnswer(xml::Node body) {
    if (!body.is(ihe::kQueryNamespace, "AdhocQueryResponse")) {
        return fail(ErrorCode::PeerAnswerInvalid, "AdhocQueryResponse: another element");
    }
    auto errors = ihe::readErrorList(body);
    if (!errors) {
        return passOn(errors);
    }
    QueryAnswer answer;
    answer.errors = std::move(*errors);
    if (const auto objects = body.child(kRimNamespace, "RegistryObjectList")) {
        auto listing = readEntries(*objects);
        if (!listing) {
            return passOn(listing);
        }
        const auto pairs = readPairs(*objects, listing->entries);
        answer.documents = pairUp(std::move(listing->entries), pairs);
        answer.tolerated = std::move(listing->tolerated);
    } else {
        answer.tolerated.emplace_back(kMissingListTolerance);
    }
    const auto status = readStatus(body, !answer.documents.empty());
    if (!status) {
        return passOn(status);
    }
    answer.status = *status;
    const bool anyError = std::ranges::any_of(
        answer.errors, [](const ihe::RegistryError& error) { return error.severity == Severity::Error; });
    if (answer.status == ihe::Status::Success && anyError) {
        answer.tolerated.emplace_back(kErrorInSuccessTolerance);
    }
    if (!body.hasAttribute("status")) {
        answer.tolerated.emplace_back(kMissingStatusTolerance);
    }
    return answer;
}

} // namespace

Result<QueryAnswer> parseQueryAnswer(xml::Node body) {
    return ihe::asPeerAnswer(readQueryAnswer(body));
}

} // namespace ncp::documents
