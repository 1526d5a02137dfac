#pragma once

#include "ncp/store/sent_dispensations.hpp"

#include <memory>
#include <string>

namespace ncp::test {

/// A dispensation as it is entered before it is sent; everything that has to be unique follows from `number`.
inline store::SentDispensation sampleDispensation(std::size_t number) {
    const auto digits = std::to_string(1'000'000 + number);
    store::SentDispensation sent;
    sent.id = "00000000-0000-4000-8000-00000" + digits;
    sent.requestKey = "demo-clinician-1:key-" + digits;
    sent.requestDigest = "digest-" + digits;
    sent.country = "PT";
    sent.patient = "demo-patient-1^^^&2.999.1&ISO";
    sent.clinician = "demo-clinician-1";
    sent.prescription = "2.999.2^prescription-1";
    sent.packages = 2;
    sent.product = "Inventol 5 mg";
    sent.submissionSet = "2.25." + digits;
    sent.documentId = "2.25.9" + digits;
    sent.document =
        std::make_shared<const std::string>("<ClinicalDocument>\r\n as it is \xC3\xB8</ClinicalDocument>");
    sent.correlationId = "correlation-" + digits;
    sent.messageId = "urn:uuid:message-" + digits;
    return sent;
}

} // namespace ncp::test
