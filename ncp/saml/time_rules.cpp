#include "ncp/saml/lifetimes.hpp"
#include "ncp/saml/rule_checks.hpp"

namespace ncp::saml::rule {

template <Kind K>
Result<void> alreadyValid(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr &&
        !(assertion->notBefore && *assertion->notBefore <= context.received.now + kSkew)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "not valid yet");
    }
    return {};
}

template <Kind K>
Result<void> notExpired(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr &&
        !(assertion->notOnOrAfter && *assertion->notOnOrAfter >= context.received.now - kSkew)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "expired");
    }
    return {};
}

template <Kind K>
Result<void> spanWithinLimit(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion == nullptr) {
        return {};
    }
    if (!assertion->notBefore || !assertion->notOnOrAfter ||
        *assertion->notOnOrAfter <= *assertion->notBefore ||
        *assertion->notOnOrAfter - *assertion->notBefore > span(K)) {
        return fail(ErrorCode::AssertionFieldsInvalid,
                    "valid for longer than allowed, or for no time at all");
    }
    return {};
}

template <Kind K>
Result<void> authnNotInFuture(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr &&
        !(assertion->authnInstant && *assertion->authnInstant <= context.received.now + kSkew)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "signed in at a later time than now");
    }
    return {};
}

template <Kind K>
Result<void> authnRecent(const RuleContext& context) {
    const auto* assertion = context.of(K);
    if (assertion != nullptr &&
        !(assertion->authnInstant && context.received.now - *assertion->authnInstant <= span(K) + kSkew)) {
        return fail(ErrorCode::AssertionFieldsInvalid, "signed in too long ago");
    }
    return {};
}

template Result<void> alreadyValid<Kind::Hcp>(const RuleContext&);
template Result<void> alreadyValid<Kind::Trc>(const RuleContext&);
template Result<void> alreadyValid<Kind::NextOfKin>(const RuleContext&);
template Result<void> notExpired<Kind::Hcp>(const RuleContext&);
template Result<void> notExpired<Kind::Trc>(const RuleContext&);
template Result<void> notExpired<Kind::NextOfKin>(const RuleContext&);
template Result<void> spanWithinLimit<Kind::Hcp>(const RuleContext&);
template Result<void> spanWithinLimit<Kind::Trc>(const RuleContext&);
template Result<void> spanWithinLimit<Kind::NextOfKin>(const RuleContext&);
template Result<void> authnNotInFuture<Kind::Hcp>(const RuleContext&);
template Result<void> authnNotInFuture<Kind::Trc>(const RuleContext&);
template Result<void> authnNotInFuture<Kind::NextOfKin>(const RuleContext&);
template Result<void> authnRecent<Kind::Hcp>(const RuleContext&);
template Result<void> authnRecent<Kind::Trc>(const RuleContext&);
template Result<void> authnRecent<Kind::NextOfKin>(const RuleContext&);

} // namespace ncp::saml::rule
