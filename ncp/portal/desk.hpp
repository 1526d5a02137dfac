#pragma once

#include "ncp/consultation/consultation.hpp"
#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/session.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// The document classes that are listed for everybody, and those that are listed when they are asked for, in
/// the order of the page.
inline constexpr std::array<std::string_view, 2> kListedClasses{ihe::kPatientSummary, ihe::kEPrescription};
inline constexpr std::array<std::string_view, 5> kOtherClasses{"56445-0", "34105-7", "11502-2", "18748-4",
                                                               "x-clinical-image"};
/// Whether it is one of these.
bool isListedClass(std::string_view classCode) noexcept;

/// Why a clinician asks, and for whom where it is not for themselves.
struct Occasion {
    saml::PurposeOfUse purpose = saml::PurposeOfUse::Treatment;
    std::string onBehalfOf = {}; ///< ISCO code; empty: as the identities file has it
};

/// What narrows a list of original clinical documents.
struct ListFilter {
    std::optional<std::uint64_t> maximumSize = {}; ///< bytes
    std::optional<Instant> createdAfter = {};
    std::optional<Instant> createdBefore = {};
};

/// What a signed-in clinician does, for the pages and the JSON API alike: calls the consultation and keeps
/// what came of it in the session under new handles. Nothing is locked while a country is asked.
class Desk {
  public:
    Desk(const consultation::Consultation& consultation, const CountryList& countries, Random& random,
         const Clock& clock)
        : consultation_(consultation), countries_(countries), random_(random), clock_(clock) {}

    std::shared_ptr<const std::vector<PortalCountry>> countries() const { return countries_.current(); }
    /// A connected country with a search mask, nothing for any other.
    std::shared_ptr<const PortalCountry> connected(std::string_view code) const;

    /// Asks the country for a patient; gives the handle of the search. InputRefused for values that the mask
    /// does not take.
    Result<std::string> find(Session& session, const PortalCountry& country,
                             const discovery::MaskValues& values, const Occasion& occasion,
                             const CorrelationId& correlation) const;
    std::optional<Found> search(Session& session, std::string_view handle) const;
    std::optional<FoundPatient> patient(Session& session, std::string_view handle) const;

    /// The clinician confirms the treatment relation to a patient who was found; gives its handle.
    Result<std::string> confirm(Session& session, const FoundPatient& patient,
                                const discovery::MaskValues& documentKeys) const;
    std::optional<OpenRelation> relation(Session& session, std::string_view handle) const;

    /// Asks for the lists of these classes at the same time, and keeps them in the relation in the place of
    /// older ones. TreatmentRelationNotValid when the relation is unknown or has ended.
    Result<std::vector<Listing>> list(Session& session, const std::string& relation,
                                      const std::vector<std::string_view>& classCodes,
                                      const ListFilter& filter = {}) const;
    std::optional<ListedDocument> document(Session& session, std::string_view handle) const;

    /// The document, from the session or from the country. `anyLanguage` takes one that was translated into
    /// another language: for what does not depend on it. DocumentNotFound for an unknown handle.
    Result<std::shared_ptr<const consultation::ReadDocument>>
    read(Session& session, std::string_view handle, TextLanguage language, bool anyLanguage) const;

    /// The release in force.
    std::shared_ptr<const transform::terminology::Catalogue> terminology() const {
        return consultation_.terminology();
    }

    /// A relation that has not ended; TreatmentRelationNotValid.
    Result<OpenRelation> valid(Session& session, std::string_view handle) const;

  private:
    Listing keep(Session& session, const std::string& relation, std::string_view classCode,
                 Result<consultation::DocumentList> listed) const;

    const consultation::Consultation& consultation_;
    const CountryList& countries_;
    Random& random_;
    const Clock& clock_;
};

/// A handle: 128 unpredictable bits, hexadecimal.
std::string makeHandle(Random& random);

} // namespace ncp::portal
