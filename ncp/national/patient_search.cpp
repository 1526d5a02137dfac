#include "ncp/national/patient_search.hpp"

#include "ncp/national/name_folding.hpp"
#include "ncp/national/person_number.hpp"

#include <algorithm>

namespace ncp::national {
namespace {

constexpr std::size_t kDateDigits = 8;
constexpr std::size_t kYearDigits = 4;

/// Dates agree as far as both go, at least to the year.
bool datesAgree(std::string_view a, std::string_view b) {
    const auto length = std::min({a.size(), b.size(), kDateDigits});
    return length >= kYearDigits && a.substr(0, length) == b.substr(0, length);
}

/// A part of an address agrees where one of the two sides doesn't tell it.
bool placesAgree(std::string_view a, std::string_view b) {
    return a.empty() || b.empty() || foldName(a) == foldName(b);
}

/// Town and postal code; streets are spelled in too many ways, and a code may stand without its blanks.
bool addressesAgree(const ihe::Address& wanted, const ihe::Address& person) {
    const auto bare = [](std::string code) {
        std::erase(code, ' ');
        return code;
    };
    return placesAgree(wanted.city, person.city) &&
           placesAgree(bare(wanted.postalCode), bare(person.postalCode));
}

bool holdsAll(const ServedDocument& document, const std::vector<PatientId>& identifiers) {
    return std::ranges::all_of(identifiers, [&](const PatientId& identifier) {
        return std::ranges::find(document.patientIds, identifier) != document.patientIds.end();
    });
}

bool samePerson(const ihe::PatientMatch& a, const ihe::PatientMatch& b) {
    return a.id == b.id && foldName(a.demographics.familyName) == foldName(b.demographics.familyName) &&
           foldName(a.demographics.givenName) == foldName(b.demographics.givenName) &&
           a.demographics.birthDate == b.demographics.birthDate &&
           a.demographics.gender == b.demographics.gender;
}

} // namespace

bool traitsAgree(const ihe::Demographics& wanted, const ihe::Demographics& person) {
    return (wanted.familyName.empty() || foldName(wanted.familyName) == foldName(person.familyName)) &&
           (wanted.givenName.empty() || holdsWords(person.givenName, wanted.givenName)) &&
           (wanted.birthDate.empty() || datesAgree(wanted.birthDate, person.birthDate)) &&
           (wanted.gender.empty() || wanted.gender == person.gender) &&
           addressesAgree(wanted.address, person.address);
}

Result<std::vector<ihe::PatientMatch>> findPatients(const FolderSnapshot& snapshot, const PatientQuery& query,
                                                    bool demographicSearch) {
    if (query.identifiers.empty()) {
        if (!demographicSearch) {
            return fail(ErrorCode::PatientQueryNotAllowed, "patients are found by identifier only");
        }
        if (query.traits.familyName.empty() || query.traits.birthDate.size() < kDateDigits) {
            return fail(ErrorCode::PatientDemographicsRequested, "family name and birth date are needed");
        }
    }
    if (std::ranges::any_of(query.identifiers, isMistyped)) {
        return fail(ErrorCode::PatientNoMatch, "nobody can have an identifier with these check digits");
    }
    const auto& candidates =
        query.identifiers.empty() ? snapshot.documents() : snapshot.documentsOf(query.identifiers.front());
    std::vector<ihe::PatientMatch> matches;
    for (const auto* document : candidates) {
        if (!holdsAll(*document, query.identifiers) || !traitsAgree(query.traits, document->traits)) {
            continue;
        }
        const auto& id = query.identifiers.empty() ? document->patientIds.front() : query.identifiers.front();
        ihe::PatientMatch match{id, document->traits};
        if (std::ranges::none_of(matches, [&](const auto& known) { return samePerson(known, match); })) {
            matches.push_back(std::move(match));
        }
    }
    return matches;
}

} // namespace ncp::national
