#include "ncp/identify/client_b.hpp"

#include "ncp/identify/messages.hpp"

#include <utility>

namespace ncp::identify {
namespace {

DiscoveryRequest requestFor(Random& random, const Inquiry& inquiry) {
    return {{makeUuid(random), {}},       inquiry.now,
            inquiry.peer.homeCommunityId, inquiry.own,
            {makeUuid(random), {}},       inquiry.search.identifiers,
            inquiry.search.demographics};
}

} // namespace

Discovered discover(http::Client& client, Random& random, const Inquiry& inquiry) {
    const auto request = requestFor(random, inquiry);
    const soap::Exchange exchange{inquiry.peer.patientDiscovery,
                                  {inquiry.peer.patientDiscovery, std::string{kRequestAction},
                                   inquiry.messageId, inquiry.correlation, inquiry.assertions},
                                  writeRequest(request),
                                  kResponseAction,
                                  true,
                                  inquiry.deadline,
                                  inquiry.peer.country,
                                  inquiry.peer.patientDiscoveryCertificate};
    auto exchanged = soap::exchange(client, exchange);
    if (!exchanged) {
        return {passOn(exchanged), {}};
    }
    auto answer = parseAnswer(*exchanged->envelope.body);
    if (!answer) {
        return {fail(ErrorCode::PeerAnswerInvalid, answer.error().detail), std::move(exchanged->traffic)};
    }
    auto traffic = std::move(exchanged->traffic);
    traffic.tolerated.insert(traffic.tolerated.end(), answer->tolerated.begin(), answer->tolerated.end());
    if (auto allowed = inquiry.peer.allow(traffic.tolerated); !allowed) {
        return {passOn(allowed), std::move(traffic)};
    }
    if (answer->targetMessage && answer->targetMessage->root != request.id.root) {
        return {failRule(ErrorCode::PeerAnswerInvalid, "answer-target-message",
                         "the answer is for another request"),
                std::move(traffic)};
    }
    if (answer->matches.empty()) {
        return {tl::unexpected<Error>{refusalError(*answer)}, std::move(traffic)};
    }
    return {std::move(answer->matches), std::move(traffic)};
}

} // namespace ncp::identify
