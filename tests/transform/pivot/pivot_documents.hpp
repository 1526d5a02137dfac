#pragma once

#include "transform/cda/coded_elements.hpp"
#include "transform/terminology/catalogue.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// Documents and a release for tests of the transformation: invented concepts of two code systems, that of
/// the exchange (1.2.3, "Allergens") and a national one (1.2.4, "Liste"), with value set 1.9.1.
const transform::terminology::Catalogue& smallCatalogue();
/// The list and the release that the program ships.
const transform::cda::CodedElements& shippedList();
const transform::terminology::Catalogue& shippedCatalogue();
/// A list with one row for each kind of place: //coded (O), //required (RNFA), //plain/@unit, …
const transform::cda::CodedElements& smallList();

/// A clinical document of a class (LOINC) with this inside.
std::string clinicalDocument(std::string_view code, std::string_view inner);
/// A Patient Summary with this inside.
std::string summary(std::string_view inner);
/// An ePrescription, and a medication overview, with this inside.
std::string prescription(std::string_view inner);
std::string overview(std::string_view inner);
/// What stands between the document's code and its end.
std::string innerOf(std::string_view document);

/// The XML documents of the reference data and of the demonstration; the first is empty when that is absent.
std::vector<std::filesystem::path> referenceDocuments();
std::vector<std::filesystem::path> demonstrationDocuments();

} // namespace ncp::test
