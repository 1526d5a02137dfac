#include "ncp/soap/envelope.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace ncp;

/// What was read from a message is what a message written from it says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const xml::Runtime runtime;
    const auto read = soap::parseEnvelope(fuzz::textOf(data, size), "");
    if (!read || !read->body || !read->messageId) {
        return 0;
    }
    const auto correlation = read->correlation.value_or(*CorrelationId::parse("correlation-1"));
    std::vector<std::string> assertions;
    for (const auto assertion : read->assertions) {
        assertions.push_back(assertion.serialize());
    }
    const auto written = soap::writeRequest({"to", read->action, *read->messageId, correlation, assertions},
                                            read->body->serialize());
    const auto again = soap::parseEnvelope(written, "");
    // Beside the writer's own frame a message may touch a limit that it kept before.
    if (!again) {
        fuzz::require(again.error().code == ErrorCode::XmlLimitExceeded);
        return 0;
    }
    fuzz::require(again->action == read->action);
    fuzz::require(again->messageId == read->messageId);
    fuzz::require(again->correlation == correlation);
    fuzz::require(again->assertions.size() == read->assertions.size());
    fuzz::require(again->body && again->body->name() == read->body->name());
    return 0;
}
