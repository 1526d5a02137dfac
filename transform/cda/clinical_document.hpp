#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "transform/cda/entries.hpp"
#include "transform/cda/narrative.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace ncp::transform::cda {

/// LOINC codes of the documents and sections of MyHealth@EU (eHDSI value sets DocumentCode and Section).
inline constexpr std::string_view kPatientSummary = "60591-5";
inline constexpr std::string_view kPrescription = "57833-6";
inline constexpr std::string_view kDispensation = "60593-1";
inline constexpr std::string_view kMedicationOverview = "56445-0";

inline constexpr std::string_view kAllergySection = "48765-2";
inline constexpr std::string_view kMedicationSection = "10160-0";
inline constexpr std::string_view kProblemSection = "11450-4";
inline constexpr std::string_view kPastIllnessSection = "11348-0";
inline constexpr std::string_view kProcedureSection = "47519-4";
inline constexpr std::string_view kDeviceSection = "46264-8";
inline constexpr std::string_view kImmunizationSection = "11369-6";
inline constexpr std::string_view kCarePlanSection = "18776-5";
inline constexpr std::string_view kFunctionalStatusSection = "47420-5";
inline constexpr std::string_view kSocialHistorySection = "29762-2";
inline constexpr std::string_view kPregnancySection = "10162-6";
inline constexpr std::string_view kVitalSignsSection = "8716-3";
inline constexpr std::string_view kResultsSection = "30954-2";
inline constexpr std::string_view kAdvanceDirectivesSection = "42348-3";
inline constexpr std::string_view kTravelHistorySection = "10182-4";
inline constexpr std::string_view kPrescriptionSection = "57828-6";
inline constexpr std::string_view kDispensationSection = "60590-7";

/// Somebody to contact: guardian, next of kin, preferred health professional.
struct Contact {
    std::string roleClass; ///< HL7 RoleClass: PRS, NOK, ECON, GUARD …
    CodedValue function;   ///< PCP for the preferred health professional
    CodedValue relation;
    PersonName name;
    std::string organisation;
    std::vector<Telecom> telecoms;
    Address address;
};

struct Patient {
    std::vector<Identifier> ids; ///< the national one first
    std::vector<PersonName> names;
    CodedValue sex;
    TimeStamp born;
    bool deceased = false; ///< the document says that the patient has died (extension sdtc)
    TimeStamp died;        ///< when, where stated
    std::vector<Address> addresses;
    std::vector<Telecom> telecoms;
    std::vector<std::string> languages; ///< language tags
    std::vector<Contact> guardians;
    Performer provider; ///< the organisation that looks after the patient
};

/// A file inside the document as it stands: the body of a level 1 document, or a picture among the entries.
struct Media {
    std::string id;        ///< that the section's text refers to
    std::string mediaType; ///< as the document states it
    bool base64 = false;   ///< else the content is text
    std::string content;
    std::string reference; ///< address of content that is not in the document; never fetched
    std::size_t entry = 0; ///< which of the document's entry elements holds it, from 1; 0: none
};

/// Whom a section is about, where that is not the patient (CDA R2, relatedSubject).
struct Subject {
    CodedValue relation;       ///< to the patient: mother, child
    std::vector<Leaf> details; ///< what else is said of the person: name, sex, date of birth
    std::vector<CodeUse> codes;
};

struct Section {
    CodedValue code;
    std::string title;
    std::string nullFlavor; ///< why it holds less than there may be: NI, NASK, MSK
    Identifier id;
    std::vector<Performer> authors; ///< of this section, where it has its own
    std::optional<Subject> subject; ///< empty where the section is about the patient
    Narrative narrative;
    std::vector<std::string> uncoded; ///< blocks of the narrative to which no entry refers
    std::vector<Entry> entries;
    std::size_t entryElements = 0; ///< an entry element holds none, one or several of the entries
    std::vector<Media> media;      ///< files among the entries
    std::vector<Section> sections; ///< nested ones
};

/// A clinical document as people read it, detached from its XML.
struct ClinicalDocument {
    Identifier id;
    CodedValue code;
    std::string title;
    TimeStamp created;
    TimeStamp updated; ///< last update of the information (documentationOf/serviceEvent)
    TimeStamp covered; ///< start of the period that it covers, where stated
    CodedValue confidentiality;
    std::string language; ///< of the narrative, `pt-PT`
    Identifier setId;
    std::string version;
    Patient patient;
    std::vector<Patient> furtherPatients; ///< of documents with several record targets
    std::vector<Performer> authors;
    Performer custodian;
    Performer legalAuthenticator;
    std::vector<Performer> authenticators;   ///< others who confirmed the document
    std::vector<Performer> dataEnterers;     ///< who typed what somebody else said
    std::vector<Performer> informants;       ///< health professionals from whom the information comes
    std::vector<Contact> informantRelatives; ///< relatives and others from whom it comes
    std::vector<Contact> contacts;
    std::vector<Performer> performers; ///< of the documented care
    std::vector<CodedValue> services;  ///< kinds of the documented care
    TimeRange encounter;               ///< during which the document came about
    std::vector<Identifier> fulfils;   ///< prescriptions that a dispensation answers
    std::vector<Identifier> replaces;  ///< related documents
    bool embedded = false;             ///< the body is a file (PDF, image) instead of sections
    std::vector<Media> files;          ///< that body
    std::vector<Section> sections;
    std::vector<CodeUse> codes; ///< every coded value of the header, in document order

    bool translated = false; ///< at least one coded value was translated
};

/// Reads a CDA R2 document of any type and wave. MalformedMessage when the root is no ClinicalDocument.
Result<ClinicalDocument> readClinicalDocument(const xml::Document& document);

} // namespace ncp::transform::cda
