#include "transform/render/paper/flow.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

constexpr double kLeft = 42.5;
constexpr double kTop = 74;
constexpr double kBottom = kPageHeight - 46;
constexpr double kHeaderTop = 30;
constexpr double kFooterTop = kPageHeight - 36;
constexpr double kHairline = 0.4;
/// A stripe that is broken leaves at least this much of itself on a page.
constexpr double kLeastSlice = 40;
/// A heading has room for the beginning of what it heads.
constexpr double kBelowHeading = 90;
constexpr double kTolerance = 0.01;

} // namespace

Flow::Flow(const Typesetter& typesetter, const PageFrame& frame, Canvas* canvas, std::size_t pages)
    : typesetter_(typesetter), frame_(frame), canvas_(canvas), total_(pages) {
    beginPage();
}

double Flow::room() const noexcept {
    return kBottom - y_;
}

void Flow::open(const char* element) {
    if (canvas_ != nullptr) {
        canvas_->open(element);
    }
}

void Flow::close(const char* element) {
    if (canvas_ != nullptr) {
        canvas_->close(element);
    }
}

Flow::SetColumns Flow::set(const Stripe& stripe) const {
    SetColumns columns;
    for (const Column& column : stripe.columns) {
        SetColumn made{column.x, column.element, {}, {}};
        for (const Paragraph& words : column.content) {
            SetParagraph paragraph{
                typesetter_.set(words.words, column.width - words.indent), {}, words.indent, words.before};
            if (!words.label.empty()) {
                paragraph.label = typesetter_.set(words.label, std::max(words.indent, 1.0));
            }
            made.paragraphs.push_back(std::move(paragraph));
        }
        columns.push_back(std::move(made));
    }
    return columns;
}

/// What of a column fits into `room`, from where it was left.
Flow::Slice Flow::slice(const SetColumn& column, double room) {
    Slice taken{column.at, 0};
    while (taken.end.paragraph < column.paragraphs.size()) {
        const SetParagraph& paragraph = column.paragraphs[taken.end.paragraph];
        const double above = taken.end.line == 0 ? paragraph.before : 0;
        const double height = above + paragraph.text.line(taken.end.line).height;
        if (taken.height + height > room + kTolerance) {
            break;
        }
        taken.height += height;
        if (++taken.end.line == paragraph.text.size()) {
            ++taken.end.paragraph;
            taken.end.line = 0;
        }
    }
    return taken;
}

double Flow::height(const SetColumns& columns) {
    double highest = 0;
    for (const SetColumn& column : columns) {
        double sum = 0;
        for (const SetParagraph& paragraph : column.paragraphs) {
            sum += paragraph.before + paragraph.text.height();
        }
        highest = std::max(highest, sum);
    }
    return highest;
}

bool Flow::isDone(const SetColumns& columns) {
    return std::all_of(columns.begin(), columns.end(), [](const SetColumn& column) {
        return column.at.paragraph == column.paragraphs.size();
    });
}

/// A stripe that fits on a page is not broken; neither is its beginning left alone at the bottom.
void Flow::startStripe(const Stripe& stripe, double height) {
    y_ += top_ ? 0 : stripe.before;
    const double whole = height + 2 * stripe.padding + stripe.keep;
    const bool fits = whole <= room() + kTolerance;
    const bool breakable = whole > kBottom - kTop && room() >= kLeastSlice + 2 * stripe.padding;
    if (!top_ && !fits && !breakable) {
        nextPage();
    }
}

void Flow::place(const Stripe& stripe) {
    if (full()) {
        return;
    }
    SetColumns columns = set(stripe);
    startStripe(stripe, height(columns));
    drawSlices(stripe, columns);
    while (!isDone(columns) && !full()) {
        nextPage();
        drawSlices(stripe, columns);
    }
}

void Flow::drawSlices(const Stripe& stripe, SetColumns& columns) {
    std::vector<Slice> slices;
    double highest = 0;
    for (const SetColumn& column : columns) {
        slices.push_back(slice(column, room() - 2 * stripe.padding));
        highest = std::max(highest, slices.back().height);
    }
    const double height = highest + 2 * stripe.padding;
    decorate(stripe, height);
    if (inTable_) {
        open("TR");
    }
    for (std::size_t at = 0; at < columns.size(); ++at) {
        drawColumn(columns[at], slices[at].end, y_ + stripe.padding);
        columns[at].at = slices[at].end;
    }
    if (inTable_) {
        close("TR");
    }
    y_ += height;
    top_ = false;
}

void Flow::decorate(const Stripe& stripe, double height) {
    if (canvas_ == nullptr) {
        return;
    }
    if (stripe.look != Look::Plain) {
        const bool framed = stripe.look == Look::Framed;
        canvas_->fill({kLeft, y_, framed ? 5.0 : 2.0, height}, framed ? 1 : 0.45);
        if (framed) {
            canvas_->frame({kLeft, y_, kWidth, height}, 0.9);
        }
    }
    if (stripe.ruled) {
        canvas_->fill({kLeft, y_ + height - kHairline, kWidth, kHairline}, 0.5);
    }
}

void Flow::drawColumn(const SetColumn& column, Position end, double top) {
    if (canvas_ == nullptr) {
        return;
    }
    open(column.element);
    double y = top;
    for (Position at = column.at; at.paragraph != end.paragraph || at.line != end.line;) {
        const SetParagraph& paragraph = column.paragraphs[at.paragraph];
        const double x = kLeft + column.x;
        y += at.line == 0 ? paragraph.before : 0;
        if (at.line == 0 && paragraph.label.size() > 0) {
            canvas_->draw(paragraph.label.line(0), x, y);
        }
        const SetText::Line& line = paragraph.text.line(at.line);
        canvas_->draw(line, x + paragraph.indent, y);
        y += line.height;
        if (++at.line == paragraph.text.size()) {
            ++at.paragraph;
            at.line = 0;
        }
    }
    close(column.element);
}

void Flow::beginTable(Stripe head) {
    head_ = std::move(head);
    const double high = height(set(head_));
    // A head that another country wrote may be as long as a page.
    const bool any = !head_.columns.empty();
    inTable_ = true;
    open("Table");
    if (any) {
        head_.keep = kLeastSlice;
        place(head_);
        head_.keep = 0;
    }
    repeats_ = any && high < (kBottom - kTop) / 4;
}

void Flow::endTable() {
    close("Table");
    inTable_ = false;
    repeats_ = false;
}

void Flow::heading(const char* element, const Words& words, double before, std::string_view destination) {
    Stripe stripe;
    stripe.columns.push_back({0, kWidth, {{words}}, element});
    stripe.before = before;
    stripe.keep = kBelowHeading;
    if (canvas_ == nullptr || destination.empty()) {
        place(stripe);
        return;
    }
    SetColumns columns = set(stripe);
    startStripe(stripe, height(columns));
    std::string title;
    for (const Run& run : words) {
        title += run.text;
    }
    canvas_->outline(title, destination);
    canvas_->openDestination(destination);
    drawSlices(stripe, columns);
    canvas_->closeDestination();
    while (!isDone(columns) && !full()) {
        nextPage();
        drawSlices(stripe, columns);
    }
}

void Flow::picture(const Picture& picture) {
    if (full()) {
        return;
    }
    constexpr double kPoints = 0.75; // of a pixel
    constexpr double kAbove = 4;
    const double scale =
        std::min({kPoints, kWidth / picture.width(), (kBottom - kTop - kAbove) * 0.9 / picture.height()});
    const double height = picture.height() * scale;
    if (!top_ && height + kAbove > room()) {
        nextPage();
    }
    if (canvas_ != nullptr) {
        open("Figure");
        canvas_->draw(picture, {kLeft, y_ + kAbove, picture.width() * scale, height});
        close("Figure");
    }
    y_ += height + kAbove;
    top_ = false;
}

void Flow::beginPage() {
    ++page_;
    y_ = kTop;
    top_ = true;
    if (canvas_ != nullptr) {
        drawFrame();
    }
}

/// A table goes on as one of its own, so that what stands round the body is in none.
void Flow::nextPage() {
    if (inTable_) {
        close("Table");
    }
    if (canvas_ != nullptr) {
        canvas_->endPage();
    }
    beginPage();
    if (inTable_) {
        open("Table");
    }
    if (inTable_ && repeats_) {
        SetColumns columns = set(head_);
        drawSlices(head_, columns);
    }
}

/// At most two lines of what another country wrote; all of it stands on the first page.
void Flow::drawFrame() {
    const Words number{{frame_.number(page_, total_), Style{8}}};
    const double numberWidth = typesetter_.naturalWidth(number);
    canvas_->draw(typesetter_.set(number, numberWidth + 1).line(0), kLeft + kWidth - numberWidth, kHeaderTop);
    double y = kHeaderTop;
    const SetText patient = typesetter_.set(frame_.patient, kWidth - numberWidth - 12);
    for (std::size_t at = 0; at < std::min<std::size_t>(patient.size(), 2); ++at) {
        canvas_->draw(patient.line(at), kLeft, y);
        y += patient.line(at).height;
    }
    canvas_->draw(typesetter_.set(frame_.document, kWidth).line(0), kLeft, y);
    canvas_->fill({kLeft, kTop - 9, kWidth, 0.8}, 1);
    canvas_->draw(typesetter_.set(frame_.notice, kWidth).line(0), kLeft, kFooterTop);
}

void Flow::finish() {
    if (canvas_ != nullptr) {
        canvas_->endPage();
    }
}

} // namespace ncp::transform::render::paper
