#include "ncp/saml/rule_checks.hpp"

#include <array>

namespace ncp::saml {
namespace {

using enum Kind;

// What the header holds and its form, then signatures and trust, then times, then contents, then how the
// assertions hang together: nothing of an assertion is weighed before its signature holds. ITI-55 needs no
// TRC; one that comes along must hold like any other.
constexpr std::array kRules{
    Rule{"security-header-present", ErrorCode::SecurityHeaderMissing, &rule::securityHeaderPresent},
    Rule{"assertion-count", ErrorCode::AssertionNotValid, &rule::notTooMany},
    Rule{"assertion-kind-known", ErrorCode::AssertionNotValid, &rule::kindsKnown},
    Rule{"assertion-structure", ErrorCode::IntegrityNotEnsured, &rule::structureValid},
    Rule{"hcp-present", ErrorCode::AuthenticationNotReceived, &rule::hcpPresent},
    Rule{"trc-present", ErrorCode::AssertionNotValid, &rule::trcPresent},
    Rule{"hcp-single", ErrorCode::AssertionNotValid, &rule::single<Hcp>},
    Rule{"trc-single", ErrorCode::AssertionNotValid, &rule::single<Trc>},
    Rule{"nok-single", ErrorCode::AssertionNotValid, &rule::single<NextOfKin>},
    Rule{"assertion-ids-distinct", ErrorCode::AssertionNotValid, &rule::idsDistinct},
    Rule{"hcp-fields-present", ErrorCode::AssertionFieldsMissing, &rule::fieldsPresent<Hcp>},
    Rule{"trc-fields-present", ErrorCode::AssertionNotValid, &rule::fieldsPresent<Trc>},
    Rule{"nok-fields-present", ErrorCode::AssertionNotValid, &rule::fieldsPresent<NextOfKin>},
    Rule{"hcp-attributes-unambiguous", ErrorCode::AssertionFieldsInvalid, &rule::attributesUnambiguous<Hcp>},
    Rule{"trc-attributes-unambiguous", ErrorCode::AssertionNotValid, &rule::attributesUnambiguous<Trc>},
    Rule{"nok-attributes-unambiguous", ErrorCode::AssertionNotValid, &rule::attributesUnambiguous<NextOfKin>},
    Rule{"hcp-version", ErrorCode::AssertionFieldsInvalid, &rule::versionSupported<Hcp>},
    Rule{"trc-version", ErrorCode::AssertionNotValid, &rule::versionSupported<Trc>},
    Rule{"nok-version", ErrorCode::AssertionNotValid, &rule::versionSupported<NextOfKin>},

    Rule{"hcp-signature", ErrorCode::SignatureNotValid, &rule::signatureValid<Hcp>},
    Rule{"trc-signature", ErrorCode::SignatureNotValid, &rule::signatureValid<Trc>},
    Rule{"nok-signature", ErrorCode::SignatureNotValid, &rule::signatureValid<NextOfKin>},
    Rule{"hcp-signer-trusted", ErrorCode::SignatureNotValid, &rule::signerTrusted<Hcp>},
    Rule{"trc-signer-trusted", ErrorCode::SignatureNotValid, &rule::signerTrusted<Trc>},
    Rule{"nok-signer-trusted", ErrorCode::SignatureNotValid, &rule::signerTrusted<NextOfKin>},
    Rule{"signer-country-tls", ErrorCode::SignatureNotValid, &rule::signerOfTlsCountry<Hcp>},
    Rule{"trc-signer-country", ErrorCode::AssertionsContradict, &rule::signerOfHcpCountry<Trc>},
    Rule{"nok-signer-country", ErrorCode::AssertionsContradict, &rule::signerOfHcpCountry<NextOfKin>},
    Rule{"hcp-issuer-country", ErrorCode::SignatureNotValid, &rule::issuerOfSignerCountry<Hcp>},
    Rule{"trc-issuer-country", ErrorCode::SignatureNotValid, &rule::issuerOfSignerCountry<Trc>},
    Rule{"nok-issuer-country", ErrorCode::SignatureNotValid, &rule::issuerOfSignerCountry<NextOfKin>},

    Rule{"hcp-not-before", ErrorCode::AssertionFieldsInvalid, &rule::alreadyValid<Hcp>},
    Rule{"trc-not-before", ErrorCode::AssertionNotValid, &rule::alreadyValid<Trc>},
    Rule{"nok-not-before", ErrorCode::AssertionNotValid, &rule::alreadyValid<NextOfKin>},
    Rule{"hcp-expired", ErrorCode::AssertionFieldsInvalid, &rule::notExpired<Hcp>},
    Rule{"trc-expired", ErrorCode::AssertionNotValid, &rule::notExpired<Trc>},
    Rule{"nok-expired", ErrorCode::AssertionNotValid, &rule::notExpired<NextOfKin>},
    Rule{"hcp-span", ErrorCode::AssertionFieldsInvalid, &rule::spanWithinLimit<Hcp>},
    Rule{"trc-span", ErrorCode::AssertionNotValid, &rule::spanWithinLimit<Trc>},
    Rule{"nok-span", ErrorCode::AssertionNotValid, &rule::spanWithinLimit<NextOfKin>},
    Rule{"hcp-authn-in-future", ErrorCode::AssertionFieldsInvalid, &rule::authnNotInFuture<Hcp>},
    Rule{"trc-authn-in-future", ErrorCode::AssertionNotValid, &rule::authnNotInFuture<Trc>},
    Rule{"nok-authn-in-future", ErrorCode::AssertionNotValid, &rule::authnNotInFuture<NextOfKin>},
    Rule{"hcp-authn-too-old", ErrorCode::AssertionFieldsInvalid, &rule::authnRecent<Hcp>},
    Rule{"trc-authn-too-old", ErrorCode::AssertionNotValid, &rule::authnRecent<Trc>},
    Rule{"nok-authn-too-old", ErrorCode::AssertionNotValid, &rule::authnRecent<NextOfKin>},

    Rule{"hcp-audience", ErrorCode::AssertionFieldsInvalid, &rule::audienceOurs<Hcp>},
    Rule{"trc-audience", ErrorCode::AssertionNotValid, &rule::audienceOurs<Trc>},
    Rule{"nok-audience", ErrorCode::AssertionNotValid, &rule::audienceOurs<NextOfKin>},
    Rule{"hcp-confirmation-method", ErrorCode::AssertionFieldsInvalid, &rule::senderVouches<Hcp>},
    Rule{"trc-confirmation-method", ErrorCode::AssertionNotValid, &rule::senderVouches<Trc>},
    Rule{"nok-confirmation-method", ErrorCode::AssertionNotValid, &rule::senderVouches<NextOfKin>},
    Rule{"hcp-authn-context", ErrorCode::AssertionFieldsInvalid, &rule::twoFactorAuthentication},
    Rule{"trc-authn-context", ErrorCode::AssertionNotValid, &rule::previousSession<Trc>},
    Rule{"nok-authn-context", ErrorCode::AssertionNotValid, &rule::previousSession<NextOfKin>},
    Rule{"hcp-subject-id", ErrorCode::AssertionFieldsInvalid, &rule::clinicianNamed},
    Rule{"hcp-role", ErrorCode::AssertionFieldsInvalid, &rule::roleKnown},
    Rule{"hcp-on-behalf-of", ErrorCode::AssertionFieldsInvalid, &rule::onBehalfOfGiven},
    Rule{"hcp-facility-type", ErrorCode::AssertionFieldsInvalid, &rule::facilityTypeKnown},
    Rule{"hcp-locality", ErrorCode::AssertionFieldsInvalid, &rule::localityGiven},
    Rule{"hcp-purpose-present", ErrorCode::AssertionFieldsMissing, &rule::purposeGiven<Hcp>},
    Rule{"hcp-purpose", ErrorCode::InsufficientRights, &rule::purposeAllowed<Hcp>},
    Rule{"trc-purpose-present", ErrorCode::AssertionNotValid, &rule::purposeGiven<Trc>},
    Rule{"trc-purpose", ErrorCode::InsufficientRights, &rule::purposeAllowed<Trc>},
    Rule{"trc-patient", ErrorCode::AssertionNotValid, &rule::trcPatientIdentified},
    Rule{"nok-person", ErrorCode::AssertionNotValid, &rule::nextOfKinNamed},

    Rule{"trc-refers-to-hcp", ErrorCode::AssertionsContradict, &rule::refersToHcp<Trc>},
    Rule{"nok-refers-to-hcp", ErrorCode::AssertionsContradict, &rule::refersToHcp<NextOfKin>},
    Rule{"trc-same-person", ErrorCode::AssertionsContradict, &rule::trcOfSamePerson},
};

} // namespace

std::span<const Rule> rules() noexcept {
    return kRules;
}

} // namespace ncp::saml
