#pragma once

#include "base/result.hpp"
#include "transform/render/paper/words.hpp"

#include <cstddef>
#include <memory>
#include <vector>

struct _PangoLayoutLine;

namespace ncp::transform::render::paper {

/// A paragraph set in lines. Copyable and cheap: copies share the lines. Lengths are points.
class SetText {
  public:
    struct Line {
        std::shared_ptr<_PangoLayoutLine> glyphs;
        double height = 0;
        double baseline = 0; ///< below the top of the line
        double shift = 0;    ///< of a line that is set from the right
    };

    SetText() = default;
    explicit SetText(std::vector<Line> lines)
        : lines_(std::make_shared<const std::vector<Line>>(std::move(lines))) {}

    std::size_t size() const noexcept { return lines_ ? lines_->size() : 0; }
    const Line& line(std::size_t at) const { return lines_->at(at); }
    double height() const noexcept;

  private:
    std::shared_ptr<const std::vector<Line>> lines_;
};

/// Breaks words into lines with the fonts that every installation has, so that the same words give the same
/// lines everywhere. One thread at a time; each typesetter has fonts of its own.
class Typesetter {
  public:
    /// ConfigurationInvalid when the fonts are not installed.
    static Result<Typesetter> make();

    Typesetter(Typesetter&&) noexcept;
    Typesetter& operator=(Typesetter&&) noexcept;
    ~Typesetter();

    /// Lines of at most `width` points; a word that is longer is broken, without a hyphen that nobody wrote.
    SetText set(const Words& words, double width) const;
    /// Width of the words in one line, in points.
    double naturalWidth(const Words& words) const;
    /// Width below which a word would be broken, in points.
    double leastWidth(const Words& words) const;

  private:
    struct Fonts;
    explicit Typesetter(std::unique_ptr<Fonts> fonts);

    std::unique_ptr<Fonts> fonts_;
};

} // namespace ncp::transform::render::paper
