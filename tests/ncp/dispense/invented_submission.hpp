#pragma once

#include "ncp/dispense/messages.hpp"
#include "tests/support/counting_random.hpp"
#include "tests/support/document_entries.hpp"

#include <memory>
#include <string>

namespace ncp::test {

/// A submission of an invented pharmacy; its document is no CDA.
inline dispense::Submission inventedSubmission(dispense::Kind kind) {
    return {kind,
            inventedPatient(),
            {"Inventada", "Pessoa", "19500301", "F", {}},
            "2.25.9001",
            "2.25.9^invented-1",
            "nb-NO",
            *parseXmlDateTime("2026-01-31T22:05:09Z"),
            {"Invented Pharmacist", "Invented Pharmacy", "urn:oid:2.16.578.1.12.4.1.2.1"},
            *CountryCode::parse("NO"),
            *HomeCommunityId::parse("2.16.578.1.12.4.5.10.1"),
            std::make_shared<const std::string>("<ClinicalDocument/>")};
}

inline std::string inventedMessage(dispense::Kind kind = dispense::Kind::Dispensation) {
    CountingRandom random;
    return dispense::writeSubmission(inventedSubmission(kind), random);
}

} // namespace ncp::test
