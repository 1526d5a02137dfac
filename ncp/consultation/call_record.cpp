#include "ncp/consultation/call_record.hpp"

namespace ncp::consultation {
namespace {

using std::chrono::microseconds;

std::string_view name(saml::PurposeOfUse purpose) {
    return purpose == saml::PurposeOfUse::Emergency ? "EMERGENCY" : "TREATMENT";
}

bool isNegative(ErrorCode code) {
    return spec(code).httpStatus == 404 || code == ErrorCode::PatientDemographicsRequested ||
           code == ErrorCode::PatientQueryNotAllowed;
}

} // namespace

audit::Outcome outcomeOf(const std::optional<Error>& error) {
    if (!error) {
        return audit::Outcome::Success;
    }
    if (isNegative(error->code)) {
        return audit::Outcome::Negative;
    }
    return spec(error->code).httpStatus == 403 ? audit::Outcome::Refused : audit::Outcome::Failed;
}

CallRecord::CallRecord(const Clock& clock, std::string_view transaction, const Enquirer& enquirer,
                       const CountryCode& country, const MessageId& messageId)
    : started_(std::chrono::steady_clock::now()) {
    event_.time = clock.now();
    event_.side = audit::Side::CountryB;
    event_.transaction = transaction;
    event_.correlationId = enquirer.correlation.str();
    event_.messageId = messageId.str();
    event_.peerCountry = country.str();
    event_.clinicianId = enquirer.clinician.id;
    event_.clinicianName = enquirer.clinician.name;
    event_.clinicianRole = enquirer.clinician.role.code;
    event_.organisation = enquirer.clinician.organisation;
    event_.purposeOfUse = name(enquirer.purpose);
}

void CallRecord::relation(const TreatmentRelation& relation) {
    event_.hcpAssertionId = relation.hcpAssertionId;
    event_.trcAssertionId = relation.trcAssertionId;
    event_.nextOfKinId = relation.nextOfKinId;
    event_.patientId = relation.patient.revealCx();
}

Result<void> CallRecord::write(audit::Trail& trail, const std::optional<Error>& error,
                               const soap::Traffic& traffic) {
    event_.outcome = outcomeOf(error);
    if (error) {
        event_.errorId = spec(error->code).id;
        event_.rule = error->rule;
    }
    event_.peerCertificate = traffic.peerCertificate;
    event_.requestBytes = static_cast<std::int64_t>(traffic.requestBytes);
    event_.answerBytes = static_cast<std::int64_t>(traffic.answerBytes);
    event_.tolerated = traffic.tolerated;
    event_.durationMicroseconds =
        std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - started_).count();
    return trail.record(event_).map([](std::int64_t) {});
}

MessageId newMessageId(Random& random) {
    return MessageId::parse("urn:uuid:" + makeUuid(random)).value();
}

} // namespace ncp::consultation
