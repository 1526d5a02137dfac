#include "certs/credential_source.hpp"

#include "base/table.hpp"
#include "certs/key_modules.hpp"
#include "certs/pkcs12.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ncp::certs {
namespace {

namespace fs = std::filesystem;

auto invalid(const fs::path& file, std::string_view why,
             std::source_location where = std::source_location::current()) {
    return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + std::string{why}, where);
}

Result<std::string> contentOf(const fs::path& file) {
    auto text = readFile(file);
    if (!text) {
        return fail(ErrorCode::ConfigurationInvalid, text.error().detail);
    }
    return text;
}

Result<std::vector<Certificate>> chainOf(const fs::path& file) {
    const auto text = contentOf(file);
    if (!text) {
        return passOn(text);
    }
    auto chain = Certificate::chainFromPem(*text);
    if (!chain) {
        return invalid(file, chain.error().detail);
    }
    return chain;
}

Result<Credential> matched(PrivateKey key, const std::string& keyName, const fs::path& chainFile) {
    auto chain = chainOf(chainFile);
    if (!chain) {
        return passOn(chain);
    }
    if (!key.matches(chain->front())) {
        return fail(ErrorCode::ConfigurationInvalid,
                    keyName + ": the key does not belong to the first certificate of " + chainFile.string());
    }
    return Credential{std::move(key), *std::move(chain)};
}

struct Loader {
    KeyModules& modules;

    Result<Credential> operator()(const PemFiles& files) const {
        const auto text = contentOf(files.key);
        const auto passPhrase = readSecret(files.passPhrase);
        if (!text || !passPhrase) {
            return text ? passOn(passPhrase) : passOn(text);
        }
        auto key = PrivateKey::fromPem(*text, *passPhrase);
        if (!key) {
            return invalid(files.key, key.error().detail);
        }
        return matched(*std::move(key), files.key.string(), files.chain);
    }

    Result<Credential> operator()(const Pkcs12File& source) const {
        const auto bytes = contentOf(source.file);
        const auto passPhrase = readSecret(source.passPhrase);
        if (!bytes || !passPhrase) {
            return bytes ? passOn(passPhrase) : passOn(bytes);
        }
        auto credential = credentialFromPkcs12(*bytes, *passPhrase);
        if (!credential) {
            return invalid(source.file, credential.error().detail);
        }
        return credential;
    }

    Result<Credential> operator()(const Pkcs11Key& source) const {
        const auto pin = readSecret(source.pin);
        if (!pin) {
            return passOn(pin);
        }
        auto key = modules.key(source.module, source.uri, *pin);
        if (!key) {
            return passOn(key);
        }
        return matched(*std::move(key), source.uri, source.chain);
    }
};

void addSecret(std::vector<fs::path>& files, const SecretSource& secret) {
    if (!secret.file.empty()) {
        files.push_back(secret.file);
    }
}

struct Files {
    std::vector<fs::path> operator()(const PemFiles& source) const {
        std::vector<fs::path> files{source.key, source.chain};
        addSecret(files, source.passPhrase);
        return files;
    }
    std::vector<fs::path> operator()(const Pkcs12File& source) const {
        std::vector<fs::path> files{source.file};
        addSecret(files, source.passPhrase);
        return files;
    }
    std::vector<fs::path> operator()(const Pkcs11Key& source) const {
        std::vector<fs::path> files{source.chain};
        addSecret(files, source.pin);
        return files;
    }
};

struct CertificateFile {
    const fs::path& operator()(const PemFiles& source) const noexcept { return source.chain; }
    const fs::path& operator()(const Pkcs12File& source) const noexcept { return source.file; }
    const fs::path& operator()(const Pkcs11Key& source) const noexcept { return source.chain; }
};

} // namespace

Result<std::string> readSecret(const SecretSource& source) {
    std::string secret;
    if (!source.file.empty()) {
        const auto text = contentOf(source.file);
        if (!text) {
            return passOn(text);
        }
        secret = text->substr(0, text->find_first_of("\r\n"));
        if (secret.empty()) {
            return invalid(source.file, "its first line is empty");
        }
    } else if (!source.variable.empty()) {
        const char* value = std::getenv(source.variable.c_str());
        if (value == nullptr || *value == '\0') {
            return fail(ErrorCode::ConfigurationInvalid,
                        "the environment variable " + source.variable + " is not set");
        }
        secret = value;
    }
    return secret;
}

Result<Credential> loadCredential(const CredentialSource& source, KeyModules& modules) {
    return std::visit(Loader{modules}, source);
}

std::vector<fs::path> filesOf(const CredentialSource& source) {
    return std::visit(Files{}, source);
}

const fs::path& certificateFileOf(const CredentialSource& source) noexcept {
    return std::visit(CertificateFile{}, source);
}

const Credential& newestValid(std::span<const Credential> credentials, Instant now) noexcept {
    const auto better = [now](const Credential& a, const Credential& b) {
        const auto& x = a.certificate();
        const auto& y = b.certificate();
        const bool xValid = x.notBefore() <= now && now <= x.notAfter();
        const bool yValid = y.notBefore() <= now && now <= y.notAfter();
        if (xValid != yValid) {
            return xValid;
        }
        return xValid ? x.notBefore() > y.notBefore() : x.notAfter() > y.notAfter();
    };
    return *std::ranges::min_element(credentials, better);
}

} // namespace ncp::certs
