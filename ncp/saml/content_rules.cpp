#include "ncp/saml/attribute_names.hpp"
#include "ncp/saml/rule_checks.hpp"

#include <algorithm>
#include <string>

namespace ncp::saml::rule {

template <Kind K>
Result<void> audienceOurs(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr && !std::ranges::all_of(assertion->audiences, [](const std::string& audience) {
            return audience == kAudience || audience == kFormerAudience;
        })) {
        return fail(ErrorCode::AssertionFieldsInvalid, "meant for another audience");
    }
    return {};
}

template <Kind K>
Result<void> senderVouches(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    const auto& methods = assertion->subjectConfirmationMethods;
    if (methods.empty() ||
        !std::ranges::all_of(methods, [](const std::string& method) { return method == kSenderVouches; })) {
        return fail(ErrorCode::AssertionFieldsInvalid, "subject confirmation other than sender-vouches");
    }
    return {};
}

Result<void> twoFactorAuthentication(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    if (hcp == nullptr || !context.vocabulary.isTwoFactor(hcp->authnContextClassRef)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "authentication context without two factors");
    }
    return {};
}

template <Kind K>
Result<void> previousSession(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr && assertion->authnContextClassRef != kPreviousSession) {
        return fail(ErrorCode::AssertionNotValid, "authentication context other than PreviousSession");
    }
    return {};
}

Result<void> clinicianNamed(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    if (hcp == nullptr || hcp->firstValue(kSubjectIdAttribute).empty()) {
        return fail(ErrorCode::AssertionFieldsInvalid, "no name of the clinician");
    }
    return {};
}

Result<void> roleKnown(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    const auto role = hcp == nullptr ? std::nullopt : hcp->role();
    const bool known = role && (role->system.empty() || role->system == kRoleCodeSystem) &&
                       context.vocabulary.knowsRole(role->code);
    if (!known) {
        return fail(ErrorCode::AssertionFieldsInvalid, "role not among the known ones");
    }
    return {};
}

Result<void> onBehalfOfGiven(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    const auto role = hcp == nullptr ? std::nullopt : hcp->role();
    if (!role || role->code != kClericalRole) {
        return {};
    }
    const auto behalf = hcp->firstValue(kOnBehalfOfAttribute);
    if (behalf == kClericalRole || !context.vocabulary.knowsRole(behalf)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "clerical role without the role that it acts for");
    }
    return {};
}

Result<void> facilityTypeKnown(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    if (hcp == nullptr || !context.vocabulary.knowsFacilityType(hcp->firstValue(kFacilityTypeAttribute))) {
        return fail(ErrorCode::AssertionFieldsInvalid, "healthcare facility type not among the known ones");
    }
    return {};
}

Result<void> localityGiven(const RuleContext& context) {
    const auto* hcp = context.of(Kind::Hcp);
    if (hcp == nullptr || hcp->firstValue(kLocalityAttribute).empty()) {
        return fail(ErrorCode::AssertionFieldsInvalid, "no point of care");
    }
    return {};
}

template <Kind K>
Result<void> purposeGiven(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr && assertion->purposeOfUse().empty()) {
        return fail(ErrorCode::AssertionFieldsMissing, "no purpose of use");
    }
    return {};
}

template <Kind K>
Result<void> purposeAllowed(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    const auto purpose = assertion->purposeOfUse();
    if (purpose != "TREATMENT" && purpose != "EMERGENCY") {
        return fail(ErrorCode::InsufficientRights, "purpose of use other than TREATMENT and EMERGENCY");
    }
    return {};
}

Result<void> trcPatientIdentified(const RuleContext& context) {
    const auto* trc = context.of(Kind::Trc);
    if (trc != nullptr && !PatientId::parseCx(trc->firstValue(kSubjectIdAttribute))) {
        return fail(ErrorCode::AssertionNotValid, "no patient identifier of the form ext^^^&root&ISO");
    }
    return {};
}

Result<void> nextOfKinNamed(const RuleContext& context) {
    const auto* nok = context.of(Kind::NextOfKin);
    const auto prefix = std::string{kNextOfKinPrefix};
    if (nok != nullptr && nok->firstValue(prefix + "id").empty() &&
        nok->firstValue(prefix + "familyname").empty()) {
        return fail(ErrorCode::AssertionNotValid, "neither identifier nor family name of the next of kin");
    }
    return {};
}

template Result<void> audienceOurs<Kind::Hcp>(const RuleContext&);
template Result<void> audienceOurs<Kind::Trc>(const RuleContext&);
template Result<void> audienceOurs<Kind::NextOfKin>(const RuleContext&);
template Result<void> senderVouches<Kind::Hcp>(const RuleContext&);
template Result<void> senderVouches<Kind::Trc>(const RuleContext&);
template Result<void> senderVouches<Kind::NextOfKin>(const RuleContext&);
template Result<void> previousSession<Kind::Trc>(const RuleContext&);
template Result<void> previousSession<Kind::NextOfKin>(const RuleContext&);
template Result<void> purposeGiven<Kind::Hcp>(const RuleContext&);
template Result<void> purposeGiven<Kind::Trc>(const RuleContext&);
template Result<void> purposeAllowed<Kind::Hcp>(const RuleContext&);
template Result<void> purposeAllowed<Kind::Trc>(const RuleContext&);

} // namespace ncp::saml::rule
