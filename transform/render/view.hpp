#pragma once

#include "transform/cda/narrative.hpp"

#include <string>
#include <vector>

namespace ncp::transform::render {

/// Why a wording deserves a second look.
enum class Mark {
    None,
    NotTranslated, ///< shown in the language of the pivot document
    Unmapped,      ///< a concept of the source country without a European code
    UnknownCode,   ///< nothing but a code came
};

enum class Weight { Normal, Strong, Muted };

/// Some words in one language.
struct Phrase {
    std::string text;
    std::string language; ///< tag of a foreign language; empty where it is the language of the page
    Mark mark = Mark::None;
    Weight weight = Weight::Normal;
};

using Line = std::vector<Phrase>;
using Cell = std::vector<Line>;

enum class Tone { Plain, Danger, Warning, Calm, Past };

struct Fact {
    std::string label;
    Cell value;
};

/// A sentence in a frame.
struct Notice {
    Tone tone = Tone::Plain;
    std::string heading;
    Cell text;
};

struct TableRow {
    Tone tone = Tone::Plain;
    std::vector<Cell> cells;
};

struct TableView {
    std::vector<std::string> columns;
    std::vector<TableRow> rows;
};

/// One thing with a name and many facts, such as a prescription item.
struct Card {
    Line title;
    Line subtitle;
    Cell lead; ///< the sentence that matters most
    std::vector<Fact> facts;
};

/// Where a shown wording comes from.
struct CodeRow {
    Phrase shown;
    std::vector<Phrase> originals;
    std::string code;
    std::string system;
};

struct CodeGroup {
    std::string heading;
    std::vector<CodeRow> rows;
};

struct SectionView {
    std::string anchor;
    std::string title;
    Phrase originalTitle;
    std::vector<Notice> notices;
    std::vector<Card> cards;
    TableView table;
    std::vector<Phrase> uncoded; ///< what the source wrote without coding it
    const cda::Narrative* narrative = nullptr;
    bool narrativeOpen = false; ///< the section has nothing but its text
    std::vector<CodeGroup> codes;
};

/// All that a page shows, in order, in words. It must not outlive the ClinicalDocument that it was made of.
struct View {
    std::string language;       ///< tag of the page
    std::string sourceLanguage; ///< tag of the narrative
    std::string sourceCountry;  ///< in words
    std::string documentName;
    std::string patientName;
    std::vector<Fact> patientFacts;
    std::vector<Fact> patientDetails;
    std::vector<Notice> notices;  ///< about the document as a whole
    std::vector<Notice> warnings; ///< what can kill
    std::vector<SectionView> sections;
    std::vector<Fact> prescriptionFacts; ///< who prescribed and when, before what was prescribed
    std::vector<Fact> documentFacts;
    std::vector<std::string> footer;
};

} // namespace ncp::transform::render
