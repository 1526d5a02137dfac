#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ncp::test {

enum class DocumentForm : std::uint8_t { PatientSummary, Prescription, Dispensation, MedicationOverview };

struct RandomDocument {
    DocumentForm form = DocumentForm::PatientSummary;
    bool file = false;       ///< level 1: a PDF in place of sections
    bool national = false;   ///< codes of the country, as they are before they go to the pivot
    std::size_t entries = 0; ///< in each section; 0: a few, as the seed has it
};

/// A clinical document of nobody: seeded, the same for the same seed and wishes, valid against the schema of
/// the exchange (CDA R2 with the pharmacy extension). Every kind of element of the eHDSI documents occurs:
/// sections and entries, posology in each form, packages of up to three levels, products of parts,
/// translations beside and inside each other, null flavours, qualifiers, narrative with references, every
/// way of writing namespaces.
std::string randomDocument(std::uint64_t seed, const RandomDocument& wishes);
/// The seed decides the form, too.
std::string randomDocument(std::uint64_t seed);

} // namespace ncp::test
