#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ncp::certs {

/// What a certificate is used for; each purpose has anchors of its own.
enum class Purpose : std::uint8_t { TlsServer, TlsClient, Signature };

/// The NCP trust list: anchors by purpose, and revocation lists. No system authority is ever trusted.
/// Immutable after loading and safe to share; a reload makes a new one.
class TrustStore {
  public:
    struct Files {
        std::vector<std::filesystem::path> tlsServerAnchors;
        std::vector<std::filesystem::path> tlsClientAnchors;
        std::vector<std::filesystem::path> signatureAnchors;
        std::vector<std::filesystem::path> revocationLists; ///< PEM or DER CRLs, may be empty
    };
    /// ConfigurationInvalid names the file that can't be read, or that holds a delta, indirect or partitioned
    /// revocation list (a critical extension).
    static Result<TrustStore> load(const Files& files);

    /// A path from the certificate to an anchor of that purpose, valid now, not revoked, digitalSignature
    /// allowed. The path is built once per certificate and cached by SHA-256 of its DER; times and revocation
    /// are looked at each time; where they speak against the path kept, another is looked for.
    /// SignatureNotValid (Purpose::Signature) or PeerUntrusted; the rule names what failed: "chain",
    /// "key-size" (RSA below 2048 or EC below 256 bits, or another kind than RSA, EC, Ed25519 and Ed448),
    /// "key-usage", "not-yet-valid", "expired", "revoked", "revocation-unknown". An issuer for whom a
    /// revocation list is configured must have one that its key signed and that is current, else the answer
    /// is "revocation-unknown"; an issuer without any configured list is not asked.
    Result<void> check(const Certificate& certificate, std::span<const Certificate> intermediates,
                       Purpose purpose, Instant now) const;

    const std::vector<Certificate>& anchors(Purpose purpose) const noexcept;

    TrustStore(TrustStore&&) noexcept;
    TrustStore& operator=(TrustStore&&) noexcept;
    ~TrustStore();

  private:
    struct State;
    explicit TrustStore(std::unique_ptr<State> state) noexcept;

    std::unique_ptr<State> state_;
};

} // namespace ncp::certs
