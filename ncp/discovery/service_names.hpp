#pragma once

#include "base/identifiers.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::discovery {

/// Schemes of the identifiers in the SML and SMP (eHDSI SMP profile, section on identifiers).
inline constexpr std::string_view kParticipantScheme = "ehealth-participantid-qns";
inline constexpr std::string_view kDocumentScheme = "ehealth-resid-qns";
inline constexpr std::string_view kProcessScheme = "ehealth-procid-qns";

/// What a country publishes an address, or a search mask, for.
enum class Service : std::uint8_t { PatientDiscovery, Query, Retrieve, Provide, SearchMask };
inline constexpr std::array<Service, 5> kServices{Service::PatientDiscovery, Service::Query,
                                                  Service::Retrieve, Service::Provide, Service::SearchMask};

/// The name of a service in files, commands and answers of ours: iti-55, iti-38, iti-39, iti-41, search-mask.
std::string_view name(Service service) noexcept;
std::optional<Service> serviceNamed(std::string_view name) noexcept;
/// What a person calls it; goes into ServiceDescription.
std::string_view description(Service service) noexcept;

std::string_view documentIdentifier(Service service) noexcept;
/// Depends on the country for the search mask only.
std::string processIdentifier(Service service, const CountryCode& country);
std::string_view transportProfile(Service service) noexcept;
/// The service with that document identifier.
std::optional<Service> serviceOf(std::string_view documentIdentifier) noexcept;

/// `urn:ehealth:<cc>:ncp-idp`, cc in lower case.
std::string participantIdentifier(const CountryCode& country);
/// The country of such an identifier; nothing for any other.
std::optional<CountryCode> countryOf(std::string_view participantIdentifier);

/// The first label of a participant's name in the SML (OASIS BDXL 1.0): Base32 without padding (RFC 4648) of
/// the SHA-256 over the identifier in lower case, without scheme.
std::string naptrLabel(std::string_view participantIdentifier);
/// The older form: `b-` and the MD5 in hexadecimal.
std::string cnameLabel(std::string_view participantIdentifier);
/// `<label>.ehealth-participantid-qns.<domain>`
std::string participantHost(std::string_view label, std::string_view domain);

/// The path of a participant, or of one of its documents, below the base URL of an SMP: each `scheme::value`
/// is one percent-encoded segment.
std::string groupPath(std::string_view participantIdentifier);
std::string metadataPath(std::string_view participantIdentifier, std::string_view documentIdentifier);

} // namespace ncp::discovery
