#include "ncp/app/key_material.hpp"

#include <array>
#include <utility>

namespace ncp::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<certs::Credential>> loadAll(const std::vector<certs::CredentialSource>& sources,
                                               certs::KeyModules& modules) {
    std::vector<certs::Credential> credentials;
    for (const auto& source : sources) {
        auto credential = certs::loadCredential(source, modules);
        if (!credential) {
            return passOn(credential);
        }
        credentials.push_back(*std::move(credential));
    }
    return credentials;
}

void addOurs(std::vector<RoleCertificate>& all, const std::string& role,
             const std::vector<certs::Credential>& credentials, Instant now) {
    const auto& inForce = certs::newestValid(credentials, now);
    for (const auto& credential : credentials) {
        all.push_back({role, credential.certificate(), true, &credential == &inForce});
    }
}

void addFiles(std::vector<fs::path>& files, const std::vector<fs::path>& more) {
    files.insert(files.end(), more.begin(), more.end());
}

} // namespace

Result<KeyMaterial> loadKeyMaterial(const NodeConfiguration& configuration, certs::KeyModules& modules,
                                    std::shared_ptr<certs::RevocationSource> revocation) {
    auto server = loadAll(configuration.tls.server, modules);
    if (!server) {
        return passOn(server);
    }
    auto client = loadAll(configuration.tls.client, modules);
    if (!client) {
        return passOn(client);
    }
    auto signature = loadAll(configuration.signature, modules);
    if (!signature) {
        return passOn(signature);
    }
    auto trust = loadTrust(configuration, std::move(revocation));
    if (!trust) {
        return passOn(trust);
    }
    return KeyMaterial{*std::move(server), *std::move(client), *std::move(signature), *std::move(trust)};
}

Result<std::shared_ptr<const certs::TrustStore>>
loadTrust(const NodeConfiguration& configuration, std::shared_ptr<certs::RevocationSource> revocation) {
    const auto& trust = configuration.trust;
    auto loaded = certs::TrustStore::load(
        {trust.tlsServerAnchors, trust.tlsClientAnchors, trust.signatureAnchors, trust.revocationLists,
         trust.anchorCountries},
        {trust.revocation.always, trust.revocation.acceptStale}, std::move(revocation));
    if (!loaded) {
        return passOn(loaded);
    }
    return std::make_shared<const certs::TrustStore>(*std::move(loaded));
}

KeysInForce keysInForce(const KeyMaterial& material, Instant now) {
    return {certs::newestValid(material.tlsServer, now), certs::newestValid(material.tlsClient, now),
            certs::newestValid(material.signature, now), material.trust};
}

bool sameCertificates(const KeysInForce& a, const KeysInForce& b) noexcept {
    return a.tlsServer.certificate() == b.tlsServer.certificate() &&
           a.tlsClient.certificate() == b.tlsClient.certificate() &&
           a.signature.certificate() == b.signature.certificate();
}

std::vector<fs::path> keyMaterialFiles(const NodeConfiguration& configuration) {
    std::vector<fs::path> files{configuration.file};
    for (const auto* role :
         {&configuration.tls.server, &configuration.tls.client, &configuration.signature}) {
        for (const auto& source : *role) {
            addFiles(files, certs::filesOf(source));
        }
    }
    const auto& trust = configuration.trust;
    for (const auto* list : {&trust.tlsServerAnchors, &trust.tlsClientAnchors, &trust.signatureAnchors,
                             &trust.revocationLists}) {
        addFiles(files, *list);
    }
    if (!trust.anchorCountries.empty()) {
        files.push_back(trust.anchorCountries);
    }
    return files;
}

std::vector<RoleCertificate> certificatesOf(const KeyMaterial& material, Instant now) {
    std::vector<RoleCertificate> all;
    addOurs(all, "tls-server", material.tlsServer, now);
    addOurs(all, "tls-client", material.tlsClient, now);
    addOurs(all, "signature", material.signature, now);
    constexpr std::array kAnchors{std::pair{"trust tls-server", certs::Purpose::TlsServer},
                                  std::pair{"trust tls-client", certs::Purpose::TlsClient},
                                  std::pair{"trust signature", certs::Purpose::Signature}};
    for (const auto& [role, purpose] : kAnchors) {
        for (const auto& anchor : material.trust->anchors(purpose)) {
            all.push_back({role, anchor, false, true});
        }
    }
    return all;
}

} // namespace ncp::app
