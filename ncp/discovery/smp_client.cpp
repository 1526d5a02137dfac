#include "ncp/discovery/smp_client.hpp"

#include "ncp/discovery/naptr.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace ncp::discovery {
namespace {

std::string withoutSlash(std::string url) {
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

/// What a connection's fault means for discovery.
tl::unexpected<Error> discoveryError(const Error& error) {
    if (error.code == ErrorCode::PeerUntrusted) {
        return failRule(ErrorCode::DiscoveryUntrusted, "smp-tls-" + error.rule, "SMP: " + error.detail);
    }
    return fail(ErrorCode::DiscoveryNotPossible, "SMP: " + error.detail);
}

/// The ways in which SMPs write which certificate the other one signs with.
bool isNamedBy(const certs::Certificate& certificate, std::string_view uid) {
    const auto plain = [](std::string_view text) {
        std::string kept;
        for (const char c : text) {
            if (c != ':' && c != ' ') {
                kept.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
            }
        }
        return kept;
    };
    const std::array names{certificate.fingerprint(), certificate.subject(), certificate.commonName(),
                           certificate.serialNumber()};
    return std::ranges::any_of(
        names, [&](const std::string& name) { return !name.empty() && plain(name) == plain(uid); });
}

} // namespace

Locator::Locator(Settings settings) : settings_(std::move(settings)), resolver_(settings_.resolver) {}

Result<std::string> Locator::smpOf(const CountryCode& country, Deadline deadline) const {
    if (!settings_.smpUrl.empty()) {
        return withoutSlash(settings_.smpUrl);
    }
    const auto participant = participantIdentifier(country);
    const auto name = participantHost(naptrLabel(participant), settings_.smlDomain);
    const auto records = resolver_.naptr(name, deadline);
    if (!records) {
        if (settings_.cnameNames && records.error().code == ErrorCode::PeerNotFound) {
            return "http://" + participantHost(cnameLabel(participant), settings_.smlDomain);
        }
        return passOn(records);
    }
    return smpUrl(*records, participant).map(&withoutSlash);
}

SmpClient::SmpClient(std::function<http::ResourceClient::Settings()> settings, MetadataTrust trust,
                     const Clock& clock)
    : settings_(std::move(settings)), trust_(std::move(trust)), clock_(clock) {}

Result<FetchedMetadata> SmpClient::get(const std::string& url, const CountryCode& country,
                                       Deadline deadline) const {
    const http::ResourceClient client{settings_()};
    auto answer = client.request({"GET", url, {}, {}, deadline});
    if (!answer) {
        return discoveryError(answer.error());
    }
    if (answer->status == 404) {
        return fail(ErrorCode::PeerNotFound, "the SMP has no such metadata");
    }
    if (answer->status != 200) {
        return fail(ErrorCode::DiscoveryNotPossible,
                    "the SMP answered with status " + std::to_string(answer->status));
    }
    return verify(std::move(answer->body), country);
}

Result<FetchedMetadata> SmpClient::verify(std::string bytes, const CountryCode& country) const {
    auto metadata = verifySignedMetadata(bytes, country, *trust_.smp(), *trust_.national(), clock_.now());
    if (metadata) {
        return FetchedMetadata{std::move(bytes), *std::move(metadata)};
    }
    const auto& error = metadata.error();
    return error.code == ErrorCode::DiscoveryUntrusted
               ? passOn(metadata)
               : fail(ErrorCode::DiscoveryNotPossible, "the SMP's answer: " + error.detail);
}

Result<void> SmpClient::checkSigners(const SignedMetadata& metadata) const {
    const auto now = clock_.now();
    const auto smp = trust_.smp()->check(metadata.smpSigner, {}, certs::Purpose::Signature, now);
    const auto national =
        trust_.national()->check(metadata.nationalSigner, {}, certs::Purpose::Signature, now);
    if (smp && national) {
        return {};
    }
    const auto& error = smp ? national.error() : smp.error();
    return failRule(ErrorCode::DiscoveryUntrusted, (smp ? "national-" : "smp-") + error.rule, error.detail);
}

Result<FetchedMetadata> SmpClient::fetch(const std::string& smp, const CountryCode& country, Service service,
                                         Deadline deadline) const {
    const auto path = metadataPath(participantIdentifier(country), documentIdentifier(service));
    auto fetched = get(smp + "/" + path, country, deadline);
    if (!fetched) {
        return fetched;
    }
    const auto* redirect = std::get_if<ServiceRedirect>(&fetched->metadata.metadata);
    if (redirect == nullptr) {
        return fetched;
    }
    if (!isSmpUrl(redirect->href)) {
        return fail(ErrorCode::DiscoveryNotPossible, "the SMP's redirection is to no usable address");
    }
    auto target = get(redirect->href, country, deadline);
    if (!target) {
        return target;
    }
    if (std::holds_alternative<ServiceRedirect>(target->metadata.metadata)) {
        return failRule(ErrorCode::DiscoveryUntrusted, "redirect-twice", "the SMPs redirect in turn");
    }
    if (!isNamedBy(target->metadata.smpSigner, redirect->certificateUid)) {
        return failRule(ErrorCode::DiscoveryUntrusted, "redirect-certificate",
                        "another SMP than the named one has signed");
    }
    return target;
}

} // namespace ncp::discovery
