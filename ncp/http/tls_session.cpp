#include "ncp/http/tls_session.hpp"

#include "ncp/http/tls_bio.hpp"
#include "ncp/http/tls_verification.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace ncp::http {
namespace {

constexpr int kReasonOfAlertZero = SSL_AD_REASON_OFFSET;

bool isAddress(const std::string& host) {
    const std::unique_ptr<ASN1_OCTET_STRING, void (*)(ASN1_OCTET_STRING*)> address{
        a2i_IPADDRESS(host.c_str()), &ASN1_OCTET_STRING_free};
    return address != nullptr;
}

void expectHost(SSL* ssl, const std::string& host) {
    X509_VERIFY_PARAM* rules = SSL_get0_param(ssl);
    if (isAddress(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
        return;
    }
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                               X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
    SSL_set_tlsext_host_name(ssl, host.c_str());
}

bool carriesHost(X509* certificate, const std::string& host) {
    if (isAddress(host)) {
        return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
    }
    return X509_check_host(certificate, host.c_str(), host.size(),
                           X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                           nullptr) == 1;
}

bool alertOnOurCertificate(int reason) {
    const int alert = reason - kReasonOfAlertZero;
    constexpr std::array kAlerts{SSL_AD_BAD_CERTIFICATE,     SSL_AD_UNSUPPORTED_CERTIFICATE,
                                 SSL_AD_CERTIFICATE_REVOKED, SSL_AD_CERTIFICATE_EXPIRED,
                                 SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_UNKNOWN_CA,
                                 SSL_AD_ACCESS_DENIED,       TLS13_AD_CERTIFICATE_REQUIRED};
    return std::find(kAlerts.begin(), kAlerts.end(), alert) != kAlerts.end();
}

std::string describe(int reason, TlsRole role) {
    switch (reason) {
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
        return "plain HTTP on a TLS port";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
        return role == TlsRole::Client ? "the peer does not speak TLS" : "not TLS";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return "no common TLS version";
    case SSL_R_NO_SHARED_CIPHER:
        return "no common cipher";
    default:
        break;
    }
    if (alertOnOurCertificate(reason)) {
        return std::string{"the peer refused our certificate: "} +
               SSL_alert_desc_string_long(reason - kReasonOfAlertZero);
    }
    const char* text = ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, reason));
    return text == nullptr ? "TLS failed" : text;
}

} // namespace

TlsSession::TlsSession(const TlsContext& context, int descriptor, Peer peer)
    : context_(context), descriptor_(descriptor), peer_(std::move(peer)),
      verification_(std::make_unique<Verification>()), ssl_(SSL_new(context.native()), &SSL_free) {
    BIO* bio = makeSocketBio(descriptor);
    if (!ssl_ || bio == nullptr) {
        BIO_free(bio);
        throw std::bad_alloc{};
    }
    SSL_set_bio(ssl_.get(), bio, bio);
    verification_->context = &context_;
    verification_->sessionKey = peer_.sessionKey;
    SSL_set_app_data(ssl_.get(), verification_.get());
    if (context_.role() == TlsRole::Server) {
        SSL_set_accept_state(ssl_.get());
        return;
    }
    SSL_set_connect_state(ssl_.get());
    expectHost(ssl_.get(), peer_.host);
    SSL_set_tlsext_status_type(ssl_.get(), TLSEXT_STATUSTYPE_ocsp);
    if (const auto session = context_.session(peer_.sessionKey)) {
        SSL_set_session(ssl_.get(), session.get());
    }
}

TlsSession::~TlsSession() {
    // A connection that is dropped without the closing handshake is no reason to throw its session away.
    SSL_set_quiet_shutdown(ssl_.get(), 1);
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

template <class Operation>
IoResult TlsSession::drive(Operation operation, Deadline deadline) {
    while (std::chrono::steady_clock::now() < deadline) {
        ERR_clear_error();
        const int outcome = operation();
        if (outcome > 0) {
            return {IoStatus::Done, static_cast<std::size_t>(outcome)};
        }
        const int error = SSL_get_error(ssl_.get(), outcome);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
            const auto wanted = error == SSL_ERROR_WANT_READ ? Readiness::Readable : Readiness::Writable;
            if (!waitUntilReady(descriptor_, wanted, deadline)) {
                break;
            }
            continue;
        }
        if (error == SSL_ERROR_ZERO_RETURN) {
            return {IoStatus::Closed, 0};
        }
        if (error == SSL_ERROR_SSL) {
            failureReason_ = ERR_GET_REASON(ERR_peek_error());
            failure_ = describe(failureReason_, context_.role());
        }
        ERR_clear_error();
        return {IoStatus::Failed, 0};
    }
    return {IoStatus::TimedOut, 0};
}

Result<void> TlsSession::handshake(Deadline deadline) {
    const auto ended = drive([&] { return SSL_do_handshake(ssl_.get()); }, deadline);
    if (ended.status != IoStatus::Done) {
        if (context_.role() == TlsRole::Client) {
            context_.forgetSession(peer_.sessionKey);
        }
        return explain(ended);
    }
    if (const auto adopted = adoptPeer(); !adopted) {
        return adopted;
    }
    if (context_.role() == TlsRole::Client) {
        adoptStaple();
    }
    auto checked = checkPeer(context_);
    if (!checked && context_.role() == TlsRole::Client) {
        context_.forgetSession(peer_.sessionKey);
    }
    return checked;
}

/// What the server shows of its own revocation, where it shows any.
void TlsSession::adoptStaple() {
    const unsigned char* response = nullptr;
    const long length = SSL_get_tlsext_status_ocsp_resp(ssl_.get(), &response);
    if (response != nullptr && length > 0) {
        context_.learn(*verification_->certificate, verification_->intermediates,
                       {reinterpret_cast<const char*>(response), static_cast<std::size_t>(length)});
    }
}

Result<void> TlsSession::explain(const IoResult& ended) {
    if (verification_->fault) {
        return tl::unexpected<Error>{*verification_->fault};
    }
    if (ended.status == IoStatus::TimedOut) {
        return failRule(ErrorCode::DeadlineExceeded, "handshake-timeout", "TLS handshake not done in time");
    }
    if (failureReason_ == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
        return failRule(ErrorCode::NoClientCertificate, "no-client-certificate", "no client certificate");
    }
    if (failure_.empty() || failureReason_ == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        return failRule(ErrorCode::ConnectionNotPossible, "closed", "closed during the TLS handshake");
    }
    return failRule(ErrorCode::ConnectionNotPossible, "tls", failure_);
}

/// A resumed handshake shows no certificates; those of the first one stand in the session.
Result<void> TlsSession::adoptPeer() {
    X509* leaf = SSL_get0_peer_certificate(ssl_.get());
    if (leaf == nullptr) {
        return failRule(ErrorCode::NoClientCertificate, "no-client-certificate", "no certificate");
    }
    if (context_.role() == TlsRole::Client && !carriesHost(leaf, peer_.host)) {
        return failRule(ErrorCode::PeerUntrusted, "host-name", "the certificate does not name the host");
    }
    if (verification_->certificate) {
        return {};
    }
    auto certificate = context_.certificate(leaf);
    if (!certificate) {
        return passOn(certificate);
    }
    STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl_.get());
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        auto other = context_.certificate(sk_X509_value(chain, i));
        if (other && !(*other == *certificate)) {
            verification_->intermediates.push_back(*std::move(other));
        }
    }
    verification_->certificate = *std::move(certificate);
    return {};
}

Result<void> TlsSession::checkPeer(const TlsContext& current) const {
    return current.check(*verification_->certificate, verification_->intermediates);
}

Result<std::vector<certs::Certificate>> TlsSession::peerPath() const {
    return context_.path(*verification_->certificate, verification_->intermediates);
}

IoResult TlsSession::read(char* buffer, std::size_t size, Deadline deadline) {
    const int part = static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
    return drive([&] { return SSL_read(ssl_.get(), buffer, part); }, deadline);
}

IoStatus TlsSession::write(const char* bytes, std::size_t size, Deadline deadline) {
    std::size_t sent = 0;
    while (sent < size) {
        const auto part =
            static_cast<int>(std::min<std::size_t>(size - sent, std::numeric_limits<int>::max()));
        const auto result = drive([&] { return SSL_write(ssl_.get(), bytes + sent, part); }, deadline);
        if (result.status != IoStatus::Done) {
            return result.status;
        }
        sent += result.bytes;
    }
    return IoStatus::Done;
}

void TlsSession::sayGoodbye() noexcept {
    ERR_clear_error();
    if (SSL_is_init_finished(ssl_.get()) == 1) {
        SSL_shutdown(ssl_.get());
    }
    ERR_clear_error();
}

bool TlsSession::idleAndOpen() {
    char next = 0;
    ERR_clear_error();
    const int outcome = SSL_peek(ssl_.get(), &next, 1);
    const bool waiting = outcome <= 0 && SSL_get_error(ssl_.get(), outcome) == SSL_ERROR_WANT_READ;
    ERR_clear_error();
    return waiting;
}

bool TlsSession::resumed() const noexcept {
    return SSL_session_reused(ssl_.get()) == 1;
}

const std::optional<certs::Certificate>& TlsSession::peerCertificate() const noexcept {
    return verification_->certificate;
}

} // namespace ncp::http
