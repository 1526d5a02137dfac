#include "ncp/app/transaction_event.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ncp::app {
namespace {

constexpr std::size_t kLongestSubject = 1024; ///< bytes; a stranger's certificate may say anything

struct ConnectionRule {
    std::string_view rule;
    ErrorCode code;
};
/// What TLS and HTTP refuse. What stands in no row is a peer that is not trusted.
constexpr std::array kConnectionRules{
    ConnectionRule{"no-client-certificate", ErrorCode::NoClientCertificate},
    ConnectionRule{"handshake-timeout", ErrorCode::DeadlineExceeded},
    ConnectionRule{"header-timeout", ErrorCode::DeadlineExceeded},
    ConnectionRule{"body-timeout", ErrorCode::DeadlineExceeded},
    ConnectionRule{"body-limit", ErrorCode::BodyTooLarge},
    ConnectionRule{"header-limit", ErrorCode::MalformedMessage},
    ConnectionRule{"malformed-http", ErrorCode::MalformedMessage},
    ConnectionRule{"truncated", ErrorCode::MalformedMessage},
    ConnectionRule{"method", ErrorCode::MalformedMessage},
    ConnectionRule{"address", ErrorCode::UnknownAction},
    ConnectionRule{"content-encoding", ErrorCode::UnsupportedContentType},
    ConnectionRule{"overload", ErrorCode::Overloaded},
    ConnectionRule{"handshake-limit", ErrorCode::Overloaded},
    ConnectionRule{"body-total-limit", ErrorCode::Overloaded},
    ConnectionRule{"shutting-down", ErrorCode::ShuttingDown},
};

ErrorCode codeOfConnectionRule(std::string_view rule) noexcept {
    const auto* row = std::ranges::find(kConnectionRules, rule, &ConnectionRule::rule);
    return row == kConnectionRules.end() ? ErrorCode::PeerUntrusted : row->code;
}

} // namespace

audit::Outcome outcomeOf(const std::optional<Error>& error) {
    if (!error) {
        return audit::Outcome::Success;
    }
    if (error->code == ErrorCode::NotUnderstood) {
        return audit::Outcome::Refused; // its status is 500 by SOAP 1.2 part 2, 7.5.2.2; the cause is the
                                        // peer
    }
    const auto& row = spec(error->code);
    if (row.httpStatus >= 500) {
        return audit::Outcome::Failed;
    }
    const bool negative = row.severity == Severity::Warning || error->code == ErrorCode::PatientNoMatch ||
                          error->code == ErrorCode::PatientDemographicsRequested ||
                          error->code == ErrorCode::DocumentMissing;
    return negative ? audit::Outcome::Negative : audit::Outcome::Refused;
}

std::string boundedSubject(const certs::Certificate& certificate) {
    auto subject = certificate.subject();
    if (subject.size() > kLongestSubject) {
        auto end = kLongestSubject;
        while (end > 0 && (static_cast<unsigned char>(subject[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        subject.resize(end);
    }
    return subject;
}

void tellAssertions(audit::Event& event, const saml::VerifiedAssertions& assertions) {
    const auto& hcp = assertions.hcp();
    event.clinicianId = hcp.nameId;
    event.clinicianName = hcp.firstValue("urn:oasis:names:tc:xspa:1.0:subject:subject-id");
    event.clinicianRole = hcp.role() ? hcp.role()->code : std::string{};
    event.organisation = hcp.firstValue("urn:oasis:names:tc:xspa:1.0:subject:organization");
    event.purposeOfUse = hcp.purposeOfUse();
    event.hcpAssertionId = hcp.id;
    event.peerCountry = assertions.country().str();
    if (assertions.trc()) {
        event.trcAssertionId = assertions.trc()->id;
    }
    if (assertions.patient()) {
        event.patientId = assertions.patient()->revealCx();
    }
    if (assertions.nextOfKin()) {
        event.nextOfKinId = assertions.nextOfKin()->firstValue("urn:ehdsi:names:subject:nextofkin:id");
    }
    event.tolerated.insert(event.tolerated.end(), assertions.tolerated().begin(),
                           assertions.tolerated().end());
}

audit::Event refusalEvent(const http::ConnectionRefusal& refusal, Instant time, Random& random) {
    audit::Event event;
    event.time = time;
    event.side = audit::Side::CountryA;
    event.transaction = "unknown";
    event.outcome = audit::Outcome::Refused;
    event.errorId = spec(codeOfConnectionRule(refusal.rule)).id;
    event.rule = refusal.rule;
    event.peerAddress = refusal.clientAddress;
    event.correlationId = makeUuid(random);
    if (refusal.certificate) {
        event.peerCertificate = boundedSubject(*refusal.certificate);
    }
    if (refusal.certificate && refusal.verified) { // else anybody could write any country into the trail
        event.peerCountry = refusal.certificate->country().value_or("");
    }
    return event;
}

} // namespace ncp::app
