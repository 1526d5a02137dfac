#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/certificate.hpp"
#include "certs/development_pki.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/key_material.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::app::commands {
namespace {

/// `NO:localhost,127.0.0.1`
Result<certs::DevelopmentCountry> parseCountry(std::string_view text) {
    const auto colon = std::min(text.find(':'), text.size());
    auto code = CountryCode::parse(text.substr(0, colon));
    if (!code) {
        return fail(ErrorCode::InputRefused, "--country " + std::string{text} + ": expected CC:host,host");
    }
    certs::DevelopmentCountry country{std::move(*code), {}};
    auto hosts = text.substr(std::min(colon + 1, text.size()));
    while (!hosts.empty()) {
        const auto comma = std::min(hosts.find(','), hosts.size());
        country.hostNames.emplace_back(hosts.substr(0, comma));
        hosts.remove_prefix(std::min(comma + 1, hosts.size()));
    }
    if (country.hostNames.empty()) {
        country.hostNames = {"localhost", "127.0.0.1"};
    }
    return country;
}

struct Listed {
    std::string role;
    std::filesystem::path file;
    certs::Certificate certificate;
};

void list(std::vector<Listed>& all, const std::string& role,
          const std::vector<certs::CredentialSource>& sources,
          const std::vector<certs::Credential>& credentials) {
    for (std::size_t at = 0; at < sources.size(); ++at) {
        all.push_back({role, certs::certificateFileOf(sources[at]), credentials[at].certificate()});
    }
}

Result<void> list(std::vector<Listed>& all, const std::string& role,
                  const std::vector<std::filesystem::path>& files) {
    for (const auto& file : files) {
        const auto chain = readFile(file).and_then(
            [](const std::string& pem) { return certs::Certificate::chainFromPem(pem); });
        if (!chain) {
            return passOn(chain);
        }
        for (const auto& certificate : *chain) {
            all.push_back({role, file, certificate});
        }
    }
    return {};
}

Result<std::vector<Listed>> certificatesOf(const NodeConfiguration& configuration,
                                           const KeyMaterial& material) {
    std::vector<Listed> all;
    list(all, "tls-server", configuration.tls.server, material.tlsServer);
    list(all, "tls-client", configuration.tls.client, material.tlsClient);
    list(all, "signature", configuration.signature, material.signature);
    const auto& trust = configuration.trust;
    for (const auto& [role, files] : {std::pair{"trust tls-server", &trust.tlsServerAnchors},
                                      std::pair{"trust tls-client", &trust.tlsClientAnchors},
                                      std::pair{"trust signature", &trust.signatureAnchors}}) {
        if (auto listed = list(all, role, *files); !listed) {
            return passOn(listed);
        }
    }
    return all;
}

long daysLeft(const certs::Certificate& certificate, Instant now) {
    return static_cast<long>(std::chrono::floor<std::chrono::days>(certificate.notAfter() - now).count());
}

} // namespace

ExitCode makeDevelopmentCertificates(const CertificateOptions& options) {
    std::vector<certs::DevelopmentCountry> countries;
    const std::vector<std::string> usual{"NO:localhost,127.0.0.1", "PT:localhost,127.0.0.1"};
    for (const auto& text : options.countries.empty() ? usual : options.countries) {
        auto country = parseCountry(text);
        if (!country) {
            return report(country.error());
        }
        countries.push_back(std::move(*country));
    }
    if (const auto made = certs::makeDevelopmentPki(options.folder, countries, SystemClock{}.now()); !made) {
        return report(made.error());
    }
    print("development PKI in " + options.folder.string() + " (for development only)");
    return ExitCode::Success;
}

ExitCode certificateStatus(const CertificateOptions& options) {
    const auto configuration = loadConfiguration(options.configuration, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    const auto now = SystemClock{}.now();
    bool allValid = true;
    auto list = nlohmann::ordered_json::array();
    certs::KeyModules modules;
    const auto material = loadKeyMaterial(*configuration, modules, nullptr);
    if (!material) {
        return report(material.error());
    }
    const auto certificates = certificatesOf(*configuration, *material);
    if (!certificates) {
        return report(certificates.error());
    }
    for (const auto& [role, file, certificate] : *certificates) {
        const bool valid = now >= certificate.notBefore() && now <= certificate.notAfter();
        allValid = allValid && valid;
        list.push_back({{"role", role},
                        {"subject", certificate.subject()},
                        {"issuer", certificate.issuer()},
                        {"not_before", formatXmlDateTime(certificate.notBefore())},
                        {"not_after", formatXmlDateTime(certificate.notAfter())},
                        {"days_left", daysLeft(certificate, now)},
                        {"valid", valid},
                        {"key", certificate.keyAlgorithm() + " " + std::to_string(certificate.keyBits())},
                        {"sha256", certificate.fingerprint()},
                        {"file", file.string()}});
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"certificates", list}}.dump(2));
        return allValid ? ExitCode::Success : ExitCode::Negative;
    }
    for (const auto& one : list) {
        print((one["valid"].get<bool>() ? "valid    " : "INVALID  ") + one["role"].get<std::string>() +
              "\n         " + one["subject"].get<std::string>() + "\n         until " +
              one["not_after"].get<std::string>().substr(0, 10) + " (" +
              std::to_string(one["days_left"].get<long>()) + " days), " + one["key"].get<std::string>() +
              ", " + one["file"].get<std::string>());
    }
    return allValid ? ExitCode::Success : ExitCode::Negative;
}

} // namespace ncp::app::commands
