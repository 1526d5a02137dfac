#include "ncp/app/trust_fields.hpp"

#include <string>
#include <utility>

namespace ncp::app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// `<name>_file` or `<name>_variable`: a secret itself never stands in a configuration.
certs::SecretSource readSecret(FieldReader& fields, const std::string& name) {
    const auto file = name + "_file";
    const auto variable = name + "_variable";
    certs::SecretSource secret;
    if (fields.has(file)) {
        secret.file = fields.existingFile(file);
    } else {
        fields.allow(file);
    }
    secret.variable = fields.text(variable, "");
    if (!secret.file.empty() && !secret.variable.empty()) {
        fields.fault(variable, "stands beside " + file + "; give one of them");
    }
    return secret;
}

certs::CredentialSource readCredential(FieldReader fields, bool mayBeOnToken) {
    if (fields.has("pkcs12")) {
        certs::Pkcs12File source{fields.existingFile("pkcs12"), readSecret(fields, "pass_phrase")};
        fields.finish();
        return source;
    }
    if (mayBeOnToken && fields.has("pkcs11")) {
        certs::Pkcs11Key source{fields.existingFile("module"), fields.text("pkcs11"),
                                readSecret(fields, "pin"), fields.existingFile("chain")};
        if (source.uri.find("pin-value") != std::string::npos) {
            fields.fault("pkcs11", "must not hold a PIN; use pin_file or pin_variable");
        }
        fields.finish();
        return source;
    }
    certs::PemFiles source{fields.existingFile("key"), fields.existingFile("chain"),
                           readSecret(fields, "pass_phrase")};
    fields.finish();
    return source;
}

/// A list of credentials under `list`, or the one pair of PEM files under `keyField` and `chainField`.
std::vector<certs::CredentialSource> readRole(FieldReader& fields, std::string_view list,
                                              std::string_view keyField, std::string_view chainField,
                                              bool mayBeOnToken) {
    if (!fields.has(list)) {
        fields.allow(list);
        return {certs::PemFiles{fields.existingFile(keyField), fields.existingFile(chainField), {}}};
    }
    for (const auto single : {keyField, chainField}) {
        if (fields.has(single)) {
            fields.fault(single, "stands beside " + std::string{list} + "; give one of them");
        }
        fields.allow(single);
    }
    std::vector<certs::CredentialSource> sources;
    for (auto& entry : fields.sections(list)) {
        sources.push_back(readCredential(std::move(entry), mayBeOnToken));
    }
    if (sources.empty()) {
        fields.fault(list, "must hold at least one credential");
    }
    return sources;
}

RevocationConfiguration readRevocation(FieldReader& root) {
    RevocationConfiguration revocation;
    auto fields = root.sectionOrDefaults("revocation");
    revocation.always = fields.choice("require", {"when_stated", "always"}, "when_stated") == 1;
    const bool stale = fields.choice("unknown", {"refuse", "accept_until_stale"}, "refuse") == 1;
    const auto staleHours = hours{fields.number("stale_hours", {1, 720}, 24)};
    revocation.acceptStale = stale ? staleHours : hours{0};
    revocation.fetchTimeout = seconds{fields.number("fetch_seconds", {1, 30}, 4)};
    if (fields.has("cache")) {
        revocation.cache = fields.path("cache");
    } else {
        fields.allow("cache");
    }
    fields.finish();
    return revocation;
}

} // namespace

TlsConfiguration readTls(FieldReader fields) {
    TlsConfiguration tls;
    tls.server = readRole(fields, "server", "server_key", "server_chain", false);
    tls.client = readRole(fields, "client", "client_key", "client_chain", false);
    tls.staple = fields.flag("staple", false);
    fields.finish();
    return tls;
}

std::vector<certs::CredentialSource> readSignature(FieldReader fields) {
    auto signature = readRole(fields, "credentials", "key", "chain", true);
    fields.finish();
    return signature;
}

TrustConfiguration readTrust(FieldReader fields) {
    TrustConfiguration trust;
    trust.tlsServerAnchors = fields.existingFiles("tls_server_anchors", 1);
    trust.tlsClientAnchors = fields.existingFiles("tls_client_anchors", 1);
    trust.signatureAnchors = fields.existingFiles("signature_anchors", 1);
    trust.revocationLists = fields.existingFiles("revocation_lists", 0);
    if (fields.has("anchor_countries")) {
        trust.anchorCountries = fields.existingFile("anchor_countries");
    } else {
        fields.allow("anchor_countries");
    }
    trust.revocation = readRevocation(fields);
    fields.finish();
    return trust;
}

} // namespace ncp::app
