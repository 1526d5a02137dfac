#pragma once

#include "transform/render/paper/canvas.hpp"
#include "transform/render/paper/typesetter.hpp"
#include "transform/render/paper/words.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render::paper {

/// One paragraph of a column.
struct Paragraph {
    Words words;
    double indent = 0; ///< points
    double before = 0; ///< points above it
    Words label = {};  ///< stands in the indent of the first line: a bullet, a number
};
using Paragraphs = std::vector<Paragraph>;

/// What a stripe of the page looks like: told apart without colour.
enum class Look : std::uint8_t {
    Plain,
    Barred, ///< a bar at its left side
    Framed, ///< a frame round it and a broad bar at its left side
};

/// Paragraphs below each other. Columns of a stripe begin at the same height.
struct Column {
    double x = 0; ///< from the left margin, points
    double width = 0;
    Paragraphs content;
    const char* element = "P"; ///< of the structure
};

/// What goes across the page, and goes on at the top of the next one where it does not fit.
struct Stripe {
    std::vector<Column> columns;
    Look look = Look::Plain;
    double before = 0;  ///< points above it, except at the top of a page
    double padding = 0; ///< points inside it, above and below
    bool ruled = false; ///< a thin line below it
    double keep = 0;    ///< points that must be left below it, or it begins a page
};

/// What stands at the top and at the bottom of every page.
struct PageFrame {
    Words patient;
    Words document;
    Words notice; ///< at the bottom
    std::function<std::string(std::size_t page, std::size_t pages)> number;
};

/// Fills pages from top to bottom. Without a canvas it only counts them, which the page numbers need.
class Flow {
  public:
    /// More pages than anybody prints; the rest is not set.
    static constexpr std::size_t kPageLimit = 2000;
    static constexpr double kWidth = kPageWidth - 2 * 42.5;

    Flow(const Typesetter& typesetter, const PageFrame& frame, Canvas* canvas, std::size_t pages);

    void place(const Stripe& stripe);
    /// Between these, stripes are rows; `head` stands above them and again on each new page.
    void beginTable(Stripe head);
    void endTable();
    /// A heading with an entry in the outline, which leads to it.
    void heading(const char* element, const Words& words, double before, std::string_view destination);
    /// As large as it is at 96 pixels an inch, or as there is room for on a page.
    void picture(const Picture& picture);
    /// The last page ends.
    void finish();

    const Typesetter& typesetter() const noexcept { return typesetter_; }
    std::size_t pages() const noexcept { return page_; }
    bool full() const noexcept { return page_ > kPageLimit; }

  private:
    struct SetParagraph {
        SetText text;
        SetText label;
        double indent = 0;
        double before = 0;
    };
    struct Position {
        std::size_t paragraph = 0;
        std::size_t line = 0;
    };
    struct SetColumn {
        double x = 0;
        const char* element = "P";
        std::vector<SetParagraph> paragraphs;
        Position at;
    };
    using SetColumns = std::vector<SetColumn>;
    struct Slice {
        Position end;
        double height = 0;
    };

    SetColumns set(const Stripe& stripe) const;
    static Slice slice(const SetColumn& column, double room);
    static double height(const SetColumns& columns);
    static bool isDone(const SetColumns& columns);
    double room() const noexcept;
    void startStripe(const Stripe& stripe, double height);
    void drawSlices(const Stripe& stripe, SetColumns& columns);
    void decorate(const Stripe& stripe, double height);
    void drawColumn(const SetColumn& column, Position end, double top);
    void beginPage();
    void nextPage();
    void drawFrame();
    void open(const char* element);
    void close(const char* element);

    const Typesetter& typesetter_;
    const PageFrame& frame_;
    Canvas* canvas_;
    std::size_t total_;
    std::size_t page_ = 0;
    double y_ = 0;
    bool top_ = true; ///< nothing of the body stands on the page yet
    bool inTable_ = false;
    Stripe head_;
    bool repeats_ = false; ///< the head of the table stands on each page
};

} // namespace ncp::transform::render::paper
