#pragma once

#include "ncp/consultation/consultation.hpp"
#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/session.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// The document classes that are listed, in the order of the page.
inline constexpr std::array<std::string_view, 2> kListedClasses{ihe::kPatientSummary, ihe::kEPrescription};

/// What a signed-in clinician does, for the pages and the JSON API alike: calls the consultation and keeps
/// what came of it in the session under new handles. Nothing is locked while a country is asked.
class Desk {
  public:
    Desk(const consultation::Consultation& consultation, const std::vector<PortalCountry>& countries,
         Random& random, const Clock& clock)
        : consultation_(consultation), countries_(countries), random_(random), clock_(clock) {}

    const std::vector<PortalCountry>& countries() const noexcept { return countries_; }
    /// A connected country with a search mask, nothing for any other.
    const PortalCountry* connected(std::string_view code) const noexcept;

    /// Asks the country for a patient; gives the handle of the search. InputRefused for values that the mask
    /// does not take.
    Result<std::string> find(Session& session, const PortalCountry& country,
                             const discovery::MaskValues& values, const CorrelationId& correlation) const;
    std::optional<Found> search(Session& session, std::string_view handle) const;
    std::optional<FoundPatient> patient(Session& session, std::string_view handle) const;

    /// The clinician confirms the treatment relation to a patient who was found; gives its handle.
    Result<std::string> confirm(Session& session, const FoundPatient& patient, saml::PurposeOfUse purpose,
                                const discovery::MaskValues& documentKeys) const;
    std::optional<OpenRelation> relation(Session& session, std::string_view handle) const;

    /// Asks for the lists of these classes at the same time, and keeps them in the relation.
    /// TreatmentRelationNotValid when the relation is unknown or has ended.
    Result<std::vector<Listing>> list(Session& session, const std::string& relation,
                                      const std::vector<std::string_view>& classCodes) const;
    std::optional<ListedDocument> document(Session& session, std::string_view handle) const;

    /// The document, from the session or from the country. `anyLanguage` takes one that was translated into
    /// another language: for what does not depend on it. DocumentNotFound for an unknown handle.
    Result<std::shared_ptr<const consultation::ReadDocument>>
    read(Session& session, std::string_view handle, TextLanguage language, bool anyLanguage) const;

  private:
    Result<OpenRelation> valid(Session& session, std::string_view handle) const;
    Listing keep(Session& session, const std::string& relation, std::string_view classCode,
                 Result<consultation::DocumentList> listed) const;

    const consultation::Consultation& consultation_;
    const std::vector<PortalCountry>& countries_;
    Random& random_;
    const Clock& clock_;
};

/// A handle: 128 unpredictable bits, hexadecimal.
std::string makeHandle(Random& random);

} // namespace ncp::portal
