#include "tests/bench/tls_connection.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ncp::bench {
namespace {

constexpr std::string_view kLength = "Content-Length: ";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

int dial(std::uint16_t port) {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(made);
        stop("no connection to port " + std::to_string(port));
    }
    const int on = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

std::size_t numberAfter(std::string_view text, std::size_t at) {
    std::size_t number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number);
    return number;
}

} // namespace

void stop(const std::string& why) {
    throw std::runtime_error(why);
}

TlsClient::TlsClient(const std::string& keyFile, const std::string& chainFile,
                     const std::string& authorityFile)
    : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(native(), TLS1_3_VERSION);
    SSL_CTX_set_verify(native(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(native(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    if (SSL_CTX_use_PrivateKey_file(native(), keyFile.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_certificate_chain_file(native(), chainFile.c_str()) != 1 ||
        SSL_CTX_load_verify_locations(native(), authorityFile.c_str(), nullptr) != 1) {
        stop("the TLS files of the load client can't be used");
    }
}

TlsConnection::TlsConnection(const TlsClient& client, std::uint16_t port, SSL_SESSION* resume)
    : socket_(dial(port)), tls_(SSL_new(client.native())) {
    SSL_set_fd(tls_.get(), socket_);
    if (resume != nullptr) {
        SSL_set_session(tls_.get(), resume);
    }
    if (SSL_connect(tls_.get()) != 1) {
        close(socket_);
        stop("the TLS handshake failed");
    }
}

TlsConnection::~TlsConnection() {
    SSL_shutdown(tls_.get());
    close(socket_);
}

void TlsConnection::send(std::string_view bytes) {
    std::size_t written = 0;
    if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written) != 1 || written != bytes.size()) {
        stop("a request could not be sent");
    }
}

void TlsConnection::receive(std::string& into) {
    std::array<char, 16 * 1024> piece; // NOLINT: filled before it is read
    std::size_t got = 0;
    if (SSL_read_ex(tls_.get(), piece.data(), piece.size(), &got) != 1) {
        stop("the node closed a connection in the middle of an answer");
    }
    into.append(piece.data(), got);
}

void TlsConnection::exchange(std::string_view request, Answer& answer) {
    send(request);
    auto& bytes = answer.body;
    bytes.clear();
    auto end = std::string::npos;
    while (end == std::string::npos) {
        receive(bytes);
        end = bytes.find(kHeadEnd);
    }
    const std::string_view head{bytes.data(), end};
    const auto length = head.find(kLength);
    if (length == std::string_view::npos) {
        stop("an answer without Content-Length");
    }
    const auto bodyStart = end + kHeadEnd.size();
    const auto whole = bodyStart + numberAfter(head, length + kLength.size());
    answer.status = static_cast<int>(numberAfter(head, head.find(' ') + 1));
    while (bytes.size() < whole) {
        receive(bytes);
    }
}

bool TlsConnection::resumed() const noexcept {
    return SSL_session_reused(tls_.get()) == 1;
}

TlsConnection::Session TlsConnection::session() const {
    return Session{SSL_get1_session(tls_.get())};
}

} // namespace ncp::bench
