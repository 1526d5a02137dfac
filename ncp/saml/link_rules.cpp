#include "ncp/saml/rule_checks.hpp"

namespace ncp::saml::rule {

template <Kind K>
Result<void> refersToHcp(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    const auto* hcp = context.of(Kind::Hcp);
    if (hcp == nullptr || assertion->assertionIdRefs.empty() ||
        assertion->assertionIdRefs.front() != hcp->id) {
        return fail(ErrorCode::AssertionsContradict, "does not refer to the HCP assertion beside it");
    }
    return {};
}

Result<void> trcOfSamePerson(const RuleContext& context) {
    const auto* trc = context.of(Kind::Trc);
    const auto* hcp = context.of(Kind::Hcp);
    if (trc != nullptr && (hcp == nullptr || trc->nameId != hcp->nameId)) {
        return fail(ErrorCode::AssertionsContradict, "HCP and TRC name different persons");
    }
    return {};
}

template <Kind K>
Result<void> signerOfHcpCountry(const RuleContext& context) {
    if (context.of(K) == nullptr) {
        return {};
    }
    const auto own = context.signerCountry(K);
    if (!own || own != context.signerCountry(Kind::Hcp)) {
        return fail(ErrorCode::AssertionsContradict, "signed in another country than the HCP assertion");
    }
    return {};
}

template Result<void> refersToHcp<Kind::Trc>(const RuleContext&);
template Result<void> refersToHcp<Kind::NextOfKin>(const RuleContext&);
template Result<void> signerOfHcpCountry<Kind::Trc>(const RuleContext&);
template Result<void> signerOfHcpCountry<Kind::NextOfKin>(const RuleContext&);

} // namespace ncp::saml::rule
