#include "ncp/http/resource_client.hpp"

#include "ncp/http/client_exchange.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/dial.hpp"
#include "ncp/http/head.hpp"
#include "ncp/http/tls_context.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <cstdint>

namespace ncp::http {
namespace {

struct Place {
    std::string host;
    std::uint16_t port = 0;
    bool secured = false;
    std::string authority; ///< host and port as the Host field has them
    std::string target;    ///< path and query, as the URL has them
};

/// The target is cut out of the URL: a parsed and rebuilt one would have other percent encodings.
Result<Place> parsePlace(const std::string& url) {
    const auto refused = [] { return fail(ErrorCode::InputRefused, "not an http or https URL"); };
    try {
        const Poco::URI uri{url};
        const bool secured = uri.getScheme() == "https";
        if ((!secured && uri.getScheme() != "http") || uri.getHost().empty() || !uri.getUserInfo().empty() ||
            !validFieldValue(url) || url.find_first_of(" #") != std::string::npos) {
            return refused();
        }
        const bool bracketed = uri.getHost().find(':') != std::string::npos;
        Place place{
            uri.getHost(), uri.getPort(), secured, bracketed ? "[" + uri.getHost() + "]" : uri.getHost(), {}};
        place.authority += ":" + std::to_string(place.port);
        const auto path = url.find('/', url.find("://") + 3);
        place.target = path == std::string::npos ? "/" : url.substr(path);
        return place;
    } catch (const Poco::Exception&) {
        return refused();
    }
}

} // namespace

struct ResourceClient::State {
    explicit State(Settings given)
        : settings(std::move(given)),
          tls(TlsContext::make(TlsRole::Client, settings.credential, settings.trust)) {}

    Settings settings;
    Result<std::unique_ptr<TlsContext>> tls;
};

ResourceClient::ResourceClient(Settings settings) : state_(std::make_unique<State>(std::move(settings))) {}

ResourceClient::~ResourceClient() = default;
ResourceClient::ResourceClient(ResourceClient&&) noexcept = default;

Result<Answer> ResourceClient::request(const ResourceRequest& request) const {
    const auto place = parsePlace(request.url);
    if (!place) {
        return passOn(place);
    }
    if (!validFieldValue(request.contentType)) {
        return fail(ErrorCode::InputRefused, "header field with control characters");
    }
    if (place->secured && !state_->tls) {
        return passOn(state_->tls);
    }
    auto socket = dial(place->host, place->port, request.deadline);
    if (!socket) {
        return passOn(socket);
    }
    Connection connection{*std::move(socket)};
    if (place->secured) {
        const auto done = connection.secure(**state_->tls, {place->host, place->authority}, request.deadline);
        if (!done) {
            return passOn(done);
        }
    }
    Client::Post post{request.url, request.contentType, request.body, {}, true, request.deadline};
    post.method = request.method;
    post.headers.emplace_back("Connection", "close");
    auto exchanged =
        exchange(connection, post, place->authority, place->target, state_->settings.answerLimit);
    return exchanged ? Result<Answer>{std::move(exchanged->answer)} : tl::unexpected{exchanged.error().error};
}

} // namespace ncp::http
