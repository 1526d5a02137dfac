#include "tests/support/documents/random_document.hpp"

#include "tests/support/documents/maker.hpp"

#include <array>
#include <utility>

namespace ncp::test {
namespace {

constexpr std::array kPrefixes{Prefixes::Usual, Prefixes::Both, Prefixes::Switching, Prefixes::Rebinding};
constexpr std::size_t kForms = 4;

/// A table for every other section, paragraphs or lists for the rest; one ID for each entry.
void narrative(Maker& make, std::string_view code, std::size_t entries) {
    const bool table = make.dice.chance(50);
    make.out.start("text");
    if (table) {
        make.out.start("table").start("thead").start("tr").leaf("th", words(make)).end().end().start("tbody");
    } else {
        make.out.start("paragraph").text(words(make)).start("br").end().text(words(make)).end();
        make.out.start("list");
    }
    for (std::size_t i = 0; i < entries; ++i) {
        make.out.start(table ? "tr" : "item");
        if (table) {
            make.out.start("td").end().start("td");
        }
        make.out.start("content").attribute("ID", targetOf(code, i)).text(words(make)).end();
        make.out.text(" " + words(make));
        if (make.dice.chance(30)) {
            make.out.start("content").attribute("styleCode", "Bold").text(words(make)).end();
        }
        make.out.end();
        if (table) {
            make.out.end();
        }
    }
    if (entries == 0) {
        make.out.start(table ? "tr" : "item").leaf(table ? "td" : "caption", words(make)).end();
    }
    make.out.end();
    if (table) {
        make.out.end();
    }
    make.out.end();
}

void body(Maker& make) {
    switch (make.wishes.form) {
    case DocumentForm::PatientSummary:
        return summaryBody(make);
    case DocumentForm::Prescription:
        return prescriptionBody(make);
    case DocumentForm::Dispensation:
        return dispensationBody(make);
    case DocumentForm::MedicationOverview:
        return overviewBody(make);
    }
}

} // namespace

std::string ehdsi(std::string_view ending) {
    return "1.3.6.1.4.1.12559.11.10.1.3.1." + std::string{ending};
}

std::string targetOf(std::string_view sectionCode, std::size_t entry) {
    return "s" + std::string{sectionCode} + "e" + std::to_string(entry);
}

std::size_t beginSection(Maker& make, std::string_view templateId, std::string_view code,
                         std::string_view title) {
    const auto entries = make.wishes.entries > 0 ? make.wishes.entries : make.dice.between(1, 3);
    make.out.start("component").start("section").templateId(templateId);
    newId(make);
    fixedCode(make, "code", code, "2.16.840.1.113883.6.1", title);
    make.out.leaf("title", title);
    narrative(make, code, entries);
    return entries;
}

std::string randomDocument(std::uint64_t seed, const RandomDocument& wishes) {
    Dice dice{seed};
    const auto prefixes = dice.pick(kPrefixes);
    Maker make{dice, CdaWriter{prefixes}, wishes};
    make.out.start("ClinicalDocument").attribute("classCode", "DOCCLIN").attribute("moodCode", "EVN");
    header(make);
    make.out.start("component");
    if (wishes.file) {
        make.out.start("nonXMLBody").start("text").attribute("mediaType", "application/pdf");
        make.out.attribute("representation", "B64")
            .text("JVBERi0xLjQKJeLjz9MKdHJhaWxlcgo8PC9Sb290IDEgMCBSPj4K");
        make.out.end().end();
    } else {
        make.out.start("structuredBody");
        body(make);
        make.out.end();
    }
    make.out.end().end();
    return make.out.take();
}

std::string randomDocument(std::uint64_t seed) {
    Dice dice{seed * 31 + 7};
    RandomDocument wishes;
    wishes.form = static_cast<DocumentForm>(dice.below(kForms));
    wishes.file = wishes.form != DocumentForm::Dispensation && dice.chance(10);
    wishes.national = dice.chance(40);
    return randomDocument(seed, wishes);
}

} // namespace ncp::test
