#pragma once

#include "tests/bench/node_under_load.hpp"
#include "tests/bench/tls_connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ncp::bench {

/// An HTTP request that can be sent again and again: each time its wsa:MessageID, and what else has to be its
/// own, is written anew in its place.
struct RequestTemplate {
    std::string name;
    std::string bytes;
    std::vector<std::size_t> slots; ///< where the twelve digits stand that are each request's own
    int status = 200;               ///< what has to come back
    std::string sign;               ///< what the right answer holds
};

/// Writes a number that no other request has.
void number(std::string& bytes, const std::vector<std::size_t>& slots, std::uint64_t value) noexcept;

/// What the load consists of: a request to an address that is not served (what HTTP, TLS and an audit row
/// cost by themselves), ITI-55, ITI-38, ITI-39 of the largest demonstration summary, and ITI-41 of a
/// dispensation that is a new one each time. The assertions are issued once, as for one clinician at work.
/// Asks the node for the document's id.
std::vector<RequestTemplate> requestTemplates(const NodeUnderLoad& node, const TlsClient& client);

} // namespace ncp::bench
