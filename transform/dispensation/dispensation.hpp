#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "transform/cda/values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::dispensation {

/// Who hands out, and where.
struct Dispenser {
    std::string id; ///< of the pharmacist, in the domain `idRoot`
    std::string idRoot;
    std::string name;       ///< as the sign-in gives it
    Code role;              ///< ISCO: 2262 pharmacist, 3213 pharmaceutical technician
    std::string pharmacy;   ///< name
    std::string pharmacyId; ///< in the domain `idRoot`
    CountryCode country;
    std::string city;
};

/// A product handed out in place of the prescribed one. Empty fields are left out of the document.
struct Substitute {
    std::string name;
    std::optional<Code> code;            ///< of the product
    std::string strength;                ///< as text
    std::optional<Code> form;            ///< EDQM dose form; absent: that of the prescribed product
    std::optional<Code> activeSubstance; ///< ATC; absent: that of the prescribed product
    std::string packageSize;             ///< number of units in one package, UCUM unit 1; empty: unknown
};

/// What the pharmacist decided.
struct Handout {
    std::size_t item = 0; ///< of the prescription's items, counted from 0
    std::uint32_t packages = 1;
    std::optional<Substitute> substitute;
};

/// Ids and time of the document to be made; below the application nothing makes them up.
struct Issue {
    std::string documentRoot; ///< OID; the document's id is root and extension
    std::string documentExtension;
    Instant time;
    std::string language; ///< of the narrative, `nb-NO`
};

/// The eDispensation (pivot CDA, eHDSI template E.1.2) that reports a handout of a prescription: patient and
/// prescribed product are copied from the prescription with their ids. InputRefused for no such item, no
/// packages, or a name that is missing; SubstitutionNotAllowed; MalformedMessage when it is no ePrescription.
/// Products stand in the elements of the prescription's wave, also those of waves 1 to 5.
Result<std::string> compose(const xml::Document& prescription, const Dispenser& dispenser,
                            const Handout& handout, const Issue& issue);

/// The message that takes an eDispensation back: the same document with the discard's code and template id.
Result<std::string> discardOf(std::string_view eDispensation);

/// One item that was handed out.
struct DispensedItem {
    std::optional<cda::Identifier> id;
    std::optional<cda::Identifier> prescriptionItem;
    std::uint32_t packages = 0;
    bool substituted = false;
};

/// What an eDispensation says, as the country of the prescription needs it.
struct Statement {
    cda::Identifier id;                         ///< of the document
    std::vector<cda::Identifier> patients;      ///< recordTarget
    std::vector<cda::Identifier> prescriptions; ///< inFulfillmentOf
    std::vector<DispensedItem> items;
    bool discard = false; ///< it takes the dispensation of this id back
    /// What was done, as one text: patient, prescription, and for each item its own id, what was prescribed,
    /// packages, substitution, product (code and name), performer and time of handing over. Equal texts are
    /// the same act told twice, whatever document tells it (the document's id, times of writing, narrative,
    /// display names and layout are left out). Holds patient data.
    std::string act;
    bool timed = false; ///< every item's time of handing over is known to the second: `act` is then one act's
};

/// DispensationFormatNotValid names what is missing or unreadable (no values).
Result<Statement> read(const xml::Document& eDispensation);

} // namespace ncp::transform::dispensation
