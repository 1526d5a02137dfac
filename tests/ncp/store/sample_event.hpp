#pragma once

#include "ncp/audit/event.hpp"

#include <chrono>
#include <string>

namespace ncp::test {

/// An event with every field filled in, of invented people.
inline audit::Event sampleEvent(const std::string& messageId) {
    audit::Event event;
    event.time = Instant{std::chrono::milliseconds{1'780'000'000'123}};
    event.side = audit::Side::CountryA;
    event.transaction = "ITI-38";
    event.outcome = audit::Outcome::Refused;
    event.errorId = "trust.insufficient_rights";
    event.rule = "permission-missing";
    event.correlationId = "correlation-" + messageId;
    event.messageId = messageId;
    event.peerCountry = "PT";
    event.peerAddress = "192.0.2.7";
    event.peerCertificate = "CN=ncp.pt.example,C=PT";
    event.clinicianId = "demo-clinician-1";
    event.clinicianName = "Clara Invented";
    event.clinicianRole = "221";
    event.organisation = "Invented Hospital Øst";
    event.purposeOfUse = "TREATMENT";
    event.hcpAssertionId = "_hcp-1";
    event.trcAssertionId = "_trc-1";
    event.nextOfKinId = "demo-kin-1";
    event.patientId = "demo-patient-1^^^&2.999.1&ISO";
    event.patients = {event.patientId, "demo-patient-2^^^&2.999.1&ISO"};
    event.documents = {"2.999.1^1", "2.999.1^2"};
    event.documentClass = "60591-5";
    event.sourceDocument = "2.999.1^1";
    event.targetDocument = "2.999.1^2";
    event.reason = "the invented pharmacy was asked";
    event.durationMicroseconds = 1234;
    event.requestBytes = 20'000;
    event.answerBytes = 165'000;
    event.tolerated = {"bare-home-community-id"};
    return event;
}

} // namespace ncp::test
