#include "ncp/discovery/resolver.hpp"

#include "base/handle.hpp"

#include <algorithm>
#include <ares.h>
#include <arpa/nameser.h>
#include <array>
#include <memory>
#include <optional>
#include <poll.h>
#include <span>
#include <stdexcept>

namespace ncp::discovery {
namespace {

constexpr int kTries = 3;

using Channel = Handle<ares_channeldata, &ares_destroy>;
using NaptrReplies = Handle<ares_naptr_reply, &ares_free_data>;

struct Reply {
    int status = ARES_SUCCESS;
    std::vector<NaptrRecord> records;
};

std::string textOf(const unsigned char* text) {
    return text == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(text)};
}

Reply parse(std::span<const unsigned char> answer) {
    ares_naptr_reply* list = nullptr;
    Reply reply{ares_parse_naptr_reply(answer.data(), static_cast<int>(answer.size()), &list), {}};
    const NaptrReplies owner{list};
    for (const auto* at = list; at != nullptr; at = at->next) {
        reply.records.push_back({at->order, at->preference, textOf(at->flags), textOf(at->service),
                                 textOf(at->regexp), at->replacement == nullptr ? "" : at->replacement});
    }
    return reply;
}

void onAnswer(void* place, int status, int /*timeouts*/, unsigned char* answer, int length) noexcept {
    auto& reply = *static_cast<std::optional<Reply>*>(place);
    try {
        reply =
            status == ARES_SUCCESS ? parse({answer, static_cast<std::size_t>(length)}) : Reply{status, {}};
    } catch (const std::exception&) {
        reply = Reply{ARES_ENOMEM, {}};
    }
}

Result<Channel> openChannel(const Resolver::Settings& settings) {
    ares_options options{};
    options.timeout = static_cast<int>(settings.timeout.count());
    options.tries = kTries;
    ares_channel opened = nullptr;
    if (ares_init_options(&opened, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) != ARES_SUCCESS) {
        return fail(ErrorCode::DiscoveryNotPossible, "the resolver can't start");
    }
    Channel channel{opened};
    std::string servers;
    for (const auto& server : settings.nameServers) {
        servers += (servers.empty() ? "" : ",") + server;
    }
    if (!servers.empty() && ares_set_servers_ports_csv(channel.get(), servers.c_str()) != ARES_SUCCESS) {
        return fail(ErrorCode::ConfigurationInvalid, "a name server is not address:port");
    }
    return channel;
}

/// Waits for the channel's sockets once, no longer than the library or the deadline wants; false at the
/// deadline.
bool drive(ares_channeldata* channel, Deadline deadline) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const auto wanted = static_cast<unsigned>(ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM));
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
    nfds_t count = 0;
    for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        const short events = static_cast<short>((ARES_GETSOCK_READABLE(wanted, i) != 0 ? POLLIN : 0) |
                                                (ARES_GETSOCK_WRITABLE(wanted, i) != 0 ? POLLOUT : 0));
        if (events != 0) {
            polled.at(count++) = {sockets.at(i), events, 0};
        }
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
        return false;
    }
    timeval most{static_cast<time_t>(left.count() / 1000),
                 static_cast<suseconds_t>((left.count() % 1000) * 1000)};
    timeval chosen{};
    const auto* wait = ares_timeout(channel, &most, &chosen);
    const auto milliseconds = static_cast<int>(wait->tv_sec * 1000 + wait->tv_usec / 1000 + 1);
    const int ready = ::poll(polled.data(), count, milliseconds);
    if (ready <= 0) {
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        return true;
    }
    for (nfds_t i = 0; i < count; ++i) {
        const auto& one = polled.at(i);
        const bool readable = (one.revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        ares_process_fd(channel, readable ? one.fd : ARES_SOCKET_BAD,
                        (one.revents & POLLOUT) != 0 ? one.fd : ARES_SOCKET_BAD);
    }
    return true;
}

} // namespace

/// The library's start-up; it counts its users.
class Resolver::Library {
  public:
    Library() {
        if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
            throw std::runtime_error{"the resolver's library can't start"};
        }
    }
    ~Library() { ares_library_cleanup(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

Resolver::Resolver(Settings settings)
    : library_(std::make_shared<const Library>()), settings_(std::move(settings)) {}

Result<std::vector<NaptrRecord>> Resolver::naptr(const std::string& name, Deadline deadline) const {
    // Outlives the channel: destroying that one answers what is still open.
    std::optional<Reply> reply;
    auto channel = openChannel(settings_);
    if (!channel) {
        return passOn(channel);
    }
    ares_query(channel->get(), name.c_str(), ns_c_in, ns_t_naptr, &onAnswer, &reply);
    while (!reply && drive(channel->get(), deadline)) {
    }
    if (!reply) {
        return fail(ErrorCode::DiscoveryNotPossible, "no name server answered in time");
    }
    if (reply->status == ARES_ENOTFOUND || reply->status == ARES_ENODATA) {
        return fail(ErrorCode::PeerNotFound, "the SML does not know it");
    }
    if (reply->status != ARES_SUCCESS) {
        return fail(ErrorCode::DiscoveryNotPossible,
                    std::string{"name look-up failed: "} + ares_strerror(reply->status));
    }
    return std::move(reply->records);
}

} // namespace ncp::discovery
