#pragma once

#include "base/identifiers.hpp"
#include "base/sensitive.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::ihe {

struct Address {
    std::string street;
    std::string city;
    std::string postalCode;
    std::string country;

    friend bool operator==(const Address&, const Address&) = default;
};

/// Traits of a person as XCPD carries them; absent ones are empty. Patient data: keep inside Sensitive
/// wherever it could reach a log.
struct Demographics {
    std::string familyName;
    std::string givenName;
    std::string birthDate; ///< HL7 TS, yyyyMMdd
    std::string gender;    ///< F, M or UN
    Address address;

    friend bool operator==(const Demographics&, const Demographics&) = default;
};

/// One patient of an answer.
struct PatientMatch {
    PatientId id;
    Demographics demographics;

    friend bool operator==(const PatientMatch&, const PatientMatch&) = default;
};

/// Whom to look for: what the country's search mask asked for.
struct PatientSearch {
    std::vector<PatientId> identifiers;
    Demographics demographics;
};

} // namespace ncp::ihe
