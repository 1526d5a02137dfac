#include "ncp/saml/verify.hpp"

#include "ncp/saml/attribute_names.hpp"
#include "ncp/saml/issuer_country.hpp"
#include "ncp/saml/rule_context.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ncp::saml {
namespace {

constexpr std::array kKinds{Kind::Hcp, Kind::Trc, Kind::NextOfKin};

Result<void> applyRules(const RuleContext& context) {
    for (const auto& rule : rules()) {
        if (auto checked = rule.check(context); !checked) {
            auto error = std::move(checked.error());
            error.code = rule.code;
            error.rule = rule.name;
            return tl::unexpected<Error>{std::move(error)};
        }
    }
    return {};
}

/// NOK, HCP, TRC: the order in which OpenNCP sends them.
bool isUsualOrder(const std::vector<Candidate>& candidates) {
    constexpr std::array usual{Kind::NextOfKin, Kind::Hcp, Kind::Trc};
    return std::ranges::is_sorted(candidates, {}, [&](const Candidate& candidate) {
        return candidate.kind ? std::ranges::find(usual, *candidate.kind) : usual.end();
    });
}

bool hasOtherPurposeSystem(const Assertion& assertion) {
    const auto* purpose = assertion.attribute(kPurposeOfUseAttribute);
    return purpose != nullptr && !purpose->codes.empty() &&
           purpose->codes.front().system != kPurposeCodeSystem;
}

/// Departures from the profile that interoperability asks for; each is counted by its name.
std::vector<std::string> tolerances(const RuleContext& context) {
    std::vector<std::string> names;
    for (const auto kind : kKinds) {
        const auto* assertion = context.of(kind);
        if (assertion == nullptr) {
            continue;
        }
        const auto prefix = std::string{name(kind)};
        if (assertion->audiences.empty()) {
            names.push_back(prefix + "-audience-absent");
        }
        if (!issuerCountry(assertion->issuer)) {
            names.push_back(prefix + "-issuer-pattern");
        }
        if (kind != Kind::NextOfKin && hasOtherPurposeSystem(*assertion)) {
            names.push_back(prefix + "-purpose-system");
        }
    }
    const auto* hcp = context.of(Kind::Hcp);
    if (const auto role = hcp->role(); role && role->system.empty()) {
        names.emplace_back("hcp-role-system-absent");
    }
    if (std::ranges::any_of(hcp->attributes, &Attribute::prefixed)) {
        names.emplace_back("hcp-role-prefixed");
    }
    if (!isUsualOrder(context.candidates)) {
        names.emplace_back("assertion-order");
    }
    return names;
}

std::optional<Assertion> copyOf(const Assertion* assertion) {
    return assertion == nullptr ? std::nullopt : std::optional{*assertion};
}

} // namespace

std::string_view name(Transaction transaction) noexcept {
    constexpr std::array<std::string_view, 4> names{"ITI-55", "ITI-38", "ITI-39", "ITI-41"};
    return names.at(static_cast<std::size_t>(transaction));
}

Verifier::Verifier(std::shared_ptr<const certs::TrustStore> trust, certs::SignatureVerifier& signatures,
                   std::shared_ptr<const Vocabulary> vocabulary)
    : trust_(std::move(trust)), signatures_(signatures), vocabulary_(std::move(vocabulary)) {
    if (trust_.get() == nullptr || vocabulary_ == nullptr) {
        throw std::invalid_argument("a verifier needs a trust store and the vocabulary");
    }
}

void Verifier::renewTrust(std::shared_ptr<const certs::TrustStore> trust) {
    if (trust == nullptr) {
        throw std::invalid_argument("a verifier needs a trust store");
    }
    trust_.replace(std::move(trust));
}

Result<VerifiedAssertions> Verifier::verify(const Received& received) const {
    const auto trust = trust_.get(); // one list to the end, whatever is renewed meanwhile
    const auto context = makeRuleContext(received, *trust, signatures_, *vocabulary_);
    if (auto held = applyRules(context); !held) {
        return passOn(held);
    }
    VerifiedAssertions verified{*context.of(Kind::Hcp), *context.signerCountry(Kind::Hcp),
                                received.transaction};
    verified.trc_ = copyOf(context.of(Kind::Trc));
    verified.nextOfKin_ = copyOf(context.of(Kind::NextOfKin));
    if (verified.trc_) {
        verified.patient_ = *PatientId::parseCx(verified.trc_->firstValue(kSubjectIdAttribute));
    }
    verified.tolerated_ = tolerances(context);
    return verified;
}

} // namespace ncp::saml
