#include "ncp/app/commands/patient_search.hpp"

#include "ncp/discovery/search_mask.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace ncp::app::commands {
namespace {

std::string isoToHl7Date(std::string date) {
    std::erase(date, '-');
    return date;
}

/// `root^extension`, or an extension alone in the domain that the country's mask asks for.
Result<PatientId> identifierFrom(std::string_view text, const std::vector<std::string>& domains,
                                 std::size_t at) {
    if (const auto caret = text.find('^'); caret != std::string_view::npos) {
        return PatientId::make(text.substr(0, caret), text.substr(caret + 1));
    }
    if (at >= domains.size()) {
        return fail(ErrorCode::InputRefused, "--id: the country's search mask has no such identifier; "
                                             "write root^extension");
    }
    return PatientId::make(domains[at], text);
}

/// The mask that the country published, where it did; else the configured one.
Result<std::optional<discovery::SearchMask>> maskOf(const Desk& desk, const std::string& country) {
    const auto* known = findCountry(*desk.configuration, country);
    if (known != nullptr && desk.discovery) {
        static_cast<void>(desk.discovery->directory().find(known->code));
        if (auto published = desk.discovery->directory().searchMask(known->code)) {
            return std::optional<discovery::SearchMask>{*published};
        }
    }
    if (known == nullptr || known->searchMask.empty()) {
        return std::optional<discovery::SearchMask>{};
    }
    return discovery::loadSearchMask(known->searchMask).map([](discovery::SearchMask mask) {
        return std::optional{std::move(mask)};
    });
}

/// Domains of the identifiers of a next of kin; the patient's where the mask asks for none.
std::vector<std::string> kinDomains(const discovery::SearchMask& mask) {
    std::vector<std::string> domains;
    if (mask.nextOfKin) {
        for (const auto& field : discovery::fieldsOf(*mask.nextOfKin)) {
            if (!field.domain.empty()) {
                domains.push_back(field.domain);
            }
        }
    }
    return domains.empty() ? discovery::identifierDomains(mask) : domains;
}

Result<ihe::PatientSearch> searchFrom(const PatientOptions& options,
                                      const std::optional<discovery::SearchMask>& mask) {
    const auto domains = mask ? discovery::identifierDomains(*mask) : std::vector<std::string>{};
    ihe::PatientSearch search;
    for (std::size_t i = 0; i < options.identifiers.size(); ++i) {
        auto id = identifierFrom(options.identifiers[i], domains, i);
        if (!id) {
            return fail(ErrorCode::InputRefused, id.error().detail);
        }
        search.identifiers.push_back(std::move(*id));
    }
    search.demographics = {options.familyName,
                           options.givenName,
                           isoToHl7Date(options.birthDate),
                           options.gender,
                           {options.street, options.city, options.postalCode, {}}};
    if (search.identifiers.empty() && options.familyName.empty()) {
        return fail(ErrorCode::InputRefused, "whom to look for? give --id, or --family with --birth-date");
    }
    return search;
}

Result<std::optional<saml::NextOfKin>> kinFrom(const PatientOptions& options,
                                               const std::optional<discovery::SearchMask>& mask) {
    const auto& kin = options.nextOfKin;
    if (kin.id.empty()) {
        const bool more = !kin.familyName.empty() || !kin.givenName.empty() || !kin.birthDate.empty();
        return more ? Result<std::optional<saml::NextOfKin>>{fail(
                          ErrorCode::InputRefused,
                          "--next-of-kin: the identifier of the next of kin is missing")}
                    : std::optional<saml::NextOfKin>{};
    }
    const auto id = identifierFrom(kin.id, mask ? kinDomains(*mask) : std::vector<std::string>{}, 0);
    if (!id) {
        return fail(ErrorCode::InputRefused, "--next-of-kin: " + id.error().detail);
    }
    return std::optional{saml::NextOfKin{*id, kin.givenName, kin.familyName, kin.gender,
                                         isoToHl7Date(kin.birthDate), kin.street, kin.city, kin.postalCode,
                                         kin.country}};
}

} // namespace

Result<consultation::Enquirer> enquirerFrom(Desk& desk, const PatientOptions& options) {
    if (!desk.identities) {
        return fail(ErrorCode::InputRefused, "the node has no identities file; set portal.identities");
    }
    const auto* identity = options.clinician.empty() ? &desk.identities->all().front()
                                                     : desk.identities->find(options.clinician);
    if (identity == nullptr) {
        return fail(ErrorCode::InputRefused, "--as " + options.clinician + ": not in the identities file");
    }
    if (identity->duty != portal::Duty::Clinician) {
        return fail(ErrorCode::InputRefused, "--as: a person of operations looks up nobody");
    }
    consultation::Enquirer enquirer{identity->clinician,
                                    options.emergency ? saml::PurposeOfUse::Emergency
                                                      : saml::PurposeOfUse::Treatment,
                                    CorrelationId::parse(makeUuid(desk.random)).value()};
    if (!options.onBehalfOf.empty()) {
        enquirer.clinician.onBehalfOf = options.onBehalfOf;
    }
    return enquirer;
}

Result<PatientInquiry> inquiryFrom(Desk& desk, const PatientOptions& options) {
    const auto country = CountryCode::parse(options.country);
    if (!country) {
        return fail(ErrorCode::InputRefused, "--country: two capital letters, such as PT");
    }
    auto enquirer = enquirerFrom(desk, options);
    const auto mask = maskOf(desk, options.country);
    if (!enquirer || !mask) {
        return enquirer ? passOn(mask) : passOn(enquirer);
    }
    auto search = searchFrom(options, *mask);
    auto kin = kinFrom(options, *mask);
    if (!search || !kin) {
        return search ? passOn(kin) : passOn(search);
    }
    return PatientInquiry{*country,
                          std::move(*enquirer),
                          std::move(*search),
                          std::move(*kin),
                          {options.prescriptionKey, options.pin}};
}

std::optional<consultation::TreatmentRelation> openRelation(const Desk& desk, const PatientInquiry& inquiry,
                                                            Steps& steps, Exchange& exchange) {
    exchange.correlationId = inquiry.enquirer.correlation.str();
    const auto& consultation = desk.countryB->consultation();
    auto patients = steps.run(
        "ITI-55 find patient",
        [&] {
            return consultation.findPatients(inquiry.enquirer, inquiry.country, inquiry.search,
                                             inquiry.nextOfKin);
        },
        [](const std::vector<ihe::PatientMatch>& found) {
            return countOf(found.size(), "match", "matches");
        });
    if (!patients) {
        exchange.error = patients.error();
        return std::nullopt;
    }
    exchange.patients = std::move(*patients);
    if (exchange.patients.size() > 1) {
        exchange.error =
            Error{ErrorCode::PatientSeveralMatches, "several patients fit; ask with an identifier", {}};
        return std::nullopt;
    }
    auto relation = steps.run(
        "confirm treatment (HCP, TRC)",
        [&] {
            return consultation.confirmTreatment(inquiry.enquirer, inquiry.country,
                                                 exchange.patients.front().id, inquiry.keys,
                                                 inquiry.nextOfKin);
        },
        [](const consultation::TreatmentRelation& made) {
            return countOf(made.assertions.size(), "signed assertion", "signed assertions");
        });
    if (!relation) {
        exchange.error = relation.error();
        return std::nullopt;
    }
    relation->identified = exchange.patients.front().demographics;
    return std::move(*relation);
}

} // namespace ncp::app::commands
