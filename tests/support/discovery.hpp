#pragma once

#include "ncp/identify/messages.hpp"

namespace ncp::test {

inline Instant inventedTime() {
    return *parseXmlDateTime("2026-01-31T10:15:00Z");
}

inline ihe::Demographics inventedPerson() {
    ihe::Demographics person{"Prøve-Silva", "Ana Test", "19700102", "F", {}};
    person.address = {"Rua da Invenção 1", "Lisboa", "0000-000", "PT"};
    return person;
}

/// A request with every trait set; the person is invented.
inline identify::DiscoveryRequest inventedRequest() {
    identify::DiscoveryRequest request{{"0f0e0d0c-0b0a-4908-8706-050403020100", "1234567890"},
                                       inventedTime(),
                                       *HomeCommunityId::parse("2.16.17.710.820.1000.990.1"),
                                       *HomeCommunityId::parse("2.16.578.1.12.4.5.10.1"),
                                       {"2.25.42", "q1"},
                                       {},
                                       inventedPerson()};
    request.identifiers.push_back(*PatientId::make("2.16.620.1.101.10.1.1", "TEST-0001"));
    request.identifiers.push_back(*PatientId::make("2.25.99", "CARD <1>"));
    return request;
}

inline ihe::PatientMatch inventedMatch() {
    return {*PatientId::make("2.16.620.1.101.10.1.1", "TEST-0001"), inventedPerson()};
}

} // namespace ncp::test
