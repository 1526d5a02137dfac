#pragma once

#include "base/identifiers.hpp"
#include "base/wire_code.hpp"
#include "transform/rules/policy.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

/// Service addresses of another country's NCP-A (https only).
struct CountryEndpoints {
    std::string patientDiscovery; ///< ITI-55
    std::string queryRetrieve;    ///< ITI-38 and ITI-39
    std::string provide;          ///< ITI-41
};

struct CountryName {
    std::string nb;
    std::string nn;
    std::string en;
};

/// What a country offers to clinicians abroad, beside the identification of its patients.
enum class CountryService : std::uint8_t {
    PatientSummary,
    EPrescription,
    EDispensation,
    MedicationOverview,
    HospitalDischargeReport,
    LaboratoryResult,
    ImagingReport,
    Image,
};

/// A domain of patient identifiers, and what an identifier of it looks like.
struct PatientIdentifierDomain {
    Oid root;
    std::string format; ///< ECMAScript expression for the whole value; empty: any value
};

/// How much a country may ask of us.
struct RequestLimits {
    std::size_t requestsPerMinute = 6000;         ///< of the country; as many at once
    std::size_t clinicianRequestsPerMinute = 600; ///< of one of its clinicians; as many at once
    std::size_t concurrentRequests = 48;
};

/// One country of the network, as countries.yaml has it.
struct CountryConfiguration {
    CountryCode code;
    CountryName name;
    HomeCommunityId homeCommunityId; ///< which we address the country with
    bool enabled = false;            ///< we ask it, and let it ask us
    /// There for every enabled country other than our own, unless countries are discovered.
    std::optional<CountryEndpoints> endpoints;
    std::filesystem::path searchMask; ///< empty where there is none

    /// Others that the country is known by: tables of deployments differ.
    std::vector<HomeCommunityId> acceptedCommunities = {};
    std::vector<PatientIdentifierDomain> patientIdentifiers = {};
    std::vector<CountryService> services = {};
    CodeStyle codeStyle = CodeStyle::Names;
    std::vector<std::string> refusedTolerances = {}; ///< names of base/tolerance.hpp
    std::optional<RequestLimits> limits = {};        ///< where they differ from the node's
    transform::rules::PolicyChanges validation = {}; ///< of its documents and of ours for it, likewise

    /// Whether a message may come from this community.
    bool isKnownAs(const HomeCommunityId& community) const noexcept;
    bool offers(CountryService service) const noexcept;
};

/// The service's name in countries.yaml.
std::string_view name(CountryService service) noexcept;

} // namespace ncp::app
