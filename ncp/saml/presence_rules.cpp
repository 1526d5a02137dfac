#include "ncp/saml/attribute_names.hpp"
#include "ncp/saml/rule_checks.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace ncp::saml::rule {
namespace {

/// Attributes whose second occurrence two readers could take differently.
constexpr std::array kSingleAttributes{
    kSubjectIdAttribute,    kRoleAttribute,         kOrganisationIdAttribute, kOnBehalfOfAttribute,
    kFacilityTypeAttribute, kPurposeOfUseAttribute, kLocalityAttribute,       kHomeCommunityAttribute,
};

bool standsOnce(std::string_view attribute) {
    return attribute.starts_with(kNextOfKinPrefix) ||
           std::ranges::find(kSingleAttributes, attribute) != kSingleAttributes.end();
}

bool lacksConfirmation(const Assertion& assertion) {
    return assertion.subjectConfirmationMethods.empty() ||
           assertion.subjectConfirmationMethods.front().empty();
}

/// Names of what the profile demands and the assertion lacks; empty when complete.
std::string missingFields(const Assertion& assertion) {
    const bool refers = assertion.kind != Kind::Hcp;
    const std::array<std::pair<std::string_view, bool>, 13> fields{{
        {"Version", assertion.version.empty()},
        {"ID", assertion.id.empty()},
        {"IssueInstant", !assertion.issueInstant},
        {"Issuer", assertion.issuer.empty()},
        {"NameID", assertion.nameId.empty()},
        {"NameID/@Format", assertion.nameIdFormat.empty()},
        {"SubjectConfirmation/@Method", lacksConfirmation(assertion)},
        {"NotBefore", !assertion.notBefore},
        {"NotOnOrAfter", !assertion.notOnOrAfter},
        {"AuthnInstant", !assertion.authnInstant},
        {"AuthnContextClassRef", assertion.authnContextClassRef.empty()},
        {"AttributeStatement", assertion.attributes.empty()},
        {"Advice/AssertionIDRef", refers && assertion.assertionIdRefs.empty()},
    }};
    std::string missing;
    for (const auto& [field, absent] : fields) {
        if (absent) {
            missing += (missing.empty() ? "" : ", ") + std::string{field};
        }
    }
    return missing;
}

} // namespace

Result<void> securityHeaderPresent(const RuleContext& context) {
    if (!context.received.securityHeader) {
        return fail(ErrorCode::SecurityHeaderMissing, "no wsse:Security header");
    }
    return {};
}

Result<void> notTooMany(const RuleContext& context) {
    if (context.received.assertions.size() > kMostAssertions) {
        return fail(ErrorCode::AssertionNotValid, "more assertions than there are kinds");
    }
    return {};
}

Result<void> kindsKnown(const RuleContext& context) {
    if (std::ranges::any_of(context.candidates, [](const Candidate& candidate) { return !candidate.kind; })) {
        return fail(ErrorCode::AssertionNotValid, "an assertion of an unknown kind");
    }
    return {};
}

Result<void> structureValid(const RuleContext& context) {
    for (const auto& candidate : context.candidates) {
        if (!candidate.assertion) {
            return passOn(candidate.assertion);
        }
    }
    return {};
}

Result<void> idsDistinct(const RuleContext& context) {
    const auto& all = context.candidates;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) {
            if (all[i].element.attribute("ID") == all[j].element.attribute("ID")) {
                return fail(ErrorCode::AssertionNotValid, "two assertions with one ID");
            }
        }
    }
    return {};
}

Result<void> hcpPresent(const RuleContext& context) {
    if (context.count(Kind::Hcp) == 0) {
        return fail(ErrorCode::AuthenticationNotReceived, "no HCP assertion");
    }
    return {};
}

Result<void> trcPresent(const RuleContext& context) {
    if (context.received.transaction != Transaction::PatientDiscovery && context.count(Kind::Trc) == 0) {
        return fail(ErrorCode::AssertionNotValid, "no TRC assertion");
    }
    return {};
}

template <Kind K>
Result<void> single(const RuleContext& context) {
    if (context.count(K) > 1) {
        return fail(ErrorCode::AssertionNotValid, "several assertions of the kind " + std::string{name(K)});
    }
    return {};
}

template <Kind K>
Result<void> fieldsPresent(const RuleContext& context) {
    const auto* assertion = context.of(K);
    const auto missing = assertion == nullptr ? std::string{} : missingFields(*assertion);
    if (!missing.empty()) {
        return fail(ErrorCode::AssertionFieldsMissing, "missing: " + missing);
    }
    return {};
}

template <Kind K>
Result<void> attributesUnambiguous(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    for (const auto& attribute : assertion->attributes) {
        const auto occurrences = std::ranges::count(assertion->attributes, attribute.name, &Attribute::name);
        if (standsOnce(attribute.name) && (occurrences > 1 || attribute.values.size() > 1)) {
            return fail(ErrorCode::AssertionFieldsInvalid, "given more than once: " + attribute.name);
        }
    }
    return {};
}

template <Kind K>
Result<void> versionSupported(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr && assertion->version != "2.0") {
        return fail(ErrorCode::AssertionFieldsInvalid, "SAML version other than 2.0");
    }
    return {};
}

template Result<void> single<Kind::Hcp>(const RuleContext&);
template Result<void> single<Kind::Trc>(const RuleContext&);
template Result<void> single<Kind::NextOfKin>(const RuleContext&);
template Result<void> fieldsPresent<Kind::Hcp>(const RuleContext&);
template Result<void> fieldsPresent<Kind::Trc>(const RuleContext&);
template Result<void> fieldsPresent<Kind::NextOfKin>(const RuleContext&);
template Result<void> attributesUnambiguous<Kind::Hcp>(const RuleContext&);
template Result<void> attributesUnambiguous<Kind::Trc>(const RuleContext&);
template Result<void> attributesUnambiguous<Kind::NextOfKin>(const RuleContext&);
template Result<void> versionSupported<Kind::Hcp>(const RuleContext&);
template Result<void> versionSupported<Kind::Trc>(const RuleContext&);
template Result<void> versionSupported<Kind::NextOfKin>(const RuleContext&);

} // namespace ncp::saml::rule
