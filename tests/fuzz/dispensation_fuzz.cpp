#include "tests/fuzz/fuzz.hpp"
#include "transform/dispensation/dispensation.hpp"
#include "transform/dispensation/prescription.hpp"

using namespace ncp;
using namespace ncp::transform::dispensation;

namespace {

Dispenser dispenser() {
    return {"PH-1",
            "2.999.61",
            "Anna Farmasoyt",
            {"2262", "2.16.840.1.113883.2.9.6.2.7", "Pharmacists", ""},
            "Eksempelapoteket",
            "APOTEK-1",
            CountryCode::parse("NO").value(),
            ""};
}

/// A discard is a document that takes back the dispensation that it was made of.
void checkDiscard(std::string_view text, const xml::Document& document) {
    const auto discard = discardOf(text);
    if (!discard) {
        return;
    }
    const auto parsed = fuzz::parse(*discard);
    fuzz::require(parsed.has_value());
    const auto original = read(document);
    const auto statement = read(*parsed);
    fuzz::require(!original || (statement && statement->discard && statement->id.root == original->id.root &&
                                statement->id.extension == original->id.extension));
}

/// What is composed of a prescription names that prescription and its item.
void checkDispensation(const xml::Document& document) {
    const auto prescription = prescriptionOf(document);
    const auto made = prescription
                          ? compose(document, dispenser(), {0, 2, {}}, {"2.999.1", "ED-1", {}, "nb-NO"})
                          : Result<std::string>{passOn(prescription)};
    if (!made) {
        return;
    }
    const auto parsed = fuzz::parse(*made);
    fuzz::require(parsed.has_value());
    const auto statement = read(*parsed);
    if (statement) { // a prescription without usable patient gives none
        fuzz::require(statement->prescriptions.size() == 1 && statement->items.size() == 1);
        fuzz::require(statement->prescriptions.front().extension == prescription->id.extension);
        fuzz::require(statement->items.front().packages == 2);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf(data, size);
    if (const auto document = fuzz::parse(text)) {
        checkDiscard(text, *document);
        checkDispensation(*document);
    }
    return 0;
}
