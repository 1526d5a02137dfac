#include "transform/render/paper/narrative.hpp"

#include "transform/render/paper/grid.hpp"
#include "transform/render/paper/phrases.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

using cda::Markup;
using cda::MarkupKind;

constexpr double kSize = 8.5;
constexpr double kIndent = 12;
constexpr std::size_t kDeepestIndent = 8;

bool isTable(const Markup& markup) {
    return markup.kind == MarkupKind::Table;
}

bool isBlock(MarkupKind kind) {
    return kind == MarkupKind::Paragraph || kind == MarkupKind::Caption || kind == MarkupKind::Item ||
           kind == MarkupKind::TableRow || kind == MarkupKind::Table || kind == MarkupKind::LineBreak;
}

Style styled(Style style, const Markup& markup) {
    style.strong = style.strong || markup.bold || markup.kind == MarkupKind::Caption;
    style.italic = style.italic || markup.italic;
    style.struckOut = style.struckOut || markup.struckOut;
    if (markup.kind == MarkupKind::Superscript) {
        style.script = Script::Superscript;
    } else if (markup.kind == MarkupKind::Subscript) {
        style.script = Script::Subscript;
    }
    return style;
}

/// Makes paragraphs of markup.
class Gatherer {
  public:
    using TableTaker = std::function<void(const Markup& table)>;

    /// `takeTable` is given the tables; without it their rows become lines.
    explicit Gatherer(TableTaker takeTable = {}) : takeTable_(std::move(takeTable)) {}

    void gather(const Markup& markup, Style style);
    Paragraphs take();

  private:
    void addText(std::string_view text, const Style& style);
    void addList(const Markup& list, const Style& style);
    void addCells(const Markup& row, const Style& style);
    void endParagraph();

    TableTaker takeTable_;
    Paragraphs done_;
    Paragraph open_;
    std::size_t depth_ = 0;
    bool blank_ = true; ///< the open paragraph ends with a blank, or has not begun
};

void Gatherer::addText(std::string_view text, const Style& style) {
    std::string collapsed;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space) {
            collapsed += c;
        } else if (!blank_) {
            collapsed += ' ';
        }
        blank_ = space;
    }
    if (!collapsed.empty()) {
        open_.words.push_back({cleaned(collapsed), style});
    }
}

void Gatherer::endParagraph() {
    if (!open_.words.empty()) {
        open_.indent = kIndent * static_cast<double>(std::min(depth_, kDeepestIndent));
        done_.push_back(std::move(open_));
        open_ = {};
    }
    blank_ = true;
}

void Gatherer::addList(const Markup& list, const Style& style) {
    endParagraph();
    ++depth_;
    std::size_t number = 0;
    for (const Markup& item : list.children) {
        if (item.kind == MarkupKind::Item) {
            endParagraph();
            open_.label = plainWords(list.kind == MarkupKind::OrderedList ? std::to_string(++number) + '.'
                                                                          : std::string{"•"},
                                     style);
        }
        gather(item, style);
    }
    endParagraph();
    open_ = {};
    --depth_;
}

/// A row where there is no room for columns.
void Gatherer::addCells(const Markup& row, const Style& style) {
    endParagraph();
    bool first = true;
    for (const Markup& cell : row.children) {
        const bool isCell = cell.kind == MarkupKind::DataCell || cell.kind == MarkupKind::HeaderCell;
        if (isCell && !first) {
            addText(" | ", style);
        }
        gather(cell, style);
        first = first && !isCell;
    }
    endParagraph();
}

void Gatherer::gather(const Markup& markup, Style style) {
    if (markup.kind == MarkupKind::Text) {
        addText(markup.text, style);
        return;
    }
    style = styled(style, markup);
    if (isTable(markup) && takeTable_) {
        endParagraph();
        takeTable_(markup);
    } else if (markup.kind == MarkupKind::List || markup.kind == MarkupKind::OrderedList) {
        addList(markup, style);
    } else if (markup.kind == MarkupKind::TableRow) {
        addCells(markup, style);
    } else {
        if (isBlock(markup.kind)) {
            endParagraph();
        }
        if (markup.kind == MarkupKind::Media) {
            addText('[' + markup.text + ']', style);
        }
        for (const Markup& inner : markup.children) {
            gather(inner, style);
        }
        if (markup.kind == MarkupKind::Link && !markup.text.empty()) {
            addText(" <" + markup.text + '>', style);
        }
        if (isBlock(markup.kind)) {
            endParagraph();
        }
    }
}

Paragraphs Gatherer::take() {
    endParagraph();
    return std::exchange(done_, {});
}

/// Builds the rows of one table; cells that reach down keep their columns in the rows below.
class GridBuilder {
  public:
    void add(const Markup& part, bool head);
    Grid take() { return std::move(grid_); }

  private:
    void addRow(const Markup& row, bool head);
    std::size_t freeColumn(std::size_t from) const;

    Grid grid_;
    std::vector<unsigned> reachDown_; ///< rows that a column is still taken
};

std::size_t GridBuilder::freeColumn(std::size_t from) const {
    while (from < reachDown_.size() && reachDown_[from] > 0) {
        ++from;
    }
    return from;
}

void GridBuilder::addRow(const Markup& markup, bool head) {
    GridRow row;
    std::vector<unsigned> next = reachDown_;
    std::for_each(next.begin(), next.end(), [](unsigned& rows) { rows -= rows > 0 ? 1 : 0; });
    std::size_t column = 0;
    for (const Markup& cell : markup.children) {
        if (cell.kind != MarkupKind::DataCell && cell.kind != MarkupKind::HeaderCell) {
            continue;
        }
        column = freeColumn(column);
        Gatherer gatherer;
        const bool heading = cell.kind == MarkupKind::HeaderCell;
        gatherer.gather(cell, Style{.size = kSize, .strong = heading});
        next.resize(std::max(next.size(), column + cell.columnSpan), 0);
        std::fill_n(next.begin() + static_cast<std::ptrdiff_t>(column), cell.columnSpan, cell.rowSpan - 1);
        row.cells.push_back({gatherer.take(), column, cell.columnSpan, heading});
        column += cell.columnSpan;
        grid_.columns = std::max(grid_.columns, column);
    }
    reachDown_ = std::move(next);
    (head ? grid_.head : grid_.rows).push_back(std::move(row));
}

void GridBuilder::add(const Markup& part, bool head) {
    for (const Markup& inner : part.children) {
        if (inner.kind == MarkupKind::TableRow) {
            addRow(inner, head);
        } else {
            add(inner, head || inner.kind == MarkupKind::TableHead);
        }
    }
}

void placeParagraphs(Paragraphs paragraphs, Flow& flow) {
    for (Paragraph& paragraph : paragraphs) {
        Stripe stripe;
        stripe.before = 2;
        stripe.columns.push_back({0, Flow::kWidth, {std::move(paragraph)}});
        flow.place(stripe);
    }
}

/// What a table holds beside its rows: the caption, and words that stand where none belong.
void placeBesideRows(const Markup& part, Flow& flow) {
    for (const Markup& inner : part.children) {
        if (inner.kind == MarkupKind::TableHead || inner.kind == MarkupKind::TableBody ||
            inner.kind == MarkupKind::TableFoot) {
            placeBesideRows(inner, flow);
        } else if (inner.kind != MarkupKind::TableRow) {
            Gatherer gatherer;
            gatherer.gather(inner, Style{.size = kSize});
            placeParagraphs(gatherer.take(), flow);
        }
    }
}

void placeTable(const Markup& table, Flow& flow) {
    placeBesideRows(table, flow);
    GridBuilder builder;
    builder.add(table, false);
    placeGrid(builder.take(), flow);
}

} // namespace

void placeNarrative(const Markup& text, Flow& flow) {
    // A table comes between paragraphs, which are set before it.
    Gatherer* before = nullptr;
    Gatherer gatherer{[&](const Markup& table) {
        placeParagraphs(before->take(), flow);
        placeTable(table, flow);
    }};
    before = &gatherer;
    gatherer.gather(text, Style{.size = kSize});
    placeParagraphs(gatherer.take(), flow);
}

} // namespace ncp::transform::render::paper
