#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"
#include "certs/purpose.hpp"
#include "certs/revocation_source.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// What is asked of revocation. An answer that a certificate is revoked counts in every case.
struct RevocationRules {
    bool always = false; ///< without an answer a certificate is refused, also where nothing states a source
    std::chrono::hours acceptStale{0}; ///< how long a configured list that ended still counts where nothing
                                       ///< else answers
};

/// The NCP trust list: anchors by purpose, and revocation. No system authority is ever trusted.
/// Immutable after loading and safe to share; a reload makes a new one.
class TrustStore {
  public:
    struct Files {
        std::vector<std::filesystem::path> tlsServerAnchors;
        std::vector<std::filesystem::path> tlsClientAnchors;
        std::vector<std::filesystem::path> signatureAnchors;
        std::vector<std::filesystem::path> revocationLists; ///< PEM or DER CRLs, may be empty
        /// Whom each anchor may speak for: a table with the columns `anchor` (SHA-256 in hex, or a PEM file
        /// counted from the table's folder) and `countries` (codes with blanks between, or `*`). Empty: no
        /// limits. Where it is given, an anchor that is not in it is a fault.
        std::filesystem::path anchorCountries = {};
    };
    /// ConfigurationInvalid names the file that can't be read, or that holds a delta, indirect or partitioned
    /// revocation list (a critical extension). `source` answers what the configured lists don't; null:
    /// nobody.
    static Result<TrustStore> load(const Files& files, RevocationRules rules = {},
                                   std::shared_ptr<RevocationSource> source = nullptr);

    /// A path from the certificate to an anchor of that purpose, valid now, not revoked, digitalSignature
    /// allowed. The path is built once per certificate and cached by SHA-256 of its DER; times and revocation
    /// are looked at each time; where they speak against the path kept, another is looked for.
    /// SignatureNotValid (Purpose::Signature) or PeerUntrusted; the rule names what failed: "chain",
    /// "key-size" (RSA below 2048 or EC below 256 bits, or another kind than RSA, EC, Ed25519 and Ed448),
    /// "algorithm" (a signature with SHA-1 or MD5 on the path), "key-usage", "name-constraints" (RFC 5280,
    /// 4.2.1.10), "country" (the anchor may not speak for the certificate's C), "not-yet-valid", "expired",
    /// "revoked", "revocation-unknown".
    ///
    /// Revocation of each certificate below the anchor: a configured list of its issuer decides, when it is
    /// current and its issuer signed it; else the source is asked when the certificate states one (OCSP,
    /// distribution points). Without any answer the certificate is refused when a list of its issuer is
    /// configured, when it states a source, or when the rules say always. With
    /// RevocationEffort::KnownOnly an unknown revocation passes: a full check has to follow.
    Result<void> check(const Certificate& certificate, std::span<const Certificate> intermediates,
                       Purpose purpose, Instant now, RevocationEffort effort = RevocationEffort::Ask) const;

    /// The path that `check` goes by: leaf first, anchor last. Nothing is said of revocation.
    Result<std::vector<Certificate>> path(const Certificate& certificate,
                                          std::span<const Certificate> intermediates, Purpose purpose,
                                          Instant now) const;
    /// Hands an OCSP response that the peer showed with its certificate to the source.
    void learn(const Certificate& certificate, std::span<const Certificate> intermediates, Purpose purpose,
               std::string_view ocspResponse, Instant now) const;

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
