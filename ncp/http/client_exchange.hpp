#pragma once

#include "ncp/http/client.hpp"
#include "ncp/http/connection.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ncp::http {

struct Exchanged {
    Answer answer;
    bool reusable = false; ///< the connection can carry another request
};

struct ExchangeFault {
    Error error;
    bool connectionWasDead = false; ///< it ended before a byte of an answer came
};

/// One request and its answer over an open connection, both by the post's deadline. `host` is the Host field.
tl::expected<Exchanged, ExchangeFault> exchange(Connection& connection, const Client::Post& post,
                                                std::string_view host, std::string_view target,
                                                std::size_t answerLimit);

} // namespace ncp::http
