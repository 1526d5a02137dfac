#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct x509_st;

namespace ncp::certs {

/// An X.509 certificate: a shared, immutable value, decoded once.
class Certificate {
  public:
    static Result<Certificate> fromDer(std::string_view der);
    /// The first certificate of a PEM text.
    static Result<Certificate> fromPem(std::string_view pem);
    /// Every certificate of a PEM text, in its order; at least one.
    static Result<std::vector<Certificate>> chainFromPem(std::string_view pem);

    const std::string& der() const noexcept;
    std::string pem() const;
    const std::string& sha256() const noexcept; ///< 32 bytes, of the DER
    std::string fingerprint() const;            ///< SHA-256 in lower-case hex

    std::string subject() const;                ///< RFC 2253
    std::string issuer() const;                 ///< RFC 2253
    std::string commonName() const;             ///< first CN, by NID; empty where absent
    std::optional<std::string> country() const; ///< C of the subject by NID, upper case
    std::vector<std::string> dnsNames() const;  ///< SAN
    Instant notBefore() const noexcept;
    Instant notAfter() const noexcept;
    bool allowsDigitalSignature() const noexcept; ///< key usage digitalSignature, or no key usage extension
    bool isAuthority() const noexcept;            ///< basicConstraints CA
    int keyBits() const noexcept;
    std::string keyAlgorithm() const; ///< RSA, EC, …
    std::string serialNumber() const; ///< hex

    friend bool operator==(const Certificate& a, const Certificate& b) noexcept { return a.der() == b.der(); }

    x509_st* native() const noexcept; ///< for certs/ and TLS only

  private:
    struct Decoded;
    explicit Certificate(std::shared_ptr<const Decoded> decoded) noexcept : decoded_(std::move(decoded)) {}

    std::shared_ptr<const Decoded> decoded_;
};

} // namespace ncp::certs
