#include "base/xml/writer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/ihe/ebxml.hpp"

#include <algorithm>
#include <utility>

namespace ncp::documents {
namespace {

using ihe::kXdsNamespace;

constexpr std::size_t kMostDocuments = 100;

tl::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, "RetrieveDocumentSetRequest: " + std::string{what});
}

/// Text of the one child of that name.
Result<std::optional<std::string>> textOf(xml::Node request, std::string_view name) {
    const auto children = request.children(kXdsNamespace, name);
    if (children.empty()) {
        return std::nullopt;
    }
    if (children.size() > 1) {
        return malformed(std::string{name} + " stands twice");
    }
    auto text = children.front().plainText();
    if (!text) {
        return passOn(text);
    }
    if (text->empty() || text->size() > ihe::kLongName) {
        return malformed(std::string{name} + " is empty or too long");
    }
    return std::move(*text);
}

Result<RetrieveRequest> readRequest(xml::Node request) {
    auto home = textOf(request, "HomeCommunityId");
    auto repository = textOf(request, "RepositoryUniqueId");
    auto document = textOf(request, "DocumentUniqueId");
    for (const auto* field : {&home, &repository, &document}) {
        if (!*field) {
            return passOn(*field);
        }
    }
    if (!*repository || !*document) {
        return malformed("RepositoryUniqueId or DocumentUniqueId is missing");
    }
    std::optional<HomeCommunityId> community;
    if (*home) {
        auto parsed = parseHomeCommunityId(**home);
        if (!parsed) {
            return passOn(parsed);
        }
        community = std::move(*parsed);
    }
    return RetrieveRequest{std::move(community), std::move(**repository), std::move(**document)};
}

bool hasBareCommunity(xml::Node request) {
    const auto home = request.child(kXdsNamespace, "HomeCommunityId");
    return home && !home->text().starts_with("urn:oid:");
}

} // namespace

std::string writeRetrieve(const std::vector<RetrieveRequest>& requests) {
    xml::Writer writer;
    writer.start("RetrieveDocumentSetRequest").attribute("xmlns", kXdsNamespace);
    for (const auto& request : requests) {
        writer.start("DocumentRequest");
        if (request.homeCommunityId) {
            writer.leaf("HomeCommunityId", urn(*request.homeCommunityId));
        }
        writer.leaf("RepositoryUniqueId", request.repositoryUniqueId)
            .leaf("DocumentUniqueId", request.documentUniqueId)
            .end();
    }
    writer.end();
    return writer.take();
}

Result<ReceivedRetrieve> parseRetrieve(xml::Node body) {
    if (!body.is(kXdsNamespace, "RetrieveDocumentSetRequest")) {
        return malformed("another element");
    }
    const auto asked = body.children(kXdsNamespace, "DocumentRequest");
    if (asked.empty() || asked.size() > kMostDocuments) {
        return malformed("no DocumentRequest, or more than 100");
    }
    ReceivedRetrieve received;
    for (const auto node : asked) {
        auto request = readRequest(node);
        if (!request) {
            return passOn(request);
        }
        received.requests.push_back(std::move(*request));
    }
    if (std::ranges::any_of(asked, hasBareCommunity)) {
        received.tolerated.emplace_back(kBareCommunityTolerance);
    }
    return received;
}

} // namespace ncp::documents
