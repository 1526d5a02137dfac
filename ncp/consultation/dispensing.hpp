#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/consultation/enquirer.hpp"
#include "ncp/discovery/peer.hpp"
#include "ncp/http/client.hpp"
#include "ncp/store/sent_dispensations.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::consultation {

/// What became of a report to a country.
struct Report {
    store::SentDispensation sent;
    std::optional<Error> error; ///< why it was refused, or why its outcome is unknown
    bool repeated = false;      ///< the same request had come before: nothing was sent this time
};

/// NCP-B: what a pharmacist reports to the country of a prescription (IHE ITI-41). Each report stands durably
/// in the book before its first byte leaves, and is sent once: never again by itself, whatever comes of it
/// (DispensationUnknown is an outcome, not a reason to repeat). Each attempt leaves one audit row. Safe to
/// share between threads.
class Dispensing {
  public:
    /// What it works with; all of it outlives this.
    struct Parts {
        CountryCode country; ///< ours: of treatment
        HomeCommunityId own;
        Language language; ///< of the document's narrative
        const discovery::PeerDirectory& peers;
        http::Client& client;
        audit::Trail& trail;
        store::SentDispensations& book;
        const Clock& clock;
        Random& random;
        std::chrono::seconds timeout{120}; ///< of one transaction
    };
    explicit Dispensing(Parts parts);

    /// Whether a clinician has the permission that ITI-41 needs (eHDSI SAML profile: PPD-046).
    static bool isPermitted(const saml::Clinician& clinician) noexcept;

    /// Reports that something was handed out. `requestKey` is of the one who asks (a form's token, an API's
    /// idempotency key): the same key is the same request, and gives what became of it. A refusal of the
    /// country is a Report with an error. As an error, nothing was sent: InsufficientRights,
    /// TreatmentRelationNotValid, UnsupportedFeature (the country takes none), SubstitutionNotAllowed,
    /// InputRefused (no such item, or the key belongs to another request), MalformedMessage, StorageFailed.
    Result<Report> dispense(const TreatmentRelation& relation, const ReadDocument& prescription,
                            const transform::dispensation::Handout& handout,
                            const std::string& requestKey) const;

    /// Takes an accepted dispensation of this patient back. InputRefused for any other.
    Result<Report> discard(const TreatmentRelation& relation, const std::string& id,
                           const std::string& requestKey) const;

    /// Sends the very same document of a report of unknown outcome once more, as attempt `number`: a person
    /// who saw that the one before ended so has decided it. InputRefused for any other report or number. A
    /// country that refuses it leaves the outcome unknown.
    Result<Report> resend(const TreatmentRelation& relation, const std::string& id,
                          std::int64_t number) const;

    /// Closes a report of unknown outcome by hand, because of what was found out otherwise (`reason`, 1 to
    /// 500 characters): nothing is sent, the country is not asked, the report is never sent again and goes on
    /// counting as one that may have arrived. One audit row with person and reason. InsufficientRights;
    /// InputRefused for any other report, a missing or too long reason; StorageFailed.
    Result<store::SentDispensation> close(const Enquirer& enquirer, const std::string& id,
                                          const std::string& reason) const;

    /// What was reported for the patient of the relation, newest last.
    Result<std::vector<store::SentDispensation>> reports(const TreatmentRelation& relation) const;
    /// Any reports; what nobody waits for any more is unknown.
    Result<std::vector<store::SentDispensation>> reports(const store::SentFilter& filter) const;
    /// InputRefused for an id that is not in the book.
    Result<store::SentDispensation> report(const std::string& id) const;

    /// Reports that were on their way before `before` and whose sender is gone become unknown, each with an
    /// audit row. Gives how many. A node calls it when it starts.
    Result<std::size_t> settleInterrupted(Instant before) const;

  private:
    Result<Report> begin(const TreatmentRelation& relation, const discovery::Peer& peer,
                         store::SentDispensation sent) const;
    Report send(const TreatmentRelation& relation, const discovery::Peer& peer,
                store::SentDispensation sent) const;
    Result<discovery::Peer> peerFor(const TreatmentRelation& relation) const;
    audit::Event rowOf(const store::SentDispensation& sent, std::string_view transaction) const;
    Result<store::SentDispensation> ofPatient(const TreatmentRelation& relation, const std::string& id) const;

    Parts parts_;
};

} // namespace ncp::consultation
