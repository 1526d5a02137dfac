#include "ncp/app/smp_server.hpp"

#include "ncp/discovery/signed_metadata.hpp"

#include <utility>

namespace ncp::app {
namespace {

http::ServerSettings settingsFor(const SmpListen& listen) {
    http::ServerSettings settings;
    settings.address = listen.address;
    settings.port = listen.port;
    settings.bodyLimit = discovery::kMetadataLimit;
    settings.acceptsChanges = true;
    return settings;
}

} // namespace

Result<std::unique_ptr<SmpServer>> SmpServer::start(const SmpConfiguration& configuration,
                                                    const KeyRing& keys, const Clock& clock, Logger& log) {
    auto signer = certs::loadCredential(configuration.key, configuration.chain);
    if (!signer) {
        return passOn(signer);
    }
    std::unique_ptr<SmpServer> made{new SmpServer{
        {configuration.folder, *std::move(signer), [&keys] { return keys.inForce()->trust; }, clock}}};
    const auto handler = [self = made.get()](const http::Request& request) {
        return self->service_.handle(request);
    };
    const auto onRefusal = [](const http::ConnectionRefusal&) {};
    auto settings = settingsFor(configuration.listen);
    const auto inForce = keys.inForce();
    settings.tls = http::ServerTls{inForce->tlsServer, inForce->trust, {}};
    auto secured = http::Server::start(std::move(settings), handler, onRefusal, log);
    if (!secured) {
        return passOn(secured);
    }
    made->secured_ = std::move(*secured);
    if (configuration.plain) {
        auto plain = http::Server::start(settingsFor(*configuration.plain), handler, onRefusal, log);
        if (!plain) {
            return passOn(plain);
        }
        made->plain_ = std::move(*plain);
    }
    return made;
}

Result<void> SmpServer::renew(const KeysInForce& keys) {
    return secured_->renewTls({keys.tlsServer, keys.trust, {}});
}

bool SmpServer::stop(Deadline until) {
    const bool finished = secured_->stop(until);
    return (!plain_ || plain_->stop(until)) && finished;
}

} // namespace ncp::app
