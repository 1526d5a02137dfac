#pragma once

#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace ncp::certs {

/// A private key; shared, immutable, never printed.
class PrivateKey {
  public:
    /// PEM, PKCS #8 or traditional; encrypted where a pass phrase is given. InputRefused never quotes the
    /// text.
    static Result<PrivateKey> fromPem(std::string_view pem, std::string_view passPhrase = {});
    /// A key that came about elsewhere; not null.
    static PrivateKey adopt(std::shared_ptr<evp_pkey_st> key) noexcept { return PrivateKey{std::move(key)}; }
    bool matches(const Certificate& certificate) const noexcept;
    evp_pkey_st* native() const noexcept { return key_.get(); }

  private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) noexcept : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

/// A key with its certificate and the certificates between it and the anchor, leaf first.
struct Credential {
    PrivateKey key;
    std::vector<Certificate> chain;

    const Certificate& certificate() const noexcept { return chain.front(); }
};

/// Reads both files and checks that they belong together; ConfigurationInvalid names the file at fault.
Result<Credential> loadCredential(const std::filesystem::path& keyPem, const std::filesystem::path& chainPem);

} // namespace ncp::certs
