#include "certs/private_key.hpp"

#include "base/handle.hpp"
#include "base/table.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>

namespace ncp::certs {
namespace {

/// Answers every question for a pass phrase with the one given, or with none: the library would ask at the
/// terminal.
int givePassPhrase(char* buffer, int size, int /*writing*/, void* context) {
    const auto& passPhrase = *static_cast<const std::string_view*>(context);
    if (passPhrase.empty() || passPhrase.size() > static_cast<std::size_t>(size)) {
        return -1;
    }
    std::ranges::copy(passPhrase, buffer);
    return static_cast<int>(passPhrase.size());
}

} // namespace

Result<PrivateKey> PrivateKey::fromPem(std::string_view pem, std::string_view passPhrase) {
    if (pem.size() > std::size_t{64} * 1024) {
        return fail(ErrorCode::InputRefused, "a private key has at most 64 KiB");
    }
    const Handle<BIO, &BIO_free_all> in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    EVP_PKEY* key = PEM_read_bio_PrivateKey(in.get(), nullptr, &givePassPhrase, &passPhrase);
    const auto reason = takeOpensslError();
    if (key == nullptr) {
        return fail(ErrorCode::InputRefused,
                    (passPhrase.empty() ? "not a PEM private key without pass phrase: "
                                        : "not a PEM private key with this pass phrase: ") +
                        reason);
    }
    return PrivateKey{std::shared_ptr<evp_pkey_st>{key, &EVP_PKEY_free}};
}

bool PrivateKey::matches(const Certificate& certificate) const noexcept {
    const bool equal = EVP_PKEY_eq(X509_get0_pubkey(certificate.native()), key_.get()) == 1;
    ERR_clear_error();
    return equal;
}

Result<Credential> loadCredential(const std::filesystem::path& keyPem,
                                  const std::filesystem::path& chainPem) {
    const auto keyText = readFile(keyPem);
    if (!keyText) {
        return fail(ErrorCode::ConfigurationInvalid, keyText.error().detail);
    }
    const auto chainText = readFile(chainPem);
    if (!chainText) {
        return fail(ErrorCode::ConfigurationInvalid, chainText.error().detail);
    }
    auto key = PrivateKey::fromPem(*keyText);
    if (!key) {
        return fail(ErrorCode::ConfigurationInvalid, keyPem.string() + ": " + key.error().detail);
    }
    auto chain = Certificate::chainFromPem(*chainText);
    if (!chain) {
        return fail(ErrorCode::ConfigurationInvalid, chainPem.string() + ": " + chain.error().detail);
    }
    if (!key->matches(chain->front())) {
        return fail(ErrorCode::ConfigurationInvalid, keyPem.string() +
                                                         ": the key does not belong to the first " +
                                                         "certificate of " + chainPem.string());
    }
    return Credential{*std::move(key), *std::move(chain)};
}

} // namespace ncp::certs
