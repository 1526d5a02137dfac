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
    Sibling,       ///< bokmål on a page in nynorsk, or the other way round: the release has no other name
    MacroLanguage, ///< Norwegian that does not say which: the release has no other name
    English,       ///< English, since the release has no name in the language of the page
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
    std::size_t entry = 0; ///< that it shows (cda::Entry::number); 0: none
};

struct TableRow {
    Tone tone = Tone::Plain;
    std::vector<Cell> cells;
    std::size_t entry = 0; ///< that it shows
    std::string heading{}; ///< of this row and those below it, up to the next one that has a heading
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
    std::size_t entry = 0; ///< that it shows
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
    std::size_t entry = 0; ///< whose codes they are
};

/// How a file of the document may be shown.
enum class FileKind {
    Image,   ///< PNG, JPEG or GIF by its bytes: shown
    Pdf,     ///< PDF by its bytes, without active content: offered
    Text,    ///< plain text: its words are shown
    Withheld ///< none of these, or not what it says that it is: named, not given out
};

/// A file inside the document: the body of a level 1 document, or a picture in a section.
struct FileView {
    FileKind kind = FileKind::Withheld;
    std::string mediaType; ///< by the bytes; for a withheld file as the document states it
    std::string size;      ///< in words: `172 kB`
    std::string name;      ///< for a file name and for readers who can't see: `Røntgenbilde`
    std::string base64;    ///< of Image and Pdf and of what is `active`, without white space
    std::string text;      ///< of Text
    std::string reason;    ///< why it is withheld, a sentence
    bool active = false;   ///< a PDF with program code: withheld, but its pages can be printed without it
    std::size_t entry = 0; ///< that holds it
};

struct SectionView {
    std::string anchor;
    std::string title;
    std::string titleLanguage; ///< tag of a foreign title; empty where it is in the language of the page
    Phrase originalTitle;
    std::vector<Notice> notices;
    std::vector<Card> cards;
    TableView table;
    std::vector<Fact> facts;     ///< about the section as a whole: who wrote it
    std::vector<Phrase> uncoded; ///< what the source wrote without coding it
    const cda::Narrative* narrative = nullptr;
    bool narrativeOpen = false; ///< the section has nothing but its text
    std::vector<CodeGroup> codes;
    std::vector<FileView> files; ///< pictures that the text of the section refers to
};

/// Key of the text that names a mark; nullptr for None.
const char* markKey(Mark mark) noexcept;

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
    std::vector<FileView> files;  ///< the body of the document where that is a file
    std::vector<SectionView> sections;
    std::vector<Fact> prescriptionFacts; ///< who prescribed and when, before what was prescribed
    std::vector<Fact> documentFacts;
    std::vector<CodeGroup> documentCodes; ///< original wording and codes of patient, authors and document
    std::vector<std::string> footer;
};

} // namespace ncp::transform::render
