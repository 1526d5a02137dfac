#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::discovery {

/// What a search or its documents are about (scope of eHDSI International Search Mask).
enum class MaskScope : std::uint8_t { All, PatientSummary, EPrescription };

/// One input that a country asks for.
struct MaskField {
    std::string name;        ///< ours, stable for one mask: "patient.identifier.1", "patient.familyName"
    std::string label;       ///< label.ism.…
    std::string domain;      ///< OID of the identifier; empty for a trait
    std::string format;      ///< regular expression (ECMAScript) of a whole value; empty where there is none
    std::string description; ///< English
    std::string originalDescription; ///< in the country's language, may be empty
    bool mandatory = false;
};

/// Identifiers that belong together: all of them, or none.
struct IdentifierGroup {
    std::string display; ///< English name of an alternative, may be empty
    std::vector<MaskField> fields;
};

/// The `identifier` element: NORMAL asks for all groups, CHOICE for one of them.
struct IdentifierSet {
    bool choice = false;
    std::vector<IdentifierGroup> groups;
};

/// How a person is asked for: the patient, or the next of kin.
struct PersonSearch {
    std::string friendlyName;
    MaskScope scope = MaskScope::All;
    std::vector<IdentifierSet> identifiers;
    std::vector<MaskField> textFields;
    std::optional<MaskField> birthDate;
    std::optional<MaskField> gender;
};

/// Keys of a document that go into the treatment relation (TRC) assertion.
struct DocumentSearch {
    std::string friendlyName;
    MaskScope scope = MaskScope::All;
    std::optional<MaskField> prescriptionId;
    std::optional<MaskField> dispensationPin;
};

/// A country's International Search Mask (eHDSI SMP, document `ehealth-107`).
struct SearchMask {
    CountryCode country;
    PersonSearch patient;
    std::vector<DocumentSearch> documents;
    std::optional<PersonSearch> nextOfKin;
    std::vector<std::string> findings; ///< what was set aside: a broken format, a picture
};

/// Reads the vocabulary of ehdsi-ism-2023, both content forms of `identifier`, and `accessCode` as element or
/// as identifier. ConfigurationInvalid names the line of an element or attribute that is unknown, missing,
/// repeated or of an invalid value. A format that is no usable expression is set aside with a finding.
Result<SearchMask> parseSearchMask(std::string_view xml);

/// The same from a file; the error names the file.
Result<SearchMask> loadSearchMask(const std::filesystem::path& file);

/// Domains of the patient's identifiers in the mask's order, each once.
std::vector<std::string> identifierDomains(const SearchMask& mask);

/// All fields of a person in the order in which they are asked for.
std::vector<MaskField> fieldsOf(const PersonSearch& person);

/// All fields of a document's keys.
std::vector<MaskField> fieldsOf(const DocumentSearch& search);

} // namespace ncp::discovery
