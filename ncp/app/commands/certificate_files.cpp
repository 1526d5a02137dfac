#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/base64.hpp"
#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/certificate_bundle.hpp"
#include "certs/certificate_request.hpp"
#include "certs/credential_source.hpp"
#include "certs/development_authority.hpp"
#include "certs/key_modules.hpp"
#include "certs/pkcs12.hpp"
#include "certs/private_file.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/key_material.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace ncp::app::commands {
namespace {

namespace fs = std::filesystem;

certs::CertificateUse useOf(const std::string& role) {
    if (role == "tls-server") {
        return certs::CertificateUse::TlsServer;
    }
    return role == "tls-client" ? certs::CertificateUse::TlsClient : certs::CertificateUse::Signature;
}

certs::KeyKind kindOf(const std::string& written) {
    if (written == "ec-p256") {
        return certs::KeyKind::EcP256;
    }
    return written == "rsa-2048" ? certs::KeyKind::Rsa2048 : certs::KeyKind::Rsa3072;
}

fs::path fileIn(const fs::path& folder, const std::string& role, std::string_view extension) {
    return folder / (role + std::string{extension});
}

Result<void> prepare(const fs::path& folder, std::initializer_list<fs::path> files, bool replace) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        return fail(ErrorCode::InputRefused, folder.string() + ": " + failed.message());
    }
    for (const auto& file : files) {
        if (!replace && fs::exists(file, failed)) {
            return fail(ErrorCode::InputRefused, file.string() + ": stands there already");
        }
    }
    return {};
}

Result<nlohmann::ordered_json> makeRequest(const CertificateFileOptions& options) {
    const auto keyFile = fileIn(options.folder, options.role, ".key");
    const auto requestFile = fileIn(options.folder, options.role, ".csr");
    if (auto ready = prepare(options.folder, {keyFile, requestFile}, false); !ready) {
        return passOn(ready);
    }
    const auto key = certs::generateKey(kindOf(options.keyKind));
    const auto made = certs::makeCertificateRequest(
        key, {options.country, options.organisation, options.unit, options.commonName, options.hostNames},
        useOf(options.role));
    if (!made) {
        return passOn(made);
    }
    if (auto written = certs::writePrivateFile(keyFile, certs::unprotectedPem(key)); !written) {
        return passOn(written);
    }
    if (auto written = writeFile(requestFile, *made); !written) {
        return passOn(written);
    }
    return nlohmann::ordered_json{
        {"role", options.role}, {"key", keyFile.string()}, {"request", requestFile.string()}};
}

/// The certificate of the answer that belongs to the key, with what leads to its authority.
Result<certs::Credential> matched(certs::PrivateKey key, const std::vector<certs::Certificate>& answer) {
    const auto leaf = std::ranges::find_if(
        answer, [&](const certs::Certificate& certificate) { return key.matches(certificate); });
    if (leaf == answer.end()) {
        return fail(ErrorCode::InputRefused, "no certificate of the answer belongs to the key");
    }
    auto chain = certs::orderedChain(*leaf, answer);
    return certs::Credential{std::move(key), std::move(chain)};
}

Result<certs::Credential> readAnswer(const CertificateFileOptions& options) {
    const auto bytes = readFile(options.answer);
    if (!bytes) {
        return passOn(bytes);
    }
    if (options.key.empty()) {
        const auto passPhrase = certs::readSecret({options.passPhraseFile, {}});
        if (!passPhrase) {
            return passOn(passPhrase);
        }
        return certs::credentialFromPkcs12(*bytes, *passPhrase);
    }
    const auto keyText = readFile(options.key);
    if (!keyText) {
        return passOn(keyText);
    }
    auto key = certs::PrivateKey::fromPem(*keyText);
    if (!key) {
        return passOn(key);
    }
    const auto answer = certs::readCertificates(*bytes);
    if (!answer) {
        return passOn(answer);
    }
    return matched(*std::move(key), *answer);
}

/// What no peer would accept is not taken into use.
Result<void> checkFitness(const certs::Credential& credential, Instant now) {
    const auto& certificate = credential.certificate();
    const auto refuse = [](const std::string& why) {
        return fail(ErrorCode::InputRefused, "the certificate " + why);
    };
    if (now > certificate.notAfter()) {
        return refuse("has expired");
    }
    if (!certificate.allowsDigitalSignature()) {
        return refuse("does not allow digital signatures (key usage)");
    }
    if (!certificate.country()) {
        return refuse("names no country (C): peers would not know whose it is");
    }
    if (certificate.keyBits() < (certificate.keyAlgorithm() == "RSA" ? 2048 : 256)) {
        return refuse("has a key that is too short");
    }
    return {};
}

Result<nlohmann::ordered_json> takeAnswer(const CertificateFileOptions& options) {
    const auto credential = readAnswer(options);
    if (!credential) {
        return passOn(credential);
    }
    if (auto fit = checkFitness(*credential, SystemClock{}.now()); !fit) {
        return passOn(fit);
    }
    const auto keyFile = fileIn(options.folder, options.role, ".key");
    const auto chainFile = fileIn(options.folder, options.role, ".pem");
    std::error_code failed;
    const bool keyStands = !options.key.empty() && fs::equivalent(options.key, keyFile, failed);
    if (auto ready = keyStands ? prepare(options.folder, {chainFile}, options.replace)
                               : prepare(options.folder, {keyFile, chainFile}, options.replace);
        !ready) {
        return passOn(ready);
    }
    std::string chain;
    for (const auto& certificate : credential->chain) {
        chain += certificate.pem();
    }
    if (auto written = certs::writePrivateFile(keyFile, certs::unprotectedPem(credential->key)); !written) {
        return passOn(written);
    }
    if (auto written = certs::writePrivateFile(chainFile, chain); !written) {
        return passOn(written);
    }
    const auto& certificate = credential->certificate();
    return nlohmann::ordered_json{{"role", options.role},
                                  {"key", keyFile.string()},
                                  {"chain", chainFile.string()},
                                  {"subject", certificate.subject()},
                                  {"not_after", formatXmlDateTime(certificate.notAfter())},
                                  {"certificates", credential->chain.size()}};
}

Result<certs::Credential> inForce(const CertificateFileOptions& options) {
    const auto configuration = loadConfiguration(options.configuration, dataDirectory());
    if (!configuration) {
        return passOn(configuration);
    }
    certs::KeyModules modules;
    const auto material = loadKeyMaterial(*configuration, modules, nullptr);
    if (!material) {
        return passOn(material);
    }
    auto keys = keysInForce(*material, SystemClock{}.now());
    if (options.role == "tls-server") {
        return std::move(keys.tlsServer);
    }
    return options.role == "tls-client" ? std::move(keys.tlsClient) : std::move(keys.signature);
}

std::string publicBytes(const certs::Credential& credential, const CertificateFileOptions& options) {
    if (options.der) {
        return credential.certificate().der();
    }
    std::string pem = credential.certificate().pem();
    for (std::size_t at = 1; options.chain && at < credential.chain.size(); ++at) {
        pem += credential.chain[at].pem();
    }
    return pem;
}

ExitCode tell(const Result<nlohmann::ordered_json>& done, bool json) {
    if (!done) {
        return report(done.error());
    }
    if (json) {
        print(done->dump(2));
        return ExitCode::Success;
    }
    for (const auto& [name, value] : done->items()) {
        print(name + ": " + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
    return ExitCode::Success;
}

} // namespace

ExitCode requestCertificate(const CertificateFileOptions& options) {
    return tell(makeRequest(options), options.json);
}

ExitCode importCertificate(const CertificateFileOptions& options) {
    return tell(takeAnswer(options), options.json);
}

ExitCode exportCertificate(const CertificateFileOptions& options) {
    const auto credential = inForce(options);
    if (!credential) {
        return report(credential.error());
    }
    const auto bytes = publicBytes(*credential, options);
    if (!options.out.empty()) {
        if (const auto written = writeFile(options.out, bytes); !written) {
            return report(written.error());
        }
    }
    if (options.json) {
        const auto& certificate = credential->certificate();
        return tell(nlohmann::ordered_json{{"role", options.role},
                                           {"subject", certificate.subject()},
                                           {"sha256", certificate.fingerprint()},
                                           {"not_after", formatXmlDateTime(certificate.notAfter())},
                                           {"certificate", base64Encode(certificate.der())}},
                    true);
    }
    if (options.out.empty()) {
        print(options.der ? base64Encode(bytes) : bytes);
    }
    return ExitCode::Success;
}

} // namespace ncp::app::commands
