#include "ncp/app/commands/smp.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/smp_desk.hpp"
#include "ncp/app/peer_discovery.hpp"
#include "ncp/discovery/search_mask_writing.hpp"
#include "ncp/discovery/signed_metadata.hpp"

#include <nlohmann/json.hpp>

#include <variant>

namespace ncp::app::commands {
namespace {

using nlohmann::ordered_json;

std::string dateText(const std::optional<Instant>& instant) {
    return instant ? formatXmlDateTime(*instant) : std::string{};
}

ordered_json toJson(const discovery::ServiceMetadata& metadata) {
    if (const auto* redirect = std::get_if<discovery::ServiceRedirect>(&metadata)) {
        return {{"redirect", redirect->href}, {"certificate_uid", redirect->certificateUid}};
    }
    const auto& information = std::get<discovery::ServiceInformation>(metadata);
    auto endpoints = ordered_json::array();
    for (const auto& process : information.processes) {
        for (const auto& endpoint : process.endpoints) {
            endpoints.push_back(
                {{"process", process.identifier.value},
                 {"transport_profile", endpoint.transportProfile},
                 {"uri", endpoint.uri},
                 {"activation", dateText(endpoint.activation)},
                 {"expiration", dateText(endpoint.expiration)},
                 {"certificate", endpoint.certificate ? endpoint.certificate->subject() : ""},
                 {"certificate_sha256", endpoint.certificate ? endpoint.certificate->fingerprint() : ""}});
        }
    }
    return {{"participant", information.participant.value},
            {"document", information.document.value},
            {"endpoints", endpoints}};
}

/// What a file of metadata turned out to be.
struct Verification {
    Result<discovery::ServiceMetadata> metadata;
    std::string nationalSigner;
    std::string smpSigner; ///< empty where only the country has signed
};

Result<Verification> verifyFile(const SmpDesk& desk, const std::filesystem::path& file,
                                const CountryCode& country, const certs::TrustStore* smpTrust) {
    const auto text = readFile(file);
    if (!text) {
        return passOn(text);
    }
    const auto trust = desk.keys->inForce()->trust;
    const auto document = xml::Document::parse(*text);
    if (!document) {
        return passOn(document);
    }
    const auto now = desk.clock.now();
    if (document->root().is(discovery::kSmpNamespace, "SignedServiceMetadata")) {
        if (smpTrust == nullptr) {
            return fail(ErrorCode::ConfigurationInvalid,
                        "discovery.smp_anchors says whom to believe, and is missing");
        }
        auto verified = discovery::verifySignedMetadata(*text, country, *smpTrust, *trust, now);
        return verified ? Verification{std::move(verified->metadata), verified->nationalSigner.subject(),
                                       verified->smpSigner.subject()}
                        : Verification{passOn(verified), {}, {}};
    }
    auto verified = discovery::verifyNationalMetadata(*text, country, *trust, now);
    return verified ? Verification{std::move(verified->metadata), verified->signer.subject(), {}}
                    : Verification{passOn(verified), {}, {}};
}

ordered_json toJson(const std::filesystem::path& file, const Verification& verification) {
    ordered_json one{{"file", file.string()}, {"believed", verification.metadata.has_value()}};
    if (!verification.metadata) {
        one["rule"] = verification.metadata.error().rule;
        one["detail"] = verification.metadata.error().detail;
        return one;
    }
    one["national_signer"] = verification.nationalSigner;
    one["smp_signer"] = verification.smpSigner;
    one["metadata"] = toJson(*verification.metadata);
    return one;
}

void printVerification(const std::filesystem::path& file, const Verification& verification) {
    if (!verification.metadata) {
        const auto& error = verification.metadata.error();
        print("REFUSED   " + file.string() + "\n          " + error.rule + (error.rule.empty() ? "" : ": ") +
              error.detail);
        return;
    }
    print("believed  " + file.string() + "\n          signed by " + verification.nationalSigner +
          (verification.smpSigner.empty() ? "; no SMP has signed"
                                          : "\n          and the SMP " + verification.smpSigner));
}

std::string_view word(discovery::Freshness freshness) {
    switch (freshness) {
    case discovery::Freshness::Unknown:
        return "unknown";
    case discovery::Freshness::Fresh:
        return "fresh";
    case discovery::Freshness::Stale:
        return "stale";
    }
    return "unknown";
}

ordered_json toJson(const discovery::CountryStatus& status) {
    ordered_json one{{"country", status.country.str()}, {"state", word(status.freshness)}};
    if (status.known) {
        const auto& known = *status.known;
        one["smp"] = known.smp;
        one["fetched"] = formatXmlDateTime(known.fetched);
        one["expires"] = dateText(known.expires);
        auto services = ordered_json::object();
        for (const auto& [service, endpoint] : known.endpoints) {
            services[std::string{name(service)}] = {
                {"uri", endpoint.uri},
                {"expiration", dateText(endpoint.expiration)},
                {"certificate", endpoint.certificate ? endpoint.certificate->subject() : ""},
                {"national_signer", known.metadata.at(service).metadata.nationalSigner.subject()},
                {"smp_signer", known.metadata.at(service).metadata.smpSigner.subject()}};
        }
        one["services"] = services;
        one["search_mask"] = known.mask.has_value();
        one["findings"] = known.findings;
    }
    if (status.lastFailure) {
        one["last_failure"] = {{"at", dateText(status.lastFailureAt)},
                               {"error", spec(status.lastFailure->code).id},
                               {"rule", status.lastFailure->rule},
                               {"detail", status.lastFailure->detail}};
    }
    return one;
}

void printStatus(const discovery::CountryStatus& status) {
    print(status.country.str() + "  " + std::string{word(status.freshness)});
    if (status.known) {
        const auto& known = *status.known;
        print("    from " + known.smp + ", " + formatXmlDateTime(known.fetched) +
              (known.expires ? ", until " + formatXmlDateTime(*known.expires) : std::string{}));
        for (const auto& [service, endpoint] : known.endpoints) {
            print("    " + std::string{name(service)} + "  " + endpoint.uri +
                  (endpoint.certificate ? "\n        " + endpoint.certificate->subject() : std::string{}));
        }
        for (const auto& finding : known.findings) {
            print("    not used: " + finding);
        }
    }
    if (status.lastFailure) {
        print("    failed " + dateText(status.lastFailureAt) + ": " + status.lastFailure->detail);
    }
}

ordered_json toJson(const discovery::MaskField& field) {
    return {{"name", field.name},
            {"label", field.label},
            {"domain", field.domain},
            {"format", field.format},
            {"description", field.description},
            {"mandatory", field.mandatory}};
}

std::vector<discovery::MaskField> fieldsOf(const discovery::SearchMask& mask) {
    auto fields = discovery::fieldsOf(mask.patient);
    const auto add = [&](const std::vector<discovery::MaskField>& more) {
        fields.insert(fields.end(), more.begin(), more.end());
    };
    for (const auto& search : mask.documents) {
        add(discovery::fieldsOf(search));
    }
    if (mask.nextOfKin) {
        add(discovery::fieldsOf(*mask.nextOfKin));
    }
    return fields;
}

} // namespace

ExitCode verifyServiceMetadata(const SmpOptions& options) {
    const auto desk = openSmpDesk(options.configuration, false);
    if (!desk) {
        return report(desk.error());
    }
    const auto& configuration = *(*desk)->configuration;
    const auto country =
        CountryCode::parse(options.country.empty() ? configuration.node.country.str() : options.country);
    if (!country) {
        return report({ErrorCode::InputRefused, "--country: two capital letters, such as PT", {}});
    }
    std::shared_ptr<const certs::TrustStore> smpTrust;
    if (configuration.discovery) {
        auto loaded =
            loadSmpTrust(*configuration.discovery, configuration.trust.tlsServerAnchors, *(*desk)->keys);
        if (!loaded) {
            return report(loaded.error());
        }
        smpTrust = std::move(*loaded);
    }
    auto list = ordered_json::array();
    bool all = true;
    for (const auto& file : options.files) {
        const auto verification = verifyFile(**desk, file, *country, smpTrust.get());
        if (!verification) {
            return report(
                {verification.error().code, file.string() + ": " + verification.error().detail, {}});
        }
        all = all && verification->metadata.has_value();
        list.push_back(toJson(file, *verification));
        if (!options.json) {
            printVerification(file, *verification);
        }
    }
    if (options.json) {
        print(ordered_json{{"verified", list}}.dump(2));
    }
    return all ? ExitCode::Success : ExitCode::Negative;
}

ExitCode showDiscovery(const SmpOptions& options) {
    const auto desk = openDesk(options.configuration);
    if (!desk) {
        return report(desk.error());
    }
    if (!(*desk)->discovery) {
        return report({ErrorCode::ConfigurationInvalid, "the section discovery is missing", {}});
    }
    const auto& directory = (*desk)->discovery->directory();
    auto list = ordered_json::array();
    bool all = true;
    bool found = false;
    for (auto status : directory.status()) {
        if (!options.country.empty() && status.country.str() != options.country) {
            continue;
        }
        found = true;
        if (options.refresh) {
            static_cast<void>(directory.refresh(status.country));
            status = directory.status(status.country);
        }
        all = all && status.freshness != discovery::Freshness::Unknown;
        list.push_back(toJson(status));
        if (!options.json) {
            printStatus(status);
        }
    }
    if (!found) {
        return report({ErrorCode::InputRefused, "no country that is discovered: " + options.country, {}});
    }
    if (options.json) {
        print(ordered_json{{"countries", list}}.dump(2));
    }
    return all ? ExitCode::Success : ExitCode::Negative;
}

ExitCode checkSearchMasks(const SmpOptions& options) {
    auto list = ordered_json::array();
    for (const auto& file : options.files) {
        const auto mask = discovery::loadSearchMask(file);
        if (!mask) {
            return report(mask.error());
        }
        auto fields = ordered_json::array();
        for (const auto& field : fieldsOf(*mask)) {
            fields.push_back(toJson(field));
        }
        list.push_back({{"file", file.string()},
                        {"country", mask->country.str()},
                        {"fields", fields},
                        {"findings", mask->findings}});
        if (!options.json) {
            print(file.string() + ": " + mask->country.str() + ", " + std::to_string(fields.size()) +
                  " fields");
            for (const auto& finding : mask->findings) {
                print("    " + finding);
            }
        }
        if (!options.out.empty()) {
            const auto written = writeFile(options.out, discovery::writeSearchMask(*mask) + "\n");
            if (!written) {
                return report(written.error());
            }
        }
    }
    if (options.json) {
        print(ordered_json{{"masks", list}}.dump(2));
    }
    return ExitCode::Success;
}

} // namespace ncp::app::commands
