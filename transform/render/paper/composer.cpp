#include "transform/render/paper/composer.hpp"

#include "transform/render/paper/files.hpp"
#include "transform/render/paper/grid.hpp"
#include "transform/render/paper/narrative.hpp"
#include "transform/render/paper/phrases.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

constexpr Style kBody{};
constexpr Style kStrong{.strong = true};
constexpr Style kSmall{.size = 8};
constexpr Style kLabel{.size = 7.5, .muted = true};
constexpr Style kTitle{.size = 16, .strong = true};
constexpr Style kSection{.size = 12.5, .strong = true};
constexpr Style kCardTitle{.size = 10.5, .strong = true};
constexpr Style kLead{.size = 10, .strong = true};
constexpr std::size_t kFactsAbreast = 3;
constexpr double kFactGap = 10;

Look lookOf(Tone tone) {
    return tone == Tone::Danger                        ? Look::Framed
           : tone == Tone::Plain || tone == Tone::Past ? Look::Plain
                                                       : Look::Barred;
}

/// Says without colour how much it matters.
std::string_view signOf(Tone tone) {
    return tone == Tone::Danger ? "!!" : tone == Tone::Warning ? "!" : "";
}

class Composer {
  public:
    Composer(const View& view, const Wording& wording, const Enclosures& enclosures, Flow& flow)
        : view_(view), wording_(wording), enclosures_(enclosures), flow_(flow) {}

    void document();

  private:
    void banner();
    void paragraph(Words words, double before = 0);
    void facts(const std::vector<Fact>& facts, const Style& style = kBody);
    void notice(const Notice& notice);
    void section(const SectionView& section);
    void table(const SectionView& section);
    void card(const Card& card);
    void uncoded(const SectionView& section);
    void files(const std::vector<FileView>& files);
    void narrative(const SectionView& section);
    void codes(const std::vector<CodeGroup>& groups);
    void appendix();
    void aboutDocument();

    const View& view_;
    const Wording& wording_;
    const Enclosures& enclosures_;
    Flow& flow_;
};

void Composer::paragraph(Words words, double before) {
    if (words.empty()) {
        return;
    }
    Stripe stripe;
    stripe.before = before;
    stripe.columns.push_back({0, Flow::kWidth, {{std::move(words)}}});
    flow_.place(stripe);
}

Column factColumn(const Fact& fact, const Wording& wording, const Style& style) {
    Column column;
    column.content.push_back({plainWords(fact.label, kLabel)});
    for (Paragraph& value : paragraphsOf(fact.value, wording, style)) {
        column.content.push_back(std::move(value));
    }
    return column;
}

/// Facts side by side, as many as there is room for.
void Composer::facts(const std::vector<Fact>& facts, const Style& style) {
    constexpr double kWidth = (Flow::kWidth - kFactGap * (kFactsAbreast - 1)) / kFactsAbreast;
    for (std::size_t at = 0; at < facts.size(); at += kFactsAbreast) {
        Stripe stripe;
        stripe.before = 4;
        for (std::size_t one = at; one < std::min(at + kFactsAbreast, facts.size()); ++one) {
            Column column = factColumn(facts[one], wording_, style);
            column.x = static_cast<double>(one - at) * (kWidth + kFactGap);
            column.width = kWidth;
            stripe.columns.push_back(std::move(column));
        }
        flow_.place(stripe);
    }
}

void Composer::banner() {
    paragraph(plainWords(view_.documentName, kSmall));
    const std::string name = view_.patientName.empty() ? wording_.text("patient.heading") : view_.patientName;
    flow_.heading("H1", plainWords(name, kTitle), 0, "patient");
    facts(view_.patientFacts, kStrong);
    facts(view_.patientDetails);
}

void Composer::notice(const Notice& notice) {
    constexpr double kIndent = 24;
    Stripe stripe;
    stripe.before = 4;
    stripe.padding = 3;
    stripe.look = lookOf(notice.tone);
    Column column{8, Flow::kWidth - 14, {}, "P"};
    if (!notice.heading.empty()) {
        column.content.push_back({plainWords(notice.heading, kStrong)});
    }
    for (Paragraph& words : paragraphsOf(notice.text, wording_)) {
        column.content.push_back(std::move(words));
    }
    if (column.content.empty()) {
        return;
    }
    if (const auto sign = signOf(notice.tone); !sign.empty()) {
        for (Paragraph& words : column.content) {
            words.indent = kIndent;
        }
        column.content.front().label = plainWords(sign, kLead);
    }
    stripe.columns.push_back(std::move(column));
    flow_.place(stripe);
}

void Composer::table(const SectionView& section) {
    if (section.table.rows.empty()) {
        return;
    }
    Grid grid;
    grid.columns = section.table.columns.size();
    grid.indent = 8;
    GridRow head;
    for (std::size_t at = 0; at < grid.columns; ++at) {
        head.cells.push_back({{{plainWords(section.table.columns[at], kLabel)}}, at, 1, true});
    }
    grid.head.push_back(std::move(head));
    for (const TableRow& row : section.table.rows) {
        if (!row.heading.empty()) {
            grid.rows.push_back({{{{{plainWords(row.heading, kStrong)}}, 0, grid.columns, true}}});
        }
        GridRow made;
        made.look = lookOf(row.tone);
        Style style = kBody;
        style.muted = row.tone == Tone::Past;
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            made.cells.push_back({paragraphsOf(row.cells[at], wording_, style), at, 1, at == 0});
        }
        if (const auto sign = signOf(row.tone); !sign.empty() && !made.cells.front().content.empty()) {
            auto& words = made.cells.front().content.front().words;
            words.insert(words.begin(), {std::string{sign} + ' ', kStrong});
        }
        grid.rows.push_back(std::move(made));
    }
    placeGrid(grid, flow_);
}

void Composer::card(const Card& card) {
    flow_.heading("H3", wordsOf(card.title, wording_, kCardTitle), 10, {});
    paragraph(wordsOf(card.subtitle, wording_));
    for (Paragraph& lead : paragraphsOf(card.lead, wording_, kLead)) {
        paragraph(std::move(lead.words), 2);
    }
    facts(card.facts);
}

void Composer::uncoded(const SectionView& section) {
    if (section.uncoded.empty() || section.narrativeOpen) {
        return;
    }
    paragraph(plainWords(wording_.text("section.uncoded"), kLabel), 6);
    for (const Phrase& block : section.uncoded) {
        Stripe stripe;
        stripe.before = 2;
        Paragraph item{wordsOf(block, wording_), 10};
        item.label = plainWords("•");
        stripe.columns.push_back({0, Flow::kWidth, {std::move(item)}});
        flow_.place(stripe);
    }
}

void Composer::files(const std::vector<FileView>& files) {
    for (const FileView& file : files) {
        const Enclosure* enclosure = enclosures_.find(file);
        for (Words& words : fileWords(file, enclosure, wording_)) {
            paragraph(std::move(words), 4);
        }
        if (enclosure != nullptr && enclosure->picture) {
            flow_.picture(*enclosure->picture);
        }
    }
}

void Composer::narrative(const SectionView& section) {
    if (section.narrative == nullptr) {
        return;
    }
    paragraph(plainWords(wording_.text("section.narrative", {view_.sourceCountry}), kLabel), 6);
    if (section.originalTitle.text != section.title) {
        paragraph(wordsOf(section.originalTitle, wording_, kStrong), 2);
    }
    placeNarrative(section.narrative->root(), flow_);
}

void Composer::section(const SectionView& section) {
    flow_.heading("H2", plainWords(section.title, kSection), 16, section.anchor);
    for (const Notice& words : section.notices) {
        notice(words);
    }
    table(section);
    for (const Card& words : section.cards) {
        card(words);
    }
    uncoded(section);
    facts(section.facts);
    files(section.files);
    if (section.narrativeOpen) {
        narrative(section);
    }
}

Paragraphs originalsOf(const CodeRow& row, const Wording& wording) {
    Paragraphs paragraphs;
    for (const Phrase& original : row.originals) {
        paragraphs.push_back({wordsOf(original, wording, kSmall)});
    }
    return paragraphs;
}

void Composer::codes(const std::vector<CodeGroup>& groups) {
    if (groups.empty()) {
        return;
    }
    paragraph(plainWords(wording_.text("view.codes"), kLabel), 4);
    Grid grid;
    grid.columns = 4;
    GridRow head;
    std::size_t at = 0;
    for (const char* key : {"view.shown", "mark.original_wording", "column.code", "column.code_system"}) {
        head.cells.push_back({{{plainWords(wording_.text(key), kLabel)}}, at++, 1, true});
    }
    grid.head.push_back(std::move(head));
    for (const CodeGroup& group : groups) {
        const Style heading{.size = 8, .strong = true};
        grid.rows.push_back({{{{{plainWords(group.heading, heading)}}, 0, 4, true}}});
        for (const CodeRow& row : group.rows) {
            grid.rows.push_back({{{{{wordsOf(row.shown, wording_, kSmall)}}, 0},
                                  {originalsOf(row, wording_), 1},
                                  {{{plainWords(row.code, kSmall)}}, 2},
                                  {{{plainWords(row.system, kSmall)}}, 3}}});
        }
    }
    placeGrid(grid, flow_);
}

void Composer::aboutDocument() {
    flow_.heading("H2", plainWords(wording_.text("view.about"), kSection), 16, "about");
    facts(view_.documentFacts);
    for (const std::string& words : view_.footer) {
        paragraph(plainWords(words, kSmall), 3);
    }
}

/// What a page on a screen keeps one click away stands at the end of the paper.
void Composer::appendix() {
    for (const SectionView& section : view_.sections) {
        const bool narrativeShown = section.narrativeOpen || section.narrative == nullptr;
        if (section.codes.empty() && narrativeShown) {
            continue;
        }
        const std::string title = section.title + " \u2013 " + wording_.text("view.originals");
        flow_.heading("H2", plainWords(title, kCardTitle), 14, section.anchor + "-original");
        codes(section.codes);
        if (!narrativeShown) {
            narrative(section);
        }
    }
    if (!view_.documentCodes.empty()) {
        const std::string title = wording_.text("view.about") + " \u2013 " + wording_.text("view.originals");
        flow_.heading("H2", plainWords(title, kCardTitle), 14, "about-original");
        codes(view_.documentCodes);
    }
}

void Composer::document() {
    banner();
    for (const Notice& words : view_.notices) {
        notice(words);
    }
    if (!view_.warnings.empty()) {
        flow_.heading("H2", plainWords(wording_.text("warning.heading"), kSection), 12, "warnings");
        for (const Notice& words : view_.warnings) {
            notice(words);
        }
    }
    files(view_.files);
    facts(view_.prescriptionFacts);
    for (const SectionView& words : view_.sections) {
        section(words);
    }
    aboutDocument();
    appendix();
}

} // namespace

void compose(const View& view, const Wording& wording, const Enclosures& enclosures, Flow& flow) {
    Composer{view, wording, enclosures, flow}.document();
}

PageFrame pageFrame(const View& view, const Wording& wording, const std::string& printedAt) {
    PageFrame frame;
    frame.patient =
        plainWords(view.patientName.empty() ? wording.text("patient.heading") : view.patientName, kStrong);
    const std::string born = wording.text("patient.born");
    for (const Fact& fact : view.patientFacts) {
        if (fact.label == born && !fact.value.empty() && !fact.value.front().empty()) {
            frame.patient.push_back({"   " + born + ' ' + cleaned(fact.value.front().front().text), kBody});
        }
    }
    frame.document = plainWords(view.documentName, kSmall);
    const std::string printed =
        printedAt.empty()
            ? std::string{}
            : wording.text("footer.printed", {wording.date(cda::TimeStamp{printedAt, {}})}) + ' ';
    frame.notice = plainWords(printed + wording.text("footer.confidential"), kLabel);
    frame.number = [&wording](std::size_t page, std::size_t pages) {
        return wording.text("document.page", {std::to_string(page), std::to_string(pages)});
    };
    return frame;
}

} // namespace ncp::transform::render::paper
