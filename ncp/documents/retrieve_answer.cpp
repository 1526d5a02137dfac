#include "base/base64.hpp"
#include "base/xml/writer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/ihe/document_content.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/peer_answer.hpp"
#include "ncp/soap/mtom.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ncp::documents {
namespace {

using ihe::kXdsNamespace;

constexpr std::size_t kMostDocuments = 100;

tl::unexpected<Error> invalid(std::string_view what) {
    return fail(ErrorCode::PeerAnswerInvalid, "RetrieveDocumentSetResponse: " + std::string{what});
}

void writeDocument(xml::Writer& writer, const RetrievedDocument& document, const std::string* contentId) {
    writer.start("DocumentResponse");
    if (document.request.homeCommunityId) {
        writer.leaf("HomeCommunityId", urn(*document.request.homeCommunityId));
    }
    writer.leaf("RepositoryUniqueId", document.request.repositoryUniqueId)
        .leaf("DocumentUniqueId", document.request.documentUniqueId)
        .leaf("mimeType", document.mimeType)
        .start("Document");
    if (contentId == nullptr) {
        writer.text(base64Encode(document.bytes));
    } else {
        writer.start("xop:Include")
            .attribute("xmlns:xop", ihe::kXopNamespace)
            .attribute("href", soap::hrefOfContentId(*contentId))
            .end();
    }
    writer.end().end();
}

/// Text of the one child of that name; empty where there is none.
Result<std::string> textOf(xml::Node response, std::string_view name) {
    const auto children = response.children(kXdsNamespace, name);
    if (children.size() > 1) {
        return invalid(std::string{name} + " stands twice");
    }
    return children.empty() ? Result<std::string>{std::string{}} : children.front().plainText();
}

Result<std::string> readBytes(xml::Node response, const ihe::Attachments& attachments) {
    const auto documents = response.children(kXdsNamespace, "Document");
    if (documents.size() != 1) {
        return invalid("not exactly one Document");
    }
    return ihe::documentContent(documents.front(), attachments);
}

Result<RetrievedDocument> readDocument(xml::Node response, const ihe::Attachments& attachments) {
    auto home = textOf(response, "HomeCommunityId");
    auto repository = textOf(response, "RepositoryUniqueId");
    auto unique = textOf(response, "DocumentUniqueId");
    auto mimeType = textOf(response, "mimeType");
    for (const auto* field : {&home, &repository, &unique, &mimeType}) {
        if (!*field) {
            return passOn(*field);
        }
    }
    if (unique->empty()) {
        return invalid("DocumentUniqueId is missing");
    }
    std::optional<HomeCommunityId> community;
    if (!home->empty()) {
        auto parsed = parseHomeCommunityId(*home);
        if (!parsed) {
            return passOn(parsed);
        }
        community = std::move(*parsed);
    }
    auto bytes = readBytes(response, attachments);
    if (!bytes) {
        return passOn(bytes);
    }
    return RetrievedDocument{{std::move(community), std::move(*repository), std::move(*unique)},
                             std::move(*mimeType),
                             std::move(*bytes)};
}

Result<RetrieveAnswer> readAnswer(xml::Node body, const ihe::Attachments& attachments) {
    if (!body.is(kXdsNamespace, "RetrieveDocumentSetResponse")) {
        return invalid("another element");
    }
    const auto registry = body.child(ihe::kRsNamespace, "RegistryResponse");
    if (!registry) {
        return invalid("RegistryResponse is missing");
    }
    auto errors = ihe::readErrorList(*registry);
    if (!errors) {
        return passOn(errors);
    }
    const auto status = ihe::statusFromWire(registry->attribute("status"));
    if (!status) {
        return invalid("status is missing or unknown");
    }
    RetrieveAnswer answer{{}, std::move(*errors), *status};
    for (const auto response : body.children(kXdsNamespace, "DocumentResponse")) {
        if (answer.documents.size() == kMostDocuments) {
            return invalid("more than 100 documents");
        }
        auto document = readDocument(response, attachments);
        if (!document) {
            return passOn(document);
        }
        answer.documents.push_back(std::move(*document));
    }
    return answer;
}

} // namespace

ihe::Status retrieveStatus(std::size_t asked, const RetrieveAnswer& answer) {
    if (answer.documents.empty()) {
        return ihe::Status::Failure;
    }
    const bool failed = std::ranges::any_of(
        answer.errors, [](const ihe::RegistryError& error) { return error.severity == Severity::Error; });
    return answer.documents.size() >= asked && !failed ? ihe::Status::Success : ihe::Status::PartialSuccess;
}

std::string writeRetrieveAnswer(const RetrieveAnswer& answer, const std::vector<std::string>& includes) {
    if (!includes.empty() && includes.size() != answer.documents.size()) {
        throw std::logic_error("one Content-ID per document, or none");
    }
    xml::Writer writer;
    writer.start("RetrieveDocumentSetResponse").attribute("xmlns", kXdsNamespace);
    writer.start("rs:RegistryResponse")
        .attribute("xmlns:rs", ihe::kRsNamespace)
        .attribute("status", ihe::wireStatus(answer.status));
    ihe::writeErrorList(writer, answer.errors);
    writer.end();
    for (std::size_t i = 0; i < answer.documents.size(); ++i) {
        writeDocument(writer, answer.documents[i], includes.empty() ? nullptr : &includes[i]);
    }
    writer.end();
    return writer.take();
}

Result<RetrieveAnswer> parseRetrieveAnswer(xml::Node body, const ihe::Attachments& attachments) {
    return ihe::asPeerAnswer(readAnswer(body, attachments));
}

} // namespace ncp::documents
