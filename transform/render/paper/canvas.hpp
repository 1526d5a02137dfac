#pragma once

#include "base/result.hpp"
#include "transform/render/paper/picture.hpp"
#include "transform/render/paper/typesetter.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render::paper {

/// Lengths in points, from the upper left corner of the page.
struct Rectangle {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// A4.
inline constexpr double kPageWidth = 595.276;
inline constexpr double kPageHeight = 841.89;

/// What a PDF says about itself. Nothing of it names a patient.
struct Metadata {
    std::string title;
    std::string language; ///< BCP 47 tag
    std::string created;  ///< ISO 8601 date and time; empty leaves it out
};

/// The pages of one PDF (1.5, tagged for screen readers), drawn front to back.
class Canvas {
  public:
    explicit Canvas(const Metadata& metadata);
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;
    ~Canvas();

    /// A line of text, its upper left corner at `x`, `y`.
    void draw(const SetText::Line& line, double x, double y);
    /// A filled rectangle; `darkness` from 0 (white) to 1 (black).
    void fill(const Rectangle& where, double darkness);
    void frame(const Rectangle& where, double thickness);
    /// A picture that fills the rectangle.
    void draw(const Picture& picture, const Rectangle& where);

    /// An element of the structure (PDF 32000-1, 14.8.4): "P", "Table", "TD". On one page.
    void open(const char* element);
    void close(const char* element);
    /// What is drawn between these is where `name` leads. Names are ours: letters, digits and hyphens.
    void openDestination(std::string_view name);
    void closeDestination();
    /// An entry of the outline; the destination must exist when the document is finished.
    void outline(const std::string& title, std::string_view destination);

    void endPage();
    /// The file, with the pages of these PDFs (see foreignPages) behind its own. Internal when a library
    /// could not write it.
    Result<std::string> finish(const std::vector<std::string>& enclosed = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::transform::render::paper
