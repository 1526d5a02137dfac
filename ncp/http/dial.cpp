#include "ncp/http/dial.hpp"

#include "ncp/http/transport.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace ncp::http {
namespace {

using Poco::Net::IPAddress;

/// A look-up on a thread of its own: the system's resolver knows no deadline. Whoever waits may leave
/// earlier.
class Lookup {
  public:
    static std::shared_ptr<Lookup> start(const std::string& host) {
        auto lookup = std::make_shared<Lookup>();
        std::thread{[lookup, host] { lookup->resolve(host); }}.detach();
        return lookup;
    }

    /// Nothing when the deadline passed first; no addresses when the name is not known.
    std::optional<std::vector<IPAddress>> wait(Deadline deadline) {
        std::unique_lock lock{mutex_};
        if (!done_.wait_until(lock, deadline, [&] { return addresses_.has_value(); })) {
            return std::nullopt;
        }
        return addresses_;
    }

  private:
    void resolve(const std::string& host) noexcept {
        std::vector<IPAddress> found;
        try {
            found = Poco::Net::DNS::hostByName(host).addresses();
        } catch (const std::exception&) {
            found.clear(); // not known: what the caller is told
        }
        const std::scoped_lock lock{mutex_};
        addresses_ = std::move(found);
        done_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable done_;
    std::optional<std::vector<IPAddress>> addresses_;
};

Result<std::vector<IPAddress>> addressesOf(const std::string& host, Deadline deadline) {
    if (IPAddress literal; IPAddress::tryParse(host, literal)) {
        return std::vector{literal};
    }
    auto found = Lookup::start(host)->wait(deadline);
    if (!found) {
        return fail(ErrorCode::DeadlineExceeded, "name look-up took too long");
    }
    if (found->empty()) {
        return fail(ErrorCode::ConnectionNotPossible, "name not known");
    }
    return *std::move(found);
}

std::string describe(int error) {
    switch (error) {
    case ECONNREFUSED:
        return "connection refused";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "network not reachable";
    case ETIMEDOUT:
        return "connection attempt timed out";
    default:
        return "connection failed";
    }
}

Result<Poco::Net::StreamSocket> connectTo(const IPAddress& address, std::uint16_t port, Deadline deadline) {
    try {
        Poco::Net::StreamSocket socket;
        socket.connectNB(Poco::Net::SocketAddress{address, port});
        if (!waitUntilReady(socket.impl()->sockfd(), Readiness::Writable, deadline)) {
            return fail(ErrorCode::DeadlineExceeded, "connection attempt timed out");
        }
        if (const int error = socket.impl()->socketError(); error != 0) {
            return fail(ErrorCode::ConnectionNotPossible, describe(error));
        }
        return socket;
    } catch (const Poco::Net::ConnectionRefusedException&) {
        return fail(ErrorCode::ConnectionNotPossible, describe(ECONNREFUSED));
    } catch (const Poco::Exception& thrown) {
        return fail(ErrorCode::ConnectionNotPossible, describe(thrown.code()));
    }
}

} // namespace

Result<Poco::Net::StreamSocket> dial(const std::string& host, std::uint16_t port, Deadline deadline) {
    const auto addresses = addressesOf(host, deadline);
    if (!addresses) {
        return passOn(addresses);
    }
    Result<Poco::Net::StreamSocket> last = fail(ErrorCode::ConnectionNotPossible, "name not known");
    for (const auto& address : *addresses) {
        last = connectTo(address, port, deadline);
        if (last || last.error().code == ErrorCode::DeadlineExceeded) {
            break;
        }
    }
    return last;
}

} // namespace ncp::http
