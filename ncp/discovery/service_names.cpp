#include "ncp/discovery/service_names.hpp"

#include "certs/digest.hpp"
#include "certs/md5.hpp"

#include <algorithm>
#include <cstddef>

namespace ncp::discovery {
namespace {

struct ServiceRow {
    Service service;
    std::string_view name;
    std::string_view description;
    std::string_view document;
    std::string_view process; ///< empty: of the country
    std::string_view profile;
};

constexpr std::array<ServiceRow, 5> kTable{{
    {Service::PatientDiscovery, "iti-55", "Patient Identification and Authentication",
     "urn:ehealth:PatientIdentificationAndAuthentication::XCPD::CrossGatewayPatientDiscovery##ITI-55",
     "urn:XCPD::CrossGatewayPatientDiscovery", "urn:ihe:iti:2013:xcpd"},
    {Service::Query, "iti-38", "Request of Data: query",
     "urn:ehealth:RequestOfData::XCA::CrossGatewayQuery##ITI-38", "urn:XCA::CrossGatewayQuery",
     "urn:ihe:iti:2013:xca"},
    {Service::Retrieve, "iti-39", "Request of Data: retrieve",
     "urn:ehealth:RequestOfData::XCA::CrossGatewayRetrieve##ITI-39", "urn:XCA::CrossGatewayRetrieve",
     "urn:ihe:iti:2013:xca"},
    {Service::Provide, "iti-41", "Provisioning of Data: provide",
     "urn:ehealth:ProvisioningOfData:Provide::XDR::ProvideandRegisterDocumentSet-b##ITI-41",
     "urn:XDR::ProvideandRegisterDocumentSet-b", "urn:ihe:iti:2013:xds"},
    {Service::SearchMask, "search-mask", "International Search Mask",
     "urn:ehealth:ISM::InternationalSearchMask##ehealth-107", "", "urn:ehealth:transport:none"},
}};

const ServiceRow& row(Service service) noexcept {
    return kTable[static_cast<std::size_t>(service)];
}

std::string lowerCase(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

constexpr std::string_view kBase32Alphabet{"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"};

std::string base32(const certs::Sha256& digest) {
    std::string out;
    unsigned bits = 0;
    unsigned held = 0;
    for (const auto byte : digest) {
        bits = (bits << 8U) | byte;
        held += 8;
        while (held >= 5) {
            held -= 5;
            out.push_back(kBase32Alphabet[(bits >> held) & 0x1FU]);
        }
    }
    if (held > 0) {
        out.push_back(kBase32Alphabet[(bits << (5 - held)) & 0x1FU]);
    }
    return out;
}

constexpr std::string_view kParticipantStart{"urn:ehealth:"};
constexpr std::string_view kParticipantEnd{":ncp-idp"};

/// RFC 3986 unreserved characters stay.
std::string percentEncoded(std::string_view text) {
    constexpr std::string_view digits{"0123456789ABCDEF"};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view{"-._~"}.find(c) != std::string_view::npos;
        if (stays) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 0x0FU]);
        }
    }
    return out;
}

std::string segment(std::string_view scheme, std::string_view value) {
    return percentEncoded(std::string{scheme} + "::" + std::string{value});
}

} // namespace

std::string_view name(Service service) noexcept {
    return row(service).name;
}

std::optional<Service> serviceNamed(std::string_view name) noexcept {
    const auto found = std::ranges::find(kTable, name, &ServiceRow::name);
    return found == kTable.end() ? std::nullopt : std::optional{found->service};
}

std::string_view description(Service service) noexcept {
    return row(service).description;
}

std::string_view documentIdentifier(Service service) noexcept {
    return row(service).document;
}

std::string processIdentifier(Service service, const CountryCode& country) {
    const auto process = row(service).process;
    return process.empty() ? "urn:ehealth:ncp:" + lowerCase(country.str()) + ":ism" : std::string{process};
}

std::string_view transportProfile(Service service) noexcept {
    return row(service).profile;
}

std::optional<Service> serviceOf(std::string_view documentIdentifier) noexcept {
    const auto found = std::ranges::find(kTable, documentIdentifier, &ServiceRow::document);
    return found == kTable.end() ? std::nullopt : std::optional{found->service};
}

std::string participantIdentifier(const CountryCode& country) {
    return std::string{kParticipantStart} + lowerCase(country.str()) + std::string{kParticipantEnd};
}

std::optional<CountryCode> countryOf(std::string_view participantIdentifier) {
    const auto size = kParticipantStart.size() + 2 + kParticipantEnd.size();
    if (participantIdentifier.size() != size || !participantIdentifier.starts_with(kParticipantStart) ||
        !participantIdentifier.ends_with(kParticipantEnd)) {
        return std::nullopt;
    }
    std::string code{participantIdentifier.substr(kParticipantStart.size(), 2)};
    for (auto& letter : code) {
        if (letter < 'a' || letter > 'z') {
            return std::nullopt;
        }
        letter = static_cast<char>(letter - 'a' + 'A');
    }
    auto country = CountryCode::parse(code);
    return country ? std::optional{*std::move(country)} : std::nullopt;
}

std::string naptrLabel(std::string_view participantIdentifier) {
    return base32(certs::sha256(lowerCase(participantIdentifier)));
}

std::string cnameLabel(std::string_view participantIdentifier) {
    return "b-" + certs::md5Hex(lowerCase(participantIdentifier));
}

std::string participantHost(std::string_view label, std::string_view domain) {
    return std::string{label} + "." + std::string{kParticipantScheme} + "." + std::string{domain};
}

std::string groupPath(std::string_view participantIdentifier) {
    return segment(kParticipantScheme, participantIdentifier);
}

std::string metadataPath(std::string_view participantIdentifier, std::string_view documentIdentifier) {
    return groupPath(participantIdentifier) + "/services/" + segment(kDocumentScheme, documentIdentifier);
}

} // namespace ncp::discovery
