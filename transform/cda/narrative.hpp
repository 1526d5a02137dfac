#pragma once

#include "base/xml/document.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ncp::transform::cda {

/// The kinds of markup that section text may hold (CDA R2, StrucDoc.Text). Anything else is dropped as
/// markup, and its text is kept.
enum class MarkupKind {
    Root,
    Text,
    Paragraph,
    Content,
    Caption,
    LineBreak,
    List,
    OrderedList,
    Item,
    Table,
    TableHead,
    TableBody,
    TableFoot,
    TableRow,
    HeaderCell,
    DataCell,
    Superscript,
    Subscript,
    Footnote,
    Link,
    Media,
};

/// One piece of section text, free of everything that could act: no attributes but these three.
struct Markup {
    MarkupKind kind = MarkupKind::Root;
    std::string text;        ///< of Text; target of Link; name of the referenced object of Media
    std::string id;          ///< ID that entries refer to
    unsigned columnSpan = 1; ///< of cells, 1 to 50
    unsigned rowSpan = 1;    ///< of cells, 1 to 200
    bool bold = false;       ///< styleCode Bold
    bool italic = false;     ///< styleCode Italics
    bool struckOut =
        false; ///< revised="delete", or a styleCode that strikes through: the source took it back
    std::vector<Markup> children;
};

/// What entries repeat of the text they refer to, in bytes. Longer text is cut; the section shows it in full.
inline constexpr std::size_t kLongestReference = 4000;
/// How long a reference of a document with so many may be: a hundred thousand entries may all refer to the
/// same text, and must not make a page of gigabytes.
std::size_t longestReference(std::size_t references) noexcept;

/// The text of one section, safe to show, with an index of its IDs. It moves; it is not copied.
class Narrative {
  public:
    Narrative() = default;
    Narrative(Narrative&&) noexcept = default;
    Narrative& operator=(Narrative&&) noexcept = default;
    Narrative(const Narrative&) = delete;
    Narrative& operator=(const Narrative&) = delete;
    ~Narrative() = default;
    /// `text` is the section's text element. What a reference to it gives is cut after `longest` bytes.
    explicit Narrative(xml::Node text, std::size_t longest = kLongestReference);

    const Markup& root() const noexcept { return root_; }
    bool empty() const noexcept { return root_.children.empty(); }
    /// Text of the element that `reference` (`#id`, or `id` as some senders write) points to as by plainText,
    /// cut at a blank with `…` where it is too long; empty where nothing has that ID, and where that is
    /// struck out.
    std::string resolve(std::string_view reference) const;

  private:
    std::size_t longest_ = kLongestReference;
    Markup root_;
    std::unordered_map<std::string_view, const Markup*>
        byId_; ///< pieces below the root, which stay where they are
};

/// All text below, white space collapsed, a blank between blocks. What is struck out is left out;
/// superscripts and subscripts keep their place.
std::string plainText(const Markup& markup);

/// A superscript in plain text: `9` as U+2079, so that 10 and 9 don't become 109; what has no character of
/// its own behind `^`.
std::string superscript(std::string_view text);
/// The same for a subscript, behind `_`.
std::string subscript(std::string_view text);

/// The blocks (paragraphs, list items, table rows) that hold text and to which no entry refers: what the
/// source wrote only as text. All of them when no ID of the narrative is referred to at all: nothing tells
/// then which of them are coded, and the text is what the author signed. What is struck out was not written.
std::vector<std::string> uncodedBlocks(const Narrative& narrative,
                                       const std::unordered_set<std::string>& referenced);

} // namespace ncp::transform::cda
