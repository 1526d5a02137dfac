#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/saml/policy.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::national {

/// Whom NCP-B looks for: identifiers and the traits that came with them.
struct PatientQuery {
    std::vector<PatientId> identifiers;
    ihe::Demographics traits;
};

/// Narrows a list of original clinical documents, and of no others, as the reference implementation does
/// (eHDSI XCA profile, FindDocuments); the ends belong to it. Times are those of creation.
struct DocumentFilter {
    std::optional<std::uint64_t> maximumSize = {}; ///< bytes
    std::optional<Instant> createdAfter = {};
    std::optional<Instant> createdBefore = {};
};

struct DocumentQuery {
    PatientId patient;
    std::string classCode;
    DocumentFilter filter = {};
};

/// One document by the identifiers that a list named.
struct DocumentLocation {
    PatientId patient;
    std::string repositoryUniqueId;
    std::string documentUniqueId;
};

/// Where a document was found: its class and metadata, not its content.
struct LocatedDocument {
    DocumentLocation location;
    ihe::DocumentEntry entry;
};

/// Document bytes, shared: a source may keep them cached.
using DocumentBytes = std::shared_ptr<const std::string>;

/// What another country's pharmacist handed out (IHE ITI-41, eDispensation).
struct Dispensation {
    PatientId patient;
    std::string documentUniqueId; ///< of the eDispensation: `root` or `root^extension`
    DocumentBytes document;       ///< the pivot CDA as it came
    /// The same in the country's language, for national systems that show names; null where it can't be
    /// translated, and where nobody translates.
    DocumentBytes translated = nullptr;
};

/// A dispensation that is taken back (IHE ITI-41, discard).
struct DispensationDiscard {
    PatientId patient;
    std::string discardId;      ///< unique id of the submission set
    std::string dispensationId; ///< id of the CDA that is taken back: `root` or `root^extension`
    DocumentBytes document;
};

/// That it is durable. `repeated`: the same had come before, and this time nothing happened.
struct Receipt {
    bool repeated = false;
};

/// The national side of NCP-A. Each call takes proof that it was authorised. Implementations are safe to call
/// from several threads and keep no request's data. `deadline` bounds the call.
class Connector {
  public:
    virtual ~Connector() = default;

    /// Patients who fit. An empty answer is no error. PatientQueryNotAllowed (no identifier),
    /// PatientDemographicsRequested (identifiers fit several, more traits needed), PatientCardRequested,
    /// PatientAuthenticationRequired, PatientPrivacy, PolicyViolation, PatientServiceFailed, NoConsent.
    virtual Result<std::vector<ihe::PatientMatch>> findPatients(const saml::Authorized<PatientQuery>& query,
                                                                Deadline deadline) = 0;

    /// Documents of one class, each with its other form. Empty is no error. RegistryNotAvailable.
    virtual Result<std::vector<ihe::DocumentPair>> listDocuments(const saml::Authorized<DocumentQuery>& query,
                                                                 Deadline deadline) = 0;

    /// Finds the class of a document of this patient without reading its content, so that the policy can
    /// judge the class. DocumentMissing for one that is not this patient's, too.
    virtual Result<LocatedDocument> locate(const saml::Authorized<DocumentLocation>& query,
                                           Deadline deadline) = 0;

    virtual Result<DocumentBytes> retrieve(const saml::Authorized<LocatedDocument>& query,
                                           Deadline deadline) = 0;

    /// Takes a dispensation, durably and once: the same document id with the same content, or the same
    /// content under another id, has one effect and gets the same receipt. PrescriptionNotIdentifiable,
    /// PrescriptionNotMatching (also for more packages than are left), PrescriptionAlreadyDispensed (nothing
    /// is left), PrescriptionNotDispensable, SubstitutionNotAllowed, DispensationFormatNotValid,
    /// DispensationNotStored. A source that takes none says UnsupportedFeature.
    virtual Result<Receipt> dispense(const saml::Authorized<Dispensation>& dispensation, Deadline deadline);

    /// Takes a dispensation back, durably and once. DiscardFailed for one that is not known or not this
    /// patient's; UnsupportedFeature.
    virtual Result<Receipt> discard(const saml::Authorized<DispensationDiscard>& discard, Deadline deadline);

    /// False when the source can't be asked at all (readiness); `faults` says why.
    virtual bool available() const = 0;
    /// What is wrong with the source, for operators: also single documents that can't be served; empty when
    /// all is well. Names files and causes, never content.
    virtual std::vector<std::string> faults() const = 0;
};

} // namespace ncp::national
