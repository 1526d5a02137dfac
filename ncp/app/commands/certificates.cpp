#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/certificate.hpp"
#include "certs/development_pki.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"

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
};

std::vector<Listed> certificatesOf(const NodeConfiguration& configuration) {
    std::vector<Listed> all{{"tls-server", configuration.tls.server.chain},
                            {"tls-client", configuration.tls.client.chain},
                            {"signature", configuration.signature.chain}};
    const auto add = [&](const std::string& role, const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) {
            all.push_back({role, file});
        }
    };
    add("trust tls-server", configuration.trust.tlsServerAnchors);
    add("trust tls-client", configuration.trust.tlsClientAnchors);
    add("trust signature", configuration.trust.signatureAnchors);
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
    for (const auto& [role, file] : certificatesOf(*configuration)) {
        const auto chain = readFile(file).and_then(
            [](const std::string& pem) { return certs::Certificate::chainFromPem(pem); });
        if (!chain) {
            return report(chain.error());
        }
        const auto& certificate = chain->front();
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
