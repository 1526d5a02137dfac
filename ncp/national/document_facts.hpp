#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/patient.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::national {

inline constexpr std::string_view kHl7 = "urn:hl7-org:v3";

/// What a clinical document says about itself in its header, and a prescription about its product: all that a
/// list of documents needs.
struct DocumentFacts {
    std::string idRoot;
    std::string idExtension;
    std::string classCode; ///< LOINC
    bool embedded = false; ///< the body is a file instead of sections
    std::string mediaType; ///< of that file
    std::string title;
    std::string creationTime; ///< HL7 TS to the second, UTC
    std::string language;     ///< empty where absent or malformed
    std::string confidentiality;
    std::vector<std::string> sources; ///< unique ids of the documents that this one is another form of
    std::vector<PatientId> patientIds;
    ihe::Demographics traits;
    std::string authorPerson;
    std::vector<std::string> authorSpecialties;
    std::vector<ihe::DocumentAuthor> otherAuthors; ///< after the first
    std::string
        serviceStartTime; ///< HL7 TS to the second, UTC; where only the end of the service is told, that
    std::optional<Code>
        serviceReason; ///< why the service took place: of a discharge report, the hospital stay

    std::string uniqueId() const; ///< `<root>` or `<root>^<extension>`, as XDS has it
};

/// `<root>`, or `<root>^<extension>` (XDSDocumentEntry.uniqueId of a clinical document).
std::string uniqueIdOf(std::string_view root, std::string_view extension);

/// InputRefused says which part of the header is missing or unreadable, never what stands there.
Result<DocumentFacts> readFacts(const xml::Document& document);

} // namespace ncp::national
