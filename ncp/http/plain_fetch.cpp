#include "ncp/http/plain_fetch.hpp"

#include "ncp/http/client_exchange.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/dial.hpp"
#include "ncp/http/head.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <cstdint>
#include <utility>

namespace ncp::http {
namespace {

struct Address {
    std::string host;
    std::uint16_t port = 0;
    std::string authority;
    std::string target;
};

Result<Address> parseAddress(const std::string& url) {
    try {
        const Poco::URI uri{url};
        if (uri.getScheme() != "http" || uri.getHost().empty() || !uri.getUserInfo().empty()) {
            return fail(ErrorCode::InputRefused, "not an http URL");
        }
        const bool bracketed = uri.getHost().find(':') != std::string::npos;
        Address address{uri.getHost(), uri.getPort(), bracketed ? "[" + uri.getHost() + "]" : uri.getHost(),
                        uri.getPathAndQuery()};
        address.authority += ":" + std::to_string(address.port);
        if (address.target.empty() || address.target.front() != '/') {
            address.target.insert(0, "/");
        }
        if (!validFieldValue(address.authority) || !validFieldValue(address.target) ||
            address.target.find(' ') != std::string::npos) {
            return fail(ErrorCode::InputRefused, "not an http URL");
        }
        return address;
    } catch (const Poco::Exception&) {
        return fail(ErrorCode::InputRefused, "not a URL");
    }
}

} // namespace

Result<std::string> fetchPlain(const certs::PlainRequest& request) {
    const auto address = parseAddress(request.url);
    if (!address) {
        return passOn(address);
    }
    auto socket = dial(address->host, address->port, request.deadline);
    if (!socket) {
        return passOn(socket);
    }
    Client::Post post;
    post.url = request.url;
    post.contentType = request.contentType;
    post.body = request.body;
    post.deadline = request.deadline;
    post.method = request.body.empty() ? "GET" : "POST";
    Connection connection{*socket};
    auto exchanged = exchange(connection, post, address->authority, address->target, request.answerLimit);
    if (!exchanged) {
        return tl::unexpected{exchanged.error().error};
    }
    if (exchanged->answer.status != 200) {
        return fail(ErrorCode::PeerAnswerInvalid, "HTTP " + std::to_string(exchanged->answer.status));
    }
    return std::move(exchanged->answer.body);
}

} // namespace ncp::http
