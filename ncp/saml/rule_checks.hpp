#pragma once

#include "ncp/saml/rule_context.hpp"

namespace ncp::saml::rule {

/// The functions of the rule table. Each gives an error with a sentence of its own (never patient data); the
/// code that the peer sees is the table's. A rule about a kind of assertion holds where there is none of that
/// kind: its presence is a rule by itself. Missing data is a refusal.

// presence_rules.cpp
Result<void> securityHeaderPresent(const RuleContext& context);
Result<void> notTooMany(const RuleContext& context);
Result<void> kindsKnown(const RuleContext& context);
Result<void> structureValid(const RuleContext& context);
Result<void> idsDistinct(const RuleContext& context);
Result<void> hcpPresent(const RuleContext& context);
Result<void> trcPresent(const RuleContext& context); ///< for all but ITI-55
template <Kind K>
Result<void> single(const RuleContext& context);
template <Kind K>
Result<void> fieldsPresent(const RuleContext& context);
template <Kind K>
Result<void> attributesUnambiguous(const RuleContext& context);
template <Kind K>
Result<void> versionSupported(const RuleContext& context);

// trust_rules.cpp
template <Kind K>
Result<void> signatureValid(const RuleContext& context);
template <Kind K>
Result<void> signerTrusted(const RuleContext& context);
template <Kind K>
Result<void> signerOfTlsCountry(const RuleContext& context);
template <Kind K>
Result<void> issuerOfSignerCountry(const RuleContext& context);

// time_rules.cpp
template <Kind K>
Result<void> alreadyValid(const RuleContext& context);
template <Kind K>
Result<void> notExpired(const RuleContext& context);
template <Kind K>
Result<void> spanWithinLimit(const RuleContext& context);
template <Kind K>
Result<void> authnNotInFuture(const RuleContext& context);
template <Kind K>
Result<void> authnRecent(const RuleContext& context);

// content_rules.cpp
template <Kind K>
Result<void> audienceOurs(const RuleContext& context);
template <Kind K>
Result<void> senderVouches(const RuleContext& context);
Result<void> twoFactorAuthentication(const RuleContext& context);
template <Kind K>
Result<void> previousSession(const RuleContext& context);
Result<void> clinicianNamed(const RuleContext& context);
Result<void> roleKnown(const RuleContext& context);
Result<void> onBehalfOfGiven(const RuleContext& context);
Result<void> facilityTypeKnown(const RuleContext& context);
Result<void> localityGiven(const RuleContext& context);
template <Kind K>
Result<void> purposeGiven(const RuleContext& context);
template <Kind K>
Result<void> purposeAllowed(const RuleContext& context);
Result<void> trcPatientIdentified(const RuleContext& context);
Result<void> nextOfKinNamed(const RuleContext& context);

// link_rules.cpp
template <Kind K>
Result<void> refersToHcp(const RuleContext& context);
Result<void> trcOfSamePerson(const RuleContext& context);
template <Kind K>
Result<void> signerOfHcpCountry(const RuleContext& context);

} // namespace ncp::saml::rule
