#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render::paper {

enum class Script : std::uint8_t { Base, Superscript, Subscript };

/// How words look. Paper knows no colour that means something: everything can be told apart in black.
struct Style {
    double size = 9; ///< points
    bool strong = false;
    bool italic = false;
    bool muted = false; ///< dark grey
    bool struckOut = false;
    Script script = Script::Base;
};

/// Words of one style. The text is clean: see cleaned().
struct Run {
    std::string text;
    Style style;
};

/// What stands together in one paragraph.
using Words = std::vector<Run>;

/// Text that can be set: control characters and line breaks as blanks, and without the characters of Unicode
/// that turn the direction of the text round them, with which "10 mg" could be made to read otherwise.
std::string cleaned(std::string_view text);

} // namespace ncp::transform::render::paper
