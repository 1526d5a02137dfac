#include "ncp/identify/messages.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace ncp;

namespace {

void checkRequest(const identify::ReceivedRequest& received) {
    const auto document = fuzz::parse(identify::writeRequest(received.request));
    fuzz::require(document.has_value());
    const auto again = identify::parseRequest(document->root());
    fuzz::require(again.has_value());
    fuzz::require(again->request.id == received.request.id);
    fuzz::require(again->request.identifiers == received.request.identifiers);
    fuzz::require(again->request.demographics == received.request.demographics);
    const identify::Answer answer{received.request.id,
                                  received.request.creationTime,
                                  received.request.receiver,
                                  {},
                                  identify::refusal(Error{ErrorCode::PatientNoMatch, {}, {}})};
    const auto written = identify::writeAnswer(answer, received);
    fuzz::require(written.has_value());
    const auto echoed = fuzz::parse(*written);
    fuzz::require(echoed.has_value());
    fuzz::require(identify::parseAnswer(echoed->root()).has_value());
}

void checkAnswer(const identify::ReceivedAnswer& received) {
    const auto community = *HomeCommunityId::parse("2.25.1");
    const identify::DiscoveryRequest request{{"1", "2"}, {}, community, community, {"1", ""}, {}, {}};
    const identify::ReceivedRequest asked{request, "V3PR1", "1", "new", "<parameterList/>", "<device/>"};
    const auto written =
        identify::writeAnswer({{"1", ""}, {}, community, received.matches, std::nullopt}, asked);
    if (!written) {
        return; // a match that we would not send
    }
    const auto document = fuzz::parse(*written);
    fuzz::require(document.has_value());
    const auto again = identify::parseAnswer(document->root());
    fuzz::require(again && again->matches == received.matches);
}

} // namespace

/// Requests and answers that are read can be written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = fuzz::parse(fuzz::textOf(data, size));
    if (!document) {
        return 0;
    }
    if (const auto request = identify::parseRequest(document->root())) {
        checkRequest(*request);
    }
    if (const auto answer = identify::parseAnswer(document->root())) {
        checkAnswer(*answer);
    }
    return 0;
}
