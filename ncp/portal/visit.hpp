#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/portal/inspection.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ncp::portal {

/// Values by the handle that stands for them in addresses, so that no address says anything about a patient.
/// Keeps the newest `Limit`.
template <class T, std::size_t Limit>
class Handles {
  public:
    void add(std::string handle, T value) {
        if (kept_.size() == Limit) {
            kept_.pop_front();
        }
        kept_.emplace_back(std::move(handle), std::move(value));
    }
    T* find(std::string_view handle) noexcept {
        for (auto& [known, value] : kept_) {
            if (known == handle) {
                return &value;
            }
        }
        return nullptr;
    }

  private:
    std::deque<std::pair<std::string, T>> kept_;
};

/// A patient whom a country found.
struct FoundPatient {
    CountryCode country;
    ihe::PatientMatch match;
    consultation::Enquirer enquirer; ///< who asked, why, on whose behalf
    std::optional<saml::NextOfKin> nextOfKin;

    const CorrelationId& correlation() const noexcept { return enquirer.correlation; }
};

/// What a search gave: handles of patients.
struct Found {
    CountryCode country;
    CorrelationId correlation;
    std::vector<std::string> patients;
};

/// Documents of one class with their handles.
struct ListedPair {
    std::optional<ihe::DocumentEntry> coded;
    std::string codedHandle;
    std::optional<ihe::DocumentEntry> pdf;
    std::string pdfHandle;
};
struct Listing {
    std::string classCode;
    std::vector<ListedPair> documents;
    std::optional<Error> error; ///< why there are none, or not all
};

/// A confirmed treatment relation with the lists fetched for it.
struct OpenRelation {
    FoundPatient patient;
    consultation::TreatmentRelation relation;
    std::vector<Listing> listings;
};

/// A document of a list.
struct ListedDocument {
    std::string relation; ///< handle
    ihe::DocumentEntry entry;
    std::string codedHandle; ///< of the same document, empty where there is none
    std::string pdfHandle;
};

/// A document as read, in the language in which it was translated.
struct OpenDocument {
    std::string handle;
    TextLanguage language = TextLanguage::Bokmaal;
    std::shared_ptr<const consultation::ReadDocument> document;
};

/// What a pharmacist has entered and not yet confirmed. Its handle is the key of the request: confirmed
/// twice, it is sent once.
struct HandoutDraft {
    std::string document; ///< handle of the prescription
    transform::dispensation::Handout handout;
};

/// What somebody has looked up in one session. Ends with it.
struct Visit {
    TextLanguage language = TextLanguage::Bokmaal;
    bool languageChosen = false; ///< by the person, on a page
    Handles<Found, 16> searches;
    Handles<FoundPatient, 64> patients;
    Handles<OpenRelation, 16> relations;
    Handles<ListedDocument, 512> documents;
    Handles<HandoutDraft, 32> drafts;
    Handles<std::shared_ptr<const Inspection>, 1> inspections; ///< of an operator
    std::deque<OpenDocument> open;                             ///< the newest few

    static constexpr std::size_t kOpenLimit = 4;
};

} // namespace ncp::portal
