#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/discovery/peer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/http/client.hpp"
#include "ncp/identify/client_b.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/saml/issue.hpp"
#include "transform/finding.hpp"
#include "transform/terminology/catalogue.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::consultation {

/// Who asks, why, and under which correlation id; the same for each step of one consultation.
struct Enquirer {
    saml::Clinician clinician;
    saml::PurposeOfUse purpose = saml::PurposeOfUse::Treatment;
    CorrelationId correlation;
};

/// A treatment relation that the clinician confirmed: what lists and documents are asked with. Holds the
/// signed assertions; ends with the earliest of them.
struct TreatmentRelation {
    Enquirer enquirer;
    CountryCode country;
    PatientId patient;
    std::vector<std::string> assertions; ///< NOK?, HCP, TRC as they go on the wire
    std::string hcpAssertionId;
    std::string trcAssertionId;
    std::string nextOfKinId; ///< empty where none acts
    Instant notOnOrAfter;
};

struct DocumentList {
    std::vector<ihe::DocumentPair> documents;
    std::optional<Error> incomplete; ///< the country sent documents and an error beside them
};

/// A document as read: always the bytes as received, and for a coded document its translation.
struct ReadDocument {
    ihe::DocumentEntry entry;
    std::string original;                     ///< the pivot CDA, byte for byte
    std::optional<std::string> translated;    ///< the CDA in the clinician's language; coded documents only
    std::optional<Error> translationFailed;   ///< why there is no translation, or no PDF in an L1
    std::vector<transform::Finding> findings; ///< of the translation
    std::size_t codedElements = 0;
    std::size_t translatedElements = 0;
    std::optional<std::string> pdf; ///< of an L1 document
    Instant received;
};

/// NCP-B: what a Norwegian clinician does with another country. Every call to a country leaves one durable
/// audit row before its outcome is returned; StorageFailed when that was not possible. Safe to share between
/// threads; keeps no patient's data.
class Consultation {
  public:
    /// What it works with; all of it outlives the consultation.
    struct Parts {
        HomeCommunityId own;
        const saml::Issuer& issuer;
        const discovery::PeerDirectory& peers;
        http::Client& client;
        audit::Trail& trail;
        const transform::terminology::Catalogue& catalogue;
        const Clock& clock;
        Random& random;
        std::chrono::seconds timeout{120}; ///< of one transaction
    };
    explicit Consultation(Parts parts);

    /// ITI-55. One or several patients; the errors of identify::discover, and those of the connection.
    Result<std::vector<ihe::PatientMatch>>
    findPatients(const Enquirer& enquirer, const CountryCode& country, const ihe::PatientSearch& search,
                 const std::optional<saml::NextOfKin>& nextOfKin = std::nullopt) const;

    /// The clinician confirms that the patient is treated: issues HCP, TRC (and NOK). Asks nobody.
    Result<TreatmentRelation>
    confirmTreatment(const Enquirer& enquirer, const CountryCode& country, const PatientId& patient,
                     const saml::DocumentKeys& keys = {},
                     const std::optional<saml::NextOfKin>& nextOfKin = std::nullopt) const;

    /// ITI-38 for one document class.
    Result<DocumentList> listDocuments(const TreatmentRelation& relation, std::string_view classCode) const;

    /// ITI-39, then the translation. A document that is another patient's is refused (DocumentIntegrity); a
    /// failed translation is told, and never hides the original.
    Result<ReadDocument> readDocument(const TreatmentRelation& relation, const ihe::DocumentEntry& entry,
                                      TextLanguage language) const;

  private:
    Parts parts_;
};

} // namespace ncp::consultation
