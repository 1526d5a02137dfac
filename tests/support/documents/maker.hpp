#pragma once

#include "tests/support/documents/cda_writer.hpp"
#include "tests/support/documents/concepts.hpp"
#include "tests/support/documents/dice.hpp"
#include "tests/support/documents/random_document.hpp"

#include <string>
#include <string_view>

namespace ncp::test {

/// What a document is made with.
struct Maker {
    Dice dice;
    CdaWriter out;
    RandomDocument wishes;
    std::size_t made = 0;    ///< ids so far
    std::string target = {}; ///< ID in the narrative that the entry being made refers to
};

/// How a coded element is written.
struct CodeForm {
    std::string_view type = {}; ///< xsi:type, empty: none
    bool qualified = false;     ///< may hold a qualifier (CD)
    bool pharmacy = false;      ///< an element of the pharmacy extension
    bool mustHaveCode = false;  ///< no nullFlavor
};

/// A coded element: of the exchange or national, with and without name, version, original text, qualifiers,
/// translations beside or inside each other; or a nullFlavor with what is known.
void coded(Maker& make, std::string_view name, const Concepts& concepts, const CodeForm& form = {});
/// A code of the structure, always the same.
void fixedCode(Maker& make, std::string_view name, std::string_view code, std::string_view system,
               std::string_view display = {});

void newId(Maker& make);         ///< `id` that no other element has
void reference(Maker& make);     ///< `text/reference` into the narrative
std::string words(Maker& make);  ///< a few invented words, with what is hard to write
std::string number(Maker& make); ///< 0.5, 12, 1000
std::string time(Maker& make);   ///< HL7 TS of any precision
/// A point in time, or why there is none.
void timeOrNull(Maker& make, std::string_view name);
void period(Maker& make, std::string_view type = {}); ///< effectiveTime with low and high
void quantity(Maker& make, std::string_view name, std::string_view type = {}, bool pharmacy = false);
void posology(Maker& make); ///< the second effectiveTime of a medication
void dose(Maker& make);     ///< doseQuantity
void product(Maker& make, std::string_view productTemplate, std::string_view materialTemplate);

void address(Maker& make);
void telecom(Maker& make);
void personName(Maker& make);
void organisation(Maker& make, std::string_view name);
void header(Maker& make);      ///< everything before the body
void summaryBody(Maker& make); ///< sections of a Patient Summary
void prescriptionBody(Maker& make);
void dispensationBody(Maker& make);
void overviewBody(Maker& make);

/// One section: templates, id, code, title, narrative with one ID an entry, then each entry.
template <class Entry>
void section(Maker& make, std::string_view templateId, std::string_view code, std::string_view title,
             Entry entry);
/// Begins a section and gives the number of its entries; `targetOf` gives their IDs.
std::size_t beginSection(Maker& make, std::string_view templateId, std::string_view code,
                         std::string_view title);
std::string targetOf(std::string_view sectionCode, std::size_t entry);

/// An item of a medication list; also the copy in a dispensation (`copy`: id and product only).
void medication(Maker& make, std::string_view itemTemplate, std::string_view productTemplate,
                std::string_view materialTemplate);

template <class Entry>
void section(Maker& make, std::string_view templateId, std::string_view code, std::string_view title,
             Entry entry) {
    const auto entries = beginSection(make, templateId, code, title);
    for (std::size_t i = 0; i < entries; ++i) {
        make.target = targetOf(code, i);
        make.out.start("entry").attribute("typeCode", make.dice.chance(50) ? "COMP" : "DRIV");
        entry(make);
        make.out.end();
    }
    make.out.end().end();
}

/// The eHDSI template id with this ending.
std::string ehdsi(std::string_view ending);

} // namespace ncp::test
