#pragma once

#include "base/clock.hpp"
#include "base/current.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/consultation/attached_file.hpp"
#include "ncp/consultation/enquirer.hpp"
#include "ncp/discovery/peer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/http/client.hpp"
#include "ncp/identify/client_b.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/saml/issue.hpp"
#include "ncp/transformation/transformer.hpp"
#include "ncp/validation/judge.hpp"
#include "transform/finding.hpp"
#include "transform/terminology/catalogue.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::consultation {

/// Which documents of the patient are wanted.
struct DocumentSelection {
    std::vector<std::string> classCodes; ///< LOINC, at least one
    /// For original clinical documents (eHDSI XCA profile); the ends belong to it.
    std::optional<std::uint64_t> maximumSize = {}; ///< bytes
    std::optional<Instant> createdAfter = {};
    std::optional<Instant> createdBefore = {};
};

/// The error that says that a patient has no document of a class.
ErrorCode noneFound(std::string_view classCode) noexcept;

struct DocumentList {
    std::vector<ihe::DocumentPair> documents;
    std::optional<Error> incomplete; ///< the country sent documents and an error beside them
};

/// A document as read: always the bytes as received, and the translation of its coded elements.
struct ReadDocument {
    ihe::DocumentEntry entry;
    std::string original; ///< the pivot CDA, byte for byte
    /// The CDA in the clinician's language: of a level 1 document its header. None of an original clinical
    /// document that is a file.
    std::optional<std::string> translated;
    std::optional<Error> translationFailed;   ///< why there is no translation, or no file
    std::vector<transform::Finding> findings; ///< of the translation
    std::size_t codedElements = 0;
    std::size_t translatedElements = 0;
    std::optional<AttachedFile> file; ///< of a level 1 or an original clinical document
    Instant received;
    /// The release that it was translated with: it tells which names came from another language, and lives
    /// as long as the document does, whatever is in force meanwhile.
    std::shared_ptr<const transform::terminology::Catalogue> terminology = {};
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
        const Current<transform::terminology::Catalogue>& terminology;
        const transformation::Transformer& transformer;
        const Clock& clock;
        Random& random;
        std::chrono::seconds timeout{120};        ///< of one transaction
        const validation::Judge* judge = nullptr; ///< of what countries send; null: nothing is judged
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

    /// ITI-38, one request for all the classes. An empty list is no error.
    Result<DocumentList> listDocuments(const TreatmentRelation& relation,
                                       const DocumentSelection& selection) const;

    /// ITI-39, then the translation. A document that is another patient's is refused (DocumentIntegrity), as
    /// is one that is dangerous to show; other broken rules lead to what the policy says, and so do those
    /// that only the translation breaks. A failed translation is told, and never hides the original.
    Result<ReadDocument> readDocument(const TreatmentRelation& relation, const ihe::DocumentEntry& entry,
                                      TextLanguage language) const;

    /// The release in force: it has the names of what the lists of documents state as codes.
    std::shared_ptr<const transform::terminology::Catalogue> terminology() const {
        return parts_.terminology.get();
    }

  private:
    Parts parts_;
};

} // namespace ncp::consultation
