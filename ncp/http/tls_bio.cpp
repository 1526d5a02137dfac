#include "ncp/http/tls_bio.hpp"

#include "base/handle.hpp"

#include <cerrno>
#include <cstdint>
#include <openssl/bio.h>
#include <sys/socket.h>

namespace ncp::http {
namespace {

int descriptorOf(BIO* bio) noexcept {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool shouldRetry() noexcept {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int writeBytes(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(descriptorOf(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && shouldRetry()) {
        BIO_set_retry_write(bio);
    }
    return static_cast<int>(sent);
}

int readBytes(BIO* bio, char* buffer, int size) {
    BIO_clear_retry_flags(bio);
    const auto received = ::recv(descriptorOf(bio), buffer, static_cast<std::size_t>(size), 0);
    if (received < 0 && shouldRetry()) {
        BIO_set_retry_read(bio);
    }
    return static_cast<int>(received);
}

long control(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

Handle<BIO_METHOD, &BIO_meth_free> makeMethod() {
    Handle<BIO_METHOD, &BIO_meth_free> method{
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "non-blocking socket")};
    if (method) {
        BIO_meth_set_write(method.get(), &writeBytes);
        BIO_meth_set_read(method.get(), &readBytes);
        BIO_meth_set_ctrl(method.get(), &control);
    }
    return method;
}

} // namespace

bio_st* makeSocketBio(int descriptor) {
    static const auto method = makeMethod();
    BIO* bio = method ? BIO_new(method.get()) : nullptr;
    if (bio != nullptr) {
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
        BIO_set_init(bio, 1);
    }
    return bio;
}

} // namespace ncp::http
