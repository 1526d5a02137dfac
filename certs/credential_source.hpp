#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/private_key.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace ncp::certs {

class KeyModules;

/// Where a pass phrase or PIN stands: in the first line of a file, or in an environment variable. At most one
/// of them is given; neither means that there is no pass phrase.
struct SecretSource {
    std::filesystem::path file;
    std::string variable;
};
/// ConfigurationInvalid names the file or variable that is missing or empty, never what it holds.
Result<std::string> readSecret(const SecretSource& source);

/// PEM files: a private key, and its certificate followed by what leads to the authority.
struct PemFiles {
    std::filesystem::path key;
    std::filesystem::path chain;
    SecretSource passPhrase;
};

/// A PKCS #12 file (RFC 7292) with key, certificate and what leads to the authority.
struct Pkcs12File {
    std::filesystem::path file;
    SecretSource passPhrase;
};

/// A key that never leaves its token (PKCS #11), named by a URI of RFC 7512, with its certificate in a file.
struct Pkcs11Key {
    std::filesystem::path module; ///< the vendor's library
    std::string uri;              ///< without pin-value
    SecretSource pin;
    std::filesystem::path chain;
};

using CredentialSource = std::variant<PemFiles, Pkcs12File, Pkcs11Key>;

/// Key and certificate from there, matched: ConfigurationInvalid says which file is at fault.
Result<Credential> loadCredential(const CredentialSource& source, KeyModules& modules);

/// Every file that the source reads: those whose change means a new credential.
std::vector<std::filesystem::path> filesOf(const CredentialSource& source);
/// The file that a person knows the credential by.
const std::filesystem::path& certificateFileOf(const CredentialSource& source) noexcept;

/// The credential to use among several of one role: of those valid now the one that became valid last; where
/// none is valid the one that was valid longest. `credentials` is not empty.
const Credential& newestValid(std::span<const Credential> credentials, Instant now) noexcept;

} // namespace ncp::certs
